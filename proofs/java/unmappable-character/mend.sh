# Names the encoding.
sed -i 's/-encoding ASCII/-encoding UTF-8/' run.sh
