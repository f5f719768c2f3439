import torch

scores = torch.rand(4, 3)
bias = torch.rand(4)
print((scores + bias).shape)
