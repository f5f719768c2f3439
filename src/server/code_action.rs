//! `textDocument/codeAction` and `codeAction/resolve`: what can be done about the findings on the selected lines.

use tower_lsp::lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionTriggerKind, Command, Diagnostic,
    NumberOrString, Range, Url,
};

use super::comment::words;
use super::context::Context;
use super::convert::Places;
use super::deed::{self, COPY, Deed, Scope, Step, What, Which};
use super::snapshot::Snapshot;
use super::source::Sources;
use super::words::{copy, ignore, insert_comment, open_documentation, open_note, write_entry};
use super::{ignore as settings, pages};
use crate::card::{Card, Item, Piece};
use crate::finding::Finding;

/// Of so many findings on the selected lines actions are offered.
const MAX_FINDINGS: usize = 4;
/// Of so many workarounds of a finding.
const MAX_WORKAROUNDS: usize = 3;
/// What a title shows of a text. Characters.
const MAX_SHOWN: usize = 80;

/// The actions for a range: of each finding on its lines the workarounds, best first, then the explanation, the
/// documentation, and the ways to ignore it; last to write an entry of one's own, if the user asked for actions.
pub(super) fn code_action(
    context: &Context,
    snapshot: &Snapshot,
    range: Range,
    asked: &CodeActionContext,
) -> Vec<CodeActionOrCommand> {
    let places = Places::of(context, snapshot);
    let span = places.span(range);
    let (first, last) = (places.raw_line(span.start).0, places.raw_line(span.end).0);
    let offered = Offered { context, snapshot, asked };
    let mut found: Vec<(&Finding, usize)> =
        snapshot.findings.iter().filter_map(|finding| Some((finding, line_among(finding, first, last)?))).collect();
    // What stands under the cursor comes first.
    found.sort_by_key(|(finding, line)| (!(finding.span.start <= span.start && span.start <= finding.span.end), *line));
    let mut actions = Vec::new();
    if offered.wants(&CodeActionKind::QUICKFIX) {
        for (number, (finding, line)) in found.into_iter().take(MAX_FINDINGS).enumerate() {
            offered.of_finding(finding, line, number == 0, &mut actions);
        }
    }
    // A light bulb on every line of every log would say nothing.
    let invoked = asked.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
    let written = !places.text(places.line_span(places.raw_line(span.start))).trim().is_empty();
    if invoked && written && offered.wants(&CodeActionKind::REFACTOR) && context.client.apply_edit {
        // A selection up to the start of a line does not hold that line.
        let last =
            if last > first && places.line_start(crate::text::LineIndex(last)) == span.end { last - 1 } else { last };
        let deed = offered.deed(None, What::WriteEntry { first, last });
        actions.push(offered.by_command(write_entry(context.locale()), CodeActionKind::REFACTOR, &deed, None));
    }
    actions
}

/// The edit of an action that was offered without it. An action that has none stays as it is.
///
/// # Errors
/// Why there is no edit any more, for people.
pub(super) fn resolve(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    mut action: CodeAction,
) -> Result<CodeAction, String> {
    if action.edit.is_some() || action.command.is_some() {
        return Ok(action);
    }
    let Some(data) = &action.data else { return Ok(action) };
    let deed = Deed::from_value(data)?;
    action.edit = edit(context, snapshot, sources, &deed)?;
    Ok(action)
}

fn edit(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    deed: &Deed,
) -> Result<Option<tower_lsp::lsp_types::WorkspaceEdit>, String> {
    let steps = deed::steps(context, snapshot, sources, &pages::folder(), deed)?;
    Ok(steps.into_iter().find_map(|step| match step {
        Step::Edit(edit) => Some(edit),
        Step::Write { .. } | Step::Show { .. } => None,
    }))
}

/// The document that an action's data names, as the client writes its address.
pub(super) fn document_of(action: &CodeAction) -> Option<String> {
    action.data.as_ref().and_then(|data| Deed::from_value(data).ok()).map(|deed| deed.document)
}

/// Whether an editor lets its user change a document of this address.
pub(super) fn is_writable(uri: &str) -> bool {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    // One letter is a drive, no scheme a path.
    scheme.len() < 2 || scheme.contains(['/', '\\']) || ["file", "untitled", "vscode-userdata"].contains(&scheme)
}

