import torch

vocabulary = {"a": 1, "b": 2, "c": 3}
table = torch.nn.Embedding(len(vocabulary), 4)
print(table(torch.tensor([1, 2, 3])).shape)
