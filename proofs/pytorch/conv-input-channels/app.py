import torch

image = torch.rand(1, 32, 32, 3)
print(torch.nn.Conv2d(3, 8, 3)(image).shape)
