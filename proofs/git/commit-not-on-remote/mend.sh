git -C mine push -q origin HEAD:refs/heads/work
