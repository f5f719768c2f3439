# Installs into a system of its own, below ./root.
dpkg --root="$PWD/root" --force-not-root --force-script-chrootless --log=/dev/null -i "$@"
