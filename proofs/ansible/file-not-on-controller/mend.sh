mkdir there; echo a > there/a.txt; sed -i "s/src:/remote_src: true, src:/" play.yml
