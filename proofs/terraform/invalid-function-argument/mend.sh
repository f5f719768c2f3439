# Anchors the path in the module.
sed -i 's|"policy.json"|"${path.module}/policy.json"|' policy/main.tf
