{ "targets": [{ "target_name": "addon", "type": "none" }] }
