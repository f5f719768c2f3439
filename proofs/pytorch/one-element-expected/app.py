import torch

rows = [torch.rand(3), torch.rand(3)]
batch = torch.tensor(rows)
print(batch.shape)
