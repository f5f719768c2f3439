file archive.tar.gz 2>/dev/null || head -c 60 archive.tar.gz
tar czf archive.tar.gz right
