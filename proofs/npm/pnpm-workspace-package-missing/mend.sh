#!/bin/sh
# The folder of @acme/ui becomes part of the workspace.
printf 'packages:\n  - "packages/*"\n  - "apps/*"\n' > pnpm-workspace.yaml
