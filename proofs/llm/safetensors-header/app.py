from safetensors.numpy import load_file

print(load_file('model.safetensors')['weight'].shape)
