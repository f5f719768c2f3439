//! What the client can do, resolved once from what it says in `initialize`.

use serde_json::Value;
use tower_lsp::lsp_types::{
    CodeActionClientCapabilities, CodeActionKind, DiagnosticTag, InitializeParams, MarkupKind, PositionEncodingKind,
    PublishDiagnosticsClientCapabilities, ResourceOperationKind, TextDocumentClientCapabilities,
    WorkspaceClientCapabilities,
};

use super::snippet_edit::{self, SnippetForm};
use crate::card::Locale;
use crate::text::{Encoding, LineEnds};

/// What the client can do and wants. What it does not mention it cannot do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ClientFacts {
    /// The client's name, as it gives it: `Visual Studio Code`, `Neovim`.
    pub name: Option<String>,
    /// What columns are counted in: the best of what the client offers.
    pub encoding: Encoding,
    /// What ends a line for the client.
    pub line_ends: LineEnds,
    /// The language of the client's own surface, if it says so.
    pub locale: Option<Locale>,

    /// Hovers may be Markdown.
    pub hover_markdown: bool,
    /// Diagnostics may have related places.
    pub related_information: bool,
    /// A diagnostic's code may be a link.
    pub code_description: bool,
    /// A diagnostic's data comes back in a code action request.
    pub diagnostic_data: bool,
    /// What is not needed may be faded.
    pub unnecessary_tag: bool,
    /// The client asks for diagnostics; they are not pushed then.
    pub pull_diagnostics: bool,
    /// What is said of a document may come with what is said of others.
    pub related_documents: bool,
    /// The client can be told to ask for diagnostics again.
    pub diagnostic_refresh: bool,

    /// Code actions may be objects; otherwise only commands.
    pub code_action_literals: bool,
    /// A code action's edit may be given later, when it is chosen.
    pub code_action_resolve_edit: bool,
    /// Code actions that do not apply may be shown with the reason.
    pub code_action_disabled: bool,
    /// The best code action may be marked.
    pub code_action_preferred: bool,
    /// A code action's data comes back when it is resolved.
    pub code_action_data: bool,
    /// The client asks the user about edits that are marked for it.
    pub change_annotations: bool,
    /// Edits may say which version of a document they are made for.
    pub document_changes: bool,
    /// Edits may create files.
    pub create_files: bool,
    /// Edits may have places to fill in, in this form.
    pub snippet_edits: Option<SnippetForm>,
    /// The server may ask for an edit.
    pub apply_edit: bool,

    /// A definition may be a link with the range that it starts from.
    pub definition_link: bool,
    /// A link may say where it leads.
    pub link_tooltips: bool,
    /// Symbols may have children.
    pub hierarchical_symbols: bool,
    /// Only whole lines fold.
    pub line_folding_only: bool,
    /// The text inserted by a completion may have places to fill in.
    pub completion_snippets: bool,
    /// The client can be told to ask for code lenses again.
    pub code_lens_refresh: bool,
    /// The client can be told to ask for inlay hints again.
    pub inlay_hint_refresh: bool,

    /// The server may ask the client to show a page or a file.
    pub show_document: bool,
    /// The server may begin a progress of its own.
    pub work_done_progress: bool,
    /// Watched files may be registered.
    pub watched_files: bool,
    /// A watched file may be given relative to a folder, also outside of the workspace.
    pub watched_relative: bool,
    /// The server may ask for settings.
    pub configuration: bool,
    /// Interest in changed settings may be registered.
    pub configuration_changes: bool,
    /// The client has folders that may change.
    pub workspace_folders: bool,
    /// Commands that the client runs itself, as it names them in `experimental.commands.commands`.
    pub commands: Vec<String>,
}

