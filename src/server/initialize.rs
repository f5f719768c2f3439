//! What the server says of itself, and where the client says it works.

use std::path::PathBuf;

use serde_json::Value;
use tower_lsp::lsp_types::*;

use super::client::ClientFacts;
use super::{code_action, deed, uri};
use crate::text::Encoding;

/// The answer to `initialize`.
pub(super) fn result(facts: &ClientFacts) -> InitializeResult {
    InitializeResult {
        capabilities: capabilities(facts),
        server_info: Some(ServerInfo {
            name: "loglore".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

fn capabilities(facts: &ClientFacts) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match facts.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        diagnostic_provider: facts.pull_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("loglore".to_owned()),
                inter_file_dependencies: false,
                workspace_diagnostics: true,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR, code_action::FIX_ALL]),
            resolve_provider: Some(facts.code_action_resolve_edit),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: deed::COMMANDS.iter().map(|command| (*command).to_owned()).collect(),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(vec!["\"".to_owned()]),
            resolve_provider: Some(false),
            ..CompletionOptions::default()
        }),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// Puts a capability where the protocol's types look for it: clients call it `workspace.diagnostics`, as the
/// specification does, and lsp-types 0.94 reads `workspace.diagnostic`.
pub(super) fn mend(message: &mut Value) {
    if message["method"] == "initialize"
        && let Some(workspace) = message.pointer_mut("/params/capabilities/workspace").and_then(Value::as_object_mut)
        && let Some(diagnostics) = workspace.remove("diagnostics")
    {
        workspace.entry("diagnostic").or_insert(diagnostics);
    }
}

/// The folders of the workspace that are on this machine.
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let of_url = |url: &Url| uri::path(&uri::received(url));
    if let Some(folders) = &params.workspace_folders {
        return folders.iter().filter_map(|folder| of_url(&folder.uri)).collect();
    }
    // Older clients know one folder, and still older ones its path.
    #[allow(deprecated)]
    let path = || params.root_path.as_ref().map(PathBuf::from).filter(|path| path.is_absolute());
    params.root_uri.as_ref().and_then(of_url).or_else(path).into_iter().collect()
}
