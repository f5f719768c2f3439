git remote set-url origin ./r.git
