# Takes the option out.
sed -i 's/-mno-such-thing //' build.sh
