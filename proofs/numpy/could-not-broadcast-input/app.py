import numpy as np

images = [np.zeros((2, 3)), np.zeros((4, 3))]
out = np.zeros((2, 2, 3))
for i, image in enumerate(images):
    out[i] = image
print(len(out))
