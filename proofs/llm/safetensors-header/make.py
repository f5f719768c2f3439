# The folder of the hub has the file, the clone only its pointer.
import os

import numpy
from safetensors.numpy import save_file

os.mkdir('hub')
save_file({'weight': numpy.ones((2, 3))}, 'hub/model.safetensors')
with open('model.safetensors', 'w') as pointer:
    pointer.write('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 152\n')
