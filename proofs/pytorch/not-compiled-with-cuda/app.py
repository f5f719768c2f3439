from torch import nn, ones

model = nn.Linear(2, 1)
model.to("cuda")
print(model(ones(1, 2)).shape)
