import torch
from torch import nn

model = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(3, 2))
print(model(torch.rand(5, 8)).shape)
