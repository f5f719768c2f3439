import torch

model = torch.nn.Linear(2, 1)
x = torch.tensor([[1, 2]], dtype=torch.float64)
print(model(x).shape)
