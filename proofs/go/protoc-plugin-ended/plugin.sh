#!/bin/sh
# A plugin that wants to know how many spaces to write.
cat > /dev/null
if [ -z "$SPACES" ]; then
    echo "protoc-gen-words: SPACES is not set" >&2
    exit 1
fi
