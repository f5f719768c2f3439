# Looks at the container that is named, for the path of its program.
docker inspect --format '{{.Path}}' web > path
