echo "web ansible_connection=local" > inventory.ini
