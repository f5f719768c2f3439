//! loglore for Zed: starts the server for logs.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, LanguageServerId, Result, Worktree, serde_json};

struct Loglore;

impl zed::Extension for Loglore {
    fn new() -> Self {
        Self
    }

    /// The program that `lsp.loglore.binary` of the settings names, else the one on the PATH.
    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let binary = LspSettings::for_worktree("loglore", worktree)?.binary;
        let (path, arguments) = binary.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which("loglore")).ok_or(
            "there is no loglore on the PATH: install it (`cargo install loglore`, `pip install loglore` or \
             `npm install -g loglore`), or name it in the settings: \
             { \"lsp\": { \"loglore\": { \"binary\": { \"path\": \"/path/to/loglore\" } } } }",
        )?;
        let args = arguments.unwrap_or_else(|| vec!["lsp".to_owned()]);
        Ok(zed::Command { command, args, env: worktree.shell_env() })
    }

    /// `lsp.loglore.settings`: the server's settings.
    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree("loglore", worktree)?.settings)
    }
}

zed::register_extension!(Loglore);
