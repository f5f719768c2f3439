# A node of its own, as the user rabbitmq; $PORT is its port.
export RABBITMQ_NODENAME=p$PORT@localhost RABBITMQ_NODE_PORT=$PORT RABBITMQ_DIST_PORT=$((PORT - 1000))
export RABBITMQ_MNESIA_BASE=$PWD/db RABBITMQ_LOG_BASE=$PWD/log RABBITMQ_ENABLED_PLUGINS_FILE=$PWD/plugins RABBITMQ_CONF_ENV_FILE=/dev/null
# A daemon of its own, that knows the nodes by name: one that is shared would end with the proof that started it.
export ERL_EPMD_PORT=$((PORT - 2000)) HOME=$PWD/home
exec setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups /usr/lib/rabbitmq/bin/rabbitmq-server
