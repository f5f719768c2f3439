# Writes a checkpoint as a machine with a GPU does: each storage carries the name of its device.
import torch

torch.serialization.register_package(1, lambda storage: 'cuda:0', lambda storage, location: None)
torch.save(torch.nn.Linear(2, 3).state_dict(), 'model.pt')
