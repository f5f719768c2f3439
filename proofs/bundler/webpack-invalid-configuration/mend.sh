# The list of the message has the right name.
sed -i 's/outputs:/output:/' webpack.config.js
