# The directory that came with the package.
echo 'unset JUPYTERLAB_DIR' > env
