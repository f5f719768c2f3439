# Drops the broken list; the run installs the package again.
rm root/var/lib/dpkg/info/tool.list
