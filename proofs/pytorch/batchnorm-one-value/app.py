import torch
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.rand(9, 4))
loader = DataLoader(dataset, batch_size=4)
model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3))
for (batch,) in loader:
    print(model(batch).shape)
