# Sets it for the build.
echo 'GREETING_OF_DAY=hi exec rustc "$@"' > build.sh
