import torch

model = torch.nn.Linear(2, 1)
output = model(torch.ones(1, 2))
print(output.numpy().shape)
