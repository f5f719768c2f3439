exec rustc "$@"
