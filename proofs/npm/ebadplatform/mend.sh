# It becomes optional.
sed -i 's/"dependencies"/"optionalDependencies"/' package.json
