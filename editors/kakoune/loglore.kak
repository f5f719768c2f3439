# loglore for Kakoune, by way of kakoune-lsp (18 or newer). In kakrc, behind `eval %sh{kak-lsp}`:
#
#     source ~/loglore/editors/kakoune/loglore.kak

hook global BufCreate .*\.log([.-]\d[-.\d]*)? %{
    set-option buffer filetype log
}

hook -group loglore global BufSetOption filetype=log %{
    set-option buffer lsp_servers %{
        [loglore]
        root_globs = ["loglore.toml", ".loglore", ".git"]
        command = "loglore"
        args = ["lsp"]
    }
}

hook global WinSetOption filetype=log %{
    lsp-enable-window
}
