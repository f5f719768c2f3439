# The plugin's own line says what it lacks.
sed -i "1i export SPACES=4" run.sh
