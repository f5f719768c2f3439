set -eu
echo "deploying $RELEASE"
