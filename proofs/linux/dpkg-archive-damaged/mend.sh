# Fetches the file again.
cp mirror/tool.deb tool.deb
