import torch

x = torch.rand(2, 3).t()
print(x.view(6).shape)
