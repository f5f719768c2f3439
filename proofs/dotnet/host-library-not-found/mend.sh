# Deploys all that publish made, with the runtimeconfig.json.
cp published/* deployed
