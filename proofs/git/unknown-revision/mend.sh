git fetch -q --unshallow --tags
