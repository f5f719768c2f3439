# Removes the containers that use the volume.
docker rm $(docker ps -aq --filter volume=data)