/// The raw line (counted from 1) of a finding or a repeat of it that is among these (counted from 0).
fn line_among(finding: &Finding, first: usize, last: usize) -> Option<usize> {
    let whole = finding.start.line - 1..=finding.end.line - 1;
    if *whole.start() <= last && first <= *whole.end() {
        return Some(finding.start.line);
    }
    let at = finding.places.partition_point(|place| place.line <= first);
    finding.places.get(at).map(|place| place.line).filter(|line| *line <= last + 1)
}

struct Offered<'a> {
    context: &'a Context,
    snapshot: &'a Snapshot,
    asked: &'a CodeActionContext,
}

impl Offered<'_> {
    /// Whether actions of a kind were asked for.
    fn wants(&self, kind: &CodeActionKind) -> bool {
        let Some(only) = &self.asked.only else { return true };
        let of = |wanted: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            wanted.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.iter().any(of)
    }

    fn deed(&self, finding: Option<(&Finding, usize)>, what: What) -> Deed {
        let finding =
            finding.map(|(finding, line)| Which { entry: self.context.lore.id(finding.entry).to_string(), line });
        Deed { document: self.snapshot.uri.clone(), finding, what }
    }

    fn of_finding(&self, finding: &Finding, line: usize, nearest: bool, actions: &mut Vec<CodeActionOrCommand>) {
        let (client, locale) = (&self.context.client, self.context.locale());
        let card = Card::of_finding(&self.context.lore, finding, locale);
        let diagnostics = self.diagnostics(finding, line);
        let mut preferred = nearest && client.code_action_preferred;
        let mut push = |mut action: CodeActionOrCommand| {
            if let CodeActionOrCommand::CodeAction(action) = &mut action {
                action.is_preferred = std::mem::take(&mut preferred).then_some(true);
            }
            actions.push(action);
        };
        let writable = is_writable(&self.snapshot.uri) && (client.code_action_literals || client.apply_edit);
        for (workaround, item) in card.works.iter().enumerate().take(MAX_WORKAROUNDS) {
            if writable {
                let deed = self.deed(Some((finding, line)), What::InsertComment { workaround });
                push(self.by_edit(insert_comment(locale, &shown(&words(&item.action))), &deed, diagnostics.clone()));
            }
            if let Some(code) = code(item).filter(|_| client.runs(COPY)) {
                let title = copy(locale, &shown(&code));
                let command =
                    Command { title: title.clone(), command: COPY.to_owned(), arguments: Some(vec![code.into()]) };
                push(self.action(title, CodeActionKind::QUICKFIX, command, diagnostics.clone()));
            }
        }
        let mut push_deed = |title: String, what: What| {
            let deed = self.deed(Some((finding, line)), what);
            push(self.by_command(&title, CodeActionKind::QUICKFIX, &deed, diagnostics.clone()));
        };
        if client.apply_edit || client.show_document {
            push_deed(open_note(locale).to_owned(), What::OpenNote);
        }
        let host = card.link.as_deref().and_then(|link| Url::parse(link).ok()?.host_str().map(str::to_owned));
        if let Some(host) = host.filter(|_| client.show_document) {
            push_deed(open_documentation(locale, &host), What::OpenDocumentation);
        }
        for scope in [Scope::Here, Scope::Workspace, Scope::Everywhere] {
            if settings::has_file(self.context, self.snapshot, scope) {
                push_deed(ignore(locale, &card.id, scope), What::Ignore { scope });
            }
        }
    }

    /// An action of the server's own command.
    fn by_command(
        &self,
        title: &str,
        kind: CodeActionKind,
        deed: &Deed,
        diagnostics: Option<Vec<Diagnostic>>,
    ) -> CodeActionOrCommand {
        self.action(title.to_owned(), kind, deed.command(title), diagnostics)
    }

    fn action(
        &self,
        title: String,
        kind: CodeActionKind,
        command: Command,
        diagnostics: Option<Vec<Diagnostic>>,
    ) -> CodeActionOrCommand {
        if !self.context.client.code_action_literals {
            return CodeActionOrCommand::Command(command);
        }
        let action =
            CodeAction { title, kind: Some(kind), diagnostics, command: Some(command), ..CodeAction::default() };
        CodeActionOrCommand::CodeAction(action)
    }

    /// An action that is an edit: computed when it is chosen, if the client can do so.
    fn by_edit(&self, title: String, deed: &Deed, diagnostics: Option<Vec<Diagnostic>>) -> CodeActionOrCommand {
        let client = &self.context.client;
        if !client.code_action_literals {
            return CodeActionOrCommand::Command(deed.command(title));
        }
        let mut action =
            CodeAction { title, kind: Some(CodeActionKind::QUICKFIX), diagnostics, ..CodeAction::default() };
        if client.code_action_resolve_edit && client.code_action_data {
            action.data = Some(deed.to_value());
        } else {
            // Nothing of another file is read for an edit of this document.
            let none = crate::trace::Workspace::default();
            let sources = Sources { workspace: &none, open: &|_| None };
            action.edit = edit(self.context, self.snapshot, sources, deed).ok().flatten();
        }
        CodeActionOrCommand::CodeAction(action)
    }

    /// The client's diagnostics of a finding.
    fn diagnostics(&self, finding: &Finding, line: usize) -> Option<Vec<Diagnostic>> {
        let id = self.context.lore.id(finding.entry).as_str();
        let places = Places::of(self.context, self.snapshot);
        let at = places.position(places.line_start(crate::text::LineIndex(line - 1))).line;
        let ours = |diagnostic: &&Diagnostic| {
            diagnostic.source.as_deref() == Some("loglore")
                && diagnostic.code == Some(NumberOrString::String(id.to_owned()))
                && diagnostic.range.start.line <= at
                && at <= diagnostic.range.end.line
        };
        let own: Vec<Diagnostic> = self.asked.diagnostics.iter().filter(ours).cloned().collect();
        (!own.is_empty()).then_some(own)
    }
}