impl ClientFacts {
    /// Resolves what the client said.
    pub fn new(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let window = capabilities.window.as_ref();
        let experimental = capabilities.experimental.as_ref();
        let general = capabilities.general.as_ref();
        let name = params.client_info.as_ref().map(|info| info.name.clone());
        let mut facts = Self {
            encoding: encoding(general.and_then(|general| general.position_encodings.as_deref())),
            line_ends: line_ends(name.as_deref(), general.is_some()),
            locale: params.locale.as_deref().filter(|tag| !tag.is_empty()).map(Locale::of_tag),
            snippet_edits: snippet_edit::form(experimental),
            show_document: window.and_then(|window| window.show_document.as_ref()).is_some_and(|show| show.support),
            work_done_progress: yes(window.and_then(|window| window.work_done_progress)),
            commands: commands(experimental),
            name,
            ..Self::default()
        };
        if let Some(text_document) = &capabilities.text_document {
            facts.of_text_document(text_document);
        }
        if let Some(workspace) = &capabilities.workspace {
            facts.of_workspace(workspace);
        }
        facts
    }

    fn of_text_document(&mut self, capabilities: &TextDocumentClientCapabilities) {
        self.hover_markdown = capabilities
            .hover
            .as_ref()
            .and_then(|hover| hover.content_format.as_ref())
            .is_some_and(|formats| formats.contains(&MarkupKind::Markdown));
        if let Some(diagnostics) = &capabilities.publish_diagnostics {
            self.of_diagnostics(diagnostics);
        }
        self.pull_diagnostics = capabilities.diagnostic.is_some();
        let diagnostic = capabilities.diagnostic.as_ref();
        self.related_documents = yes(diagnostic.and_then(|diagnostic| diagnostic.related_document_support));
        if let Some(code_action) = &capabilities.code_action {
            self.of_code_action(code_action);
        }
        self.definition_link = yes(capabilities.definition.and_then(|definition| definition.link_support));
        let symbols = capabilities.document_symbol.as_ref();
        self.hierarchical_symbols = yes(symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support));
        let links = capabilities.document_link.as_ref();
        self.link_tooltips = yes(links.and_then(|links| links.tooltip_support));
        let folding = capabilities.folding_range.as_ref();
        self.line_folding_only = yes(folding.and_then(|folding| folding.line_folding_only));
        let item = capabilities.completion.as_ref().and_then(|completion| completion.completion_item.as_ref());
        self.completion_snippets = yes(item.and_then(|item| item.snippet_support));
    }

    fn of_diagnostics(&mut self, capabilities: &PublishDiagnosticsClientCapabilities) {
        self.related_information = yes(capabilities.related_information);
        self.code_description = yes(capabilities.code_description_support);
        self.diagnostic_data = yes(capabilities.data_support);
        self.unnecessary_tag =
            capabilities.tag_support.as_ref().is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY));
    }

    fn of_code_action(&mut self, capabilities: &CodeActionClientCapabilities) {
        self.code_action_literals = capabilities.code_action_literal_support.as_ref().is_some_and(|literals| {
            let kinds = &literals.code_action_kind.value_set;
            kinds.is_empty() || kinds.iter().any(|kind| kind == CodeActionKind::QUICKFIX.as_str())
        });
        self.code_action_resolve_edit = capabilities
            .resolve_support
            .as_ref()
            .is_some_and(|support| support.properties.iter().any(|property| property == "edit"));
        self.code_action_disabled = yes(capabilities.disabled_support);
        self.code_action_preferred = yes(capabilities.is_preferred_support);
        self.code_action_data = yes(capabilities.data_support);
        self.change_annotations = yes(capabilities.honors_change_annotations);
    }

    fn of_workspace(&mut self, capabilities: &WorkspaceClientCapabilities) {
        self.apply_edit = yes(capabilities.apply_edit);
        if let Some(edit) = &capabilities.workspace_edit {
            self.document_changes = yes(edit.document_changes);
            self.create_files = self.document_changes
                && edit.resource_operations.as_ref().is_some_and(|all| all.contains(&ResourceOperationKind::Create));
            // Without it the annotations of an edit are not even read.
            self.change_annotations &= edit.change_annotation_support.is_some();
        } else {
            self.change_annotations = false;
        }
        if let Some(watched) = &capabilities.did_change_watched_files {
            self.watched_files = yes(watched.dynamic_registration);
            self.watched_relative = yes(watched.relative_pattern_support);
        }
        self.configuration = yes(capabilities.configuration);
        let changes = capabilities.did_change_configuration.as_ref();
        self.configuration_changes = yes(changes.and_then(|changes| changes.dynamic_registration));
        self.workspace_folders = yes(capabilities.workspace_folders);
        self.diagnostic_refresh = yes(capabilities.diagnostic.as_ref().and_then(|d| d.refresh_support));
        self.code_lens_refresh = yes(capabilities.code_lens.as_ref().and_then(|lens| lens.refresh_support));
        self.inlay_hint_refresh = yes(capabilities.inlay_hint.as_ref().and_then(|hint| hint.refresh_support));
    }

    /// Whether the client itself runs a command.
    pub fn runs(&self, command: &str) -> bool {
        self.commands.iter().any(|known| known == command)
    }
}

