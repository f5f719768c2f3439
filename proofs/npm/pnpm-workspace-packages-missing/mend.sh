# The list that every version accepts.
printf "packages:\n  - '.'\n" >> app/pnpm-workspace.yaml
