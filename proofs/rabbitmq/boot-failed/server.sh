# A node of its own; $PORT is its port.
export RABBITMQ_NODENAME=p$PORT@localhost RABBITMQ_NODE_PORT=$PORT RABBITMQ_DIST_PORT=$((PORT - 1000))
export RABBITMQ_MNESIA_BASE=$PWD/db RABBITMQ_LOG_BASE=$PWD/log RABBITMQ_ENABLED_PLUGINS_FILE=$PWD/plugins RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_CONFIG_FILE=$PWD/rabbitmq.conf
# A daemon of its own, that knows the nodes by name: one that is shared would end with the proof that started it.
export ERL_EPMD_PORT=$((PORT - 2000))
exec /usr/lib/rabbitmq/bin/rabbitmq-server
