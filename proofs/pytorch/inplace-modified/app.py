import torch

weight = torch.ones(3, requires_grad=True)
hidden = torch.exp(weight)
hidden += 1
hidden.sum().backward()
print(weight.grad)
