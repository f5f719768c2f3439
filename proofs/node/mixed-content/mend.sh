# Uses https for it.
sed -i "s/^http:/https:/" address
