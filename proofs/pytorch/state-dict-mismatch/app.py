import torch

saved = torch.nn.DataParallel(torch.nn.Linear(2, 1)).state_dict()
model = torch.nn.Linear(2, 1)
model.load_state_dict(saved)
print(model)
