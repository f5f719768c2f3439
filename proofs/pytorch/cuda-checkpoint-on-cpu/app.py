import torch

state = torch.load("model.pt")
print(state["weight"].shape)
