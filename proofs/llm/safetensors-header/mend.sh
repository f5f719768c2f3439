# The file is fetched again: what was there is the pointer of git-lfs.
cp hub/model.safetensors .
