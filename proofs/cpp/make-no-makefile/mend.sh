# Runs the step that writes the Makefile.
sh configure
