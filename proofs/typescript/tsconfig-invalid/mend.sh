# Corrects the path.
sed -i 's|./base.json|./conf/base.json|' tsconfig.json
