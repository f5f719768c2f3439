sed -i 's/^hosts: .*/hosts:\n  - a.example/' config.yaml
