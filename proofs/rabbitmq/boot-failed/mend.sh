# The lines around it name the setting that is misspelt, and the one that is meant.
sed -i 's/heartbeet/heartbeat/' rabbitmq.conf
