rsync -a src source dst/
