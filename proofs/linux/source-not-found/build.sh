set -e
source ./env.sh
echo "$NAME"