/// The code of a workaround: its snippet, or else the code in its words that is more than a name.
fn code(item: &Item) -> Option<String> {
    let telling = |code: &str| code.trim().contains([' ', '(', '=', '\n']);
    let written = || {
        item.detail.iter().chain(&item.action).find_map(|piece| match piece {
            Piece::Code(code) if telling(code) => Some(code.trim().to_owned()),
            _ => None,
        })
    };
    item.code.as_ref().map(|(_, code)| code.trim_end().to_owned()).or_else(written)
}

/// A text on one line of a menu.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp::lsp_types::{DocumentChangeOperation, DocumentChanges, OneOf, ResourceOp, WorkspaceEdit};

    use super::*;
    use crate::server::client::ClientFacts;
    use crate::server::fixture::{Fixture, log, workspace};

    /// What VS Code can do, with our own client.
    fn all(client: &mut ClientFacts) {
        client.name = Some("Visual Studio Code".to_owned());
        client.code_action_literals = true;
        client.code_action_resolve_edit = true;
        client.code_action_data = true;
        client.code_action_preferred = true;
        client.apply_edit = true;
        client.document_changes = true;
        client.create_files = true;
        client.show_document = true;
        client.commands = vec![COPY.to_owned()];
    }

    fn actions(fixture: &Fixture, asked: &CodeActionContext) -> Vec<CodeActionOrCommand> {
        code_action(&fixture.context, &fixture.snapshot, fixture.selection, asked)
    }

    fn titles(fixture: &Fixture, asked: &CodeActionContext) -> String {
        let title = |action: &CodeActionOrCommand| match action {
            CodeActionOrCommand::Command(command) => format!("{} ({})", command.title, command.command),
            CodeActionOrCommand::CodeAction(action) => {
                let best = if action.is_preferred == Some(true) { "* " } else { "" };
                format!("{best}{}", action.title)
            }
        };
        actions(fixture, asked).iter().map(title).collect::<Vec<_>>().join("\n")
    }

    /// Does the action whose title begins so; gives what comes of it, each document with its new text.
    fn done(fixture: &Fixture, title: &str) -> String {
        let begins = |action: &CodeActionOrCommand| match action {
            CodeActionOrCommand::Command(command) => command.title.starts_with(title),
            CodeActionOrCommand::CodeAction(action) => action.title.starts_with(title),
        };
        let action = actions(fixture, &CodeActionContext::default()).into_iter().find(begins).expect("offered");
        let command = match action {
            CodeActionOrCommand::CodeAction(action) => {
                // As it comes back from the client.
                let action: CodeAction = serde_json::from_value(serde_json::to_value(action).unwrap()).unwrap();
                let action = resolve(&fixture.context, &fixture.snapshot, fixture.sources(), action).unwrap();
                if let Some(edit) = &action.edit {
                    return applied(fixture, edit);
                }
                action.command.expect("an edit or a command")
            }
            CodeActionOrCommand::Command(command) => command,
        };
        let deed = Deed::from_value(&command.arguments.expect("a deed")[0]).unwrap();
        assert_eq!(deed.command("").command, command.command);
        let pages = fixture.beside("pages");
        let steps = deed::steps(&fixture.context, &fixture.snapshot, fixture.sources(), &pages, &deed).unwrap();
        let shown = steps.iter().map(|step| match step {
            Step::Edit(edit) => applied(fixture, edit),
            Step::Write { path, text } => {
                format!("write {}\n{text}", fixture.name(&Url::from_file_path(path).unwrap()))
            }
            Step::Show { uri, external } => {
                format!("show {}{}\n", fixture.name(uri), if *external { " outside" } else { "" })
            }
        });
        let root = fixture.beside("").to_str().unwrap().to_owned();
        shown.collect::<String>().replace(&root, "/TMP/")
    }

    fn applied(fixture: &Fixture, edit: &WorkspaceEdit) -> String {
        let mut edits: Vec<(Url, Vec<tower_lsp::lsp_types::TextEdit>)> = Vec::new();
        let mut out = String::new();
        let mut take = |edit: &tower_lsp::lsp_types::TextDocumentEdit| {
            let plain = edit.edits.iter().map(|edit| match edit {
                OneOf::Left(edit) => edit.clone(),
                OneOf::Right(edit) => edit.text_edit.clone(),
            });
            edits.push((edit.text_document.uri.clone(), plain.collect()));
        };
        match &edit.document_changes {
            Some(DocumentChanges::Edits(all)) => all.iter().for_each(&mut take),
            Some(DocumentChanges::Operations(all)) => {
                for operation in all {
                    match operation {
                        DocumentChangeOperation::Edit(edit) => take(edit),
                        DocumentChangeOperation::Op(ResourceOp::Create(create)) => {
                            out.push_str(&format!("create {}\n", fixture.name(&create.uri)));
                        }
                        DocumentChangeOperation::Op(other) => panic!("{other:?}"),
                    }
                }
            }
            None => edits.extend(edit.changes.clone().unwrap_or_default()),
        }
        for (uri, edits) in edits {
            let own = uri.as_str() == fixture.snapshot.uri;
            let mut document = if own {
                fixture.snapshot.document.clone()
            } else {
                crate::text::Document::new("", Default::default())
            };
            for edit in edits {
                let at = |p: tower_lsp::lsp_types::Position| crate::text::Position {
                    line: p.line as usize,
                    column: p.character as usize,
                };
                document.edit(
                    at(edit.range.start)..at(edit.range.end),
                    fixture.context.client.encoding,
                    &edit.new_text,
                );
            }
            let part = document.raw_lines(crate::text::LineIndex(0)..crate::text::LineIndex(usize::MAX));
            let text = String::from_utf8(part.lines().bytes().to_vec()).unwrap();
            out.push_str(&format!("edit {}\n{text}", fixture.name(&uri)));
        }
        out
    }

    const LOG: &str = "start\nModuleNotFoundError: No mod$0ule named 'cv2'\nend\n";

    #[test]
    fn the_best_fix_comes_first_and_is_preferred() {
        insta::assert_snapshot!(titles(&log(LOG).client(all), &CodeActionContext::default()), @r"
        * Insert below as a comment: Install it
        Copy: pip install cv2
        Insert below as a comment: Activate the environment
        Copy: source .venv/bin/activate
        Open the explanation in a new file
        Open the documentation (docs.example.org)
        Ignore python/no-module here, in this document
        Ignore python/no-module in this workspace
        Ignore python/no-module everywhere
        Write an entry for this line
        ");
    }

    #[test]
    fn text_that_cannot_be_edited_gets_no_edits() {
        let fixture = log(LOG).client(all).uri("output:extension-output-x-%231-Y");
        insta::assert_snapshot!(titles(&fixture, &CodeActionContext::default()), @r"
        * Copy: pip install cv2
        Copy: source .venv/bin/activate
        Open the explanation in a new file
        Open the documentation (docs.example.org)
        Ignore python/no-module here, in this document
        Ignore python/no-module in this workspace
        Ignore python/no-module everywhere
        Write an entry for this line
        ");
        assert!(
            is_writable("/tmp/a.log")
                && is_writable("C:\\a.log")
                && is_writable("untitled:x")
                && !is_writable("term://x")
        );
    }

    #[test]
    fn an_old_client_gets_commands() {
        let fixture = log(LOG).client(|client| client.apply_edit = true);
        insta::assert_snapshot!(titles(&fixture, &CodeActionContext::default()), @r"
        Insert below as a comment: Install it (loglore.insertComment)
        Insert below as a comment: Activate the environment (loglore.insertComment)
        Open the explanation in a new file (loglore.openNote)
        Ignore python/no-module here, in this document (loglore.ignore)
        Ignore python/no-module in this workspace (loglore.ignore)
        Ignore python/no-module everywhere (loglore.ignore)
        Write an entry for this line (loglore.writeEntry)
        ");
        assert!(done(&fixture, "Insert below").starts_with("edit build.log\nstart\n"));
    }

    #[test]
    fn only_what_is_asked_for_is_offered() {
        let fixture = log(LOG).client(all);
        let only = |kind: &'static str| CodeActionContext { only: Some(vec![kind.into()]), ..Default::default() };
        assert_eq!(actions(&fixture, &only("source")), []);
        assert_eq!(titles(&fixture, &only("refactor")), "Write an entry for this line");
        assert_eq!(actions(&fixture, &only("quickfix")).len(), 9);
        let automatic =
            CodeActionContext { trigger_kind: Some(CodeActionTriggerKind::AUTOMATIC), ..Default::default() };
        assert_eq!(actions(&fixture, &automatic).len(), 9);
        assert_eq!(actions(&log("noth$0ing\n").client(all), &automatic), []);
        assert_eq!(actions(&log("\n$0\n").client(all), &CodeActionContext::default()), []);
    }

    #[test]
    fn a_comment_is_inserted_below_the_block() {
        let text = "start\nTraceback (most recent call last):\n  File \"/app/x.py\", line 3, in run\n    f()\n\
                    ModuleNotFoundError: No mod$0ule named 'cv2'\n\nend";
        insta::assert_snapshot!(done(&log(text).client(all), "Insert below as a comment: Install it"), @r#"
        edit build.log
        start
        Traceback (most recent call last):
          File "/app/x.py", line 3, in run
            f()
        ModuleNotFoundError: No module named 'cv2'
        # loglore python/no-module: Install it
        #   Into the environment that runs it.
        #   in a shell:
        #       pip install cv2

        end
        "#);
    }

    #[test]
    fn a_comment_fits_the_lines_that_are_there() {
        let last = done(&log("x: No space le$0ft on device").client(all), "Insert");
        assert_eq!(last, "edit build.log\nx: No space left on device\n# loglore disk/full: Free some space");
        let windows = done(&log("x: No space le$0ft on device\r\nend\r\n").client(all), "Insert");
        assert_eq!(
            windows,
            "edit build.log\nx: No space left on device\r\n# loglore disk/full: Free some space\r\nend\r\n"
        );
        let repeat = "a: No space left on device\nb\nc: No spa$0ce left on device\nd\n";
        let repeat = done(&log(repeat).client(all), "Insert");
        assert_eq!(
            repeat,
            "edit build.log\na: No space left on device\nb\nc: No space left on device\n# loglore disk/full: Free some space\nd\n"
        );
    }

    #[test]
    fn a_client_that_resolves_nothing_gets_the_edit_at_once() {
        let fixture = log(LOG).client(|client| client.code_action_literals = true);
        let first = actions(&fixture, &CodeActionContext::default()).remove(0);
        let CodeActionOrCommand::CodeAction(action) = first else { panic!("{first:?}") };
        assert!(action.data.is_none());
        assert!(applied(&fixture, &action.edit.expect("an edit")).contains("# loglore python/no-module: Install it"));
    }

    #[test]
    fn the_explanation_opens_in_a_new_document() {
        let untitled = done(&log(LOG).client(all), "Open the explanation");
        assert!(untitled.starts_with("edit untitled:python-no-module-2.md\n### ModuleNotFoundError"), "{untitled}");
        assert!(untitled.ends_with("show untitled:python-no-module-2.md\n"), "{untitled}");
        let file = done(
            &log(LOG).client(|client| {
                all(client);
                client.name = Some("Emacs".to_owned());
            }),
            "Open the explanation",
        );
        assert!(file.starts_with("write file:///TMP/pages/notes/python-no-module-2.md\n### Module"), "{file}");
        assert!(file.ends_with("show file:///TMP/pages/notes/python-no-module-2.md\n"), "{file}");
    }

    #[test]
    fn the_documentation_opens_outside() {
        assert_eq!(done(&log(LOG).client(all), "Open the doc"), "show https://docs.example.org/modules outside\n");
    }

    #[test]
    fn ignoring_is_written_into_the_settings_file() {
        let fixture = workspace(LOG, &[("loglore.toml", "locale = 'en'\n")]).client(all);
        assert_eq!(
            done(&fixture, "Ignore python/no-module in this workspace"),
            "write loglore.toml\nlocale = 'en'\n\n[entries]\ndisabled = [\"python/no-module\"]\n"
        );
        let open = fixture.open("loglore.toml", "# unsaved\n");
        assert_eq!(
            done(&open, "Ignore python/no-module in this workspace"),
            "edit loglore.toml\n# unsaved\n\n[entries]\ndisabled = [\"python/no-module\"]\n"
        );
    }

    #[test]
    fn an_entry_is_begun_in_the_workspace() {
        let shown = done(&log("ok\nERROR disk $0on fire\n").client(all), "Write an entry");
        insta::assert_snapshot!(shown, @r#"
        create .loglore/entries/own/disk-on-fire.json
        edit .loglore/entries/own/disk-on-fire.json
        {
          "id": "own/disk-on-fire",
          "signature": "disk on fire",
          "regex": "disk on fire",
          "domain": "own",
          "root_cause": "",
          "workarounds": [
            {
              "action": "",
              "how": "",
              "sources": []
            }
          ],
          "samples": [
            {
              "text": "ERROR disk on fire",
              "source": ""
            }
          ],
          "near_misses": [],
          "sources": []
        }
        show .loglore/entries/own/disk-on-fire.json
        "#);
    }

    #[test]
    fn an_action_says_which_diagnostics_it_is_for() {
        let fixture = log(LOG).client(all);
        let at = |line: u32| {
            Range::new(tower_lsp::lsp_types::Position::new(line, 0), tower_lsp::lsp_types::Position::new(line, 9))
        };
        let diagnostic = |line: u32, code: &str| Diagnostic {
            range: at(line),
            source: Some("loglore".to_owned()),
            code: Some(NumberOrString::String(code.to_owned())),
            ..Diagnostic::default()
        };
        let asked = CodeActionContext {
            diagnostics: vec![
                diagnostic(1, "python/no-module"),
                diagnostic(1, "disk/full"),
                diagnostic(7, "python/no-module"),
            ],
            ..Default::default()
        };
        let CodeActionOrCommand::CodeAction(first) = actions(&fixture, &asked).remove(0) else { panic!("an action") };
        assert_eq!(first.diagnostics, Some(vec![diagnostic(1, "python/no-module")]));
    }

    #[test]
    fn a_comment_never_reports_the_error_that_it_explains() {
        let text = "No module named '$0No space left on device'\nNo module named 'No'\n";
        let fixture = log(text).client(all);
        let shown = done(&fixture, "Insert below as a comment");
        let comment: String =
            shown.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
        let found = crate::finding::find(&fixture.context.lore, Default::default(), comment.as_bytes());
        assert_eq!(found, []);
    }
}
