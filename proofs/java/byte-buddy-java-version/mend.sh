# Lets it try, as an option of the VM.
echo "-Dnet.bytebuddy.experimental=true" > options
