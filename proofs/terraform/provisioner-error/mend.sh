# Run by hand, the command shows that the file is missing.
touch ready
