import torch
from torch.nn import CrossEntropyLoss

criterion = CrossEntropyLoss()
labels = torch.tensor([0, 2, -1])
loss = criterion(torch.rand(3, 3), labels)
print(loss.item() > 0)
