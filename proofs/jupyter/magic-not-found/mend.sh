# Loads the extension that has it.
sed -i '1i %load_ext autoreload' app.ipy