fn yes(claim: Option<bool>) -> bool {
    claim == Some(true)
}

/// UTF-8 is what the text is kept in; UTF-16 costs the most. Every client takes UTF-16.
fn encoding(offered: Option<&[PositionEncodingKind]>) -> Encoding {
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// These editors split lines at `\n` alone, whatever the LSP says, so the `\r` of a progress bar does not count. Eglot
/// before 1.10 gives no name and knows nothing of LSP 3.16 (`general`), as do old clients for Vim, which split alike.
fn line_ends(name: Option<&str>, knows_general: bool) -> LineEnds {
    match name {
        Some("Neovim" | "vim-lsp" | "coc.nvim" | "Eglot" | "emacs" | "kakoune-lsp" | "helix") => LineEnds::Newline,
        None if !knows_general => LineEnds::Newline,
        _ => LineEnds::Lsp,
    }
}

/// The commands that the client says it runs; the form is rust-analyzer's.
fn commands(experimental: Option<&Value>) -> Vec<String> {
    let list = experimental.and_then(|experimental| experimental.pointer("/commands/commands"));
    let names = list.and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts(capabilities: Value) -> ClientFacts {
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        ClientFacts::new(&serde_json::from_value(params).expect("valid parameters"))
    }

    #[test]
    fn a_client_that_says_nothing_can_do_nothing() {
        let expected = ClientFacts { line_ends: LineEnds::Newline, ..ClientFacts::default() };
        assert_eq!(facts(json!({})), expected);
    }

    #[test]
    fn the_cheapest_offered_encoding_is_taken() {
        let chosen = |offer: Value| facts(json!({ "general": { "positionEncodings": offer } })).encoding;
        assert_eq!(chosen(json!(["utf-16"])), Encoding::Utf16);
        assert_eq!(chosen(json!(["utf-16", "utf-32"])), Encoding::Utf32);
        assert_eq!(chosen(json!(["utf-32", "utf-16", "utf-8"])), Encoding::Utf8);
        assert_eq!(chosen(json!(["latin-1"])), Encoding::Utf16);
    }

    #[test]
    fn annotations_count_only_where_they_are_read_and_honoured() {
        let with = |honours: bool, reads: Value| {
            facts(json!({
                "textDocument": { "codeAction": { "honorsChangeAnnotations": honours } },
                "workspace": { "workspaceEdit": { "documentChanges": true, "changeAnnotationSupport": reads } },
            }))
            .change_annotations
        };
        assert!(with(true, json!({})));
        assert!(!with(false, json!({})));
        assert!(!with(true, Value::Null));
    }

    #[test]
    fn files_are_created_only_in_edits_with_document_changes() {
        let with = |changes: bool| {
            let edit = json!({ "documentChanges": changes, "resourceOperations": ["create", "rename"] });
            facts(json!({ "workspace": { "workspaceEdit": edit } })).create_files
        };
        assert!(with(true));
        assert!(!with(false));
    }

    #[test]
    fn commands_of_the_client_are_known() {
        let facts = facts(json!({ "experimental": { "commands": { "commands": ["loglore.copy", 3] } } }));
        assert!(facts.runs("loglore.copy") && !facts.runs("loglore.open"));
    }
}
