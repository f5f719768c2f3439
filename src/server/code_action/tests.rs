use std::path::Path;

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
    let opened = |path: &Path| fixture.opened(path);
    let editable = Editable::new(fixture.workspace(), &opened);
    code_action(&fixture.context, &fixture.snapshot, &editable, fixture.selection, asked)
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
    let opened = |path: &Path| fixture.opened(path);
    let editable = Editable::new(fixture.workspace(), &opened);
    let command = match action {
        CodeActionOrCommand::CodeAction(action) => {
            // As it comes back from the client.
            let action: CodeAction = serde_json::from_value(serde_json::to_value(action).unwrap()).unwrap();
            let action = resolve(&fixture.context, &fixture.snapshot, fixture.sources(), &editable, action).unwrap();
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
    let steps = deed::steps(&fixture.context, &fixture.snapshot, fixture.sources(), &editable, &pages, &deed).unwrap();
    let shown = steps.iter().map(|step| match step {
        Step::Edit(edit) => applied(fixture, edit),
        Step::Write { path, text } => {
            format!("write {}\n{text}", fixture.name(&Url::from_file_path(path).unwrap()))
        }
        Step::Show { uri, external, .. } => {
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
        let mut document =
            if own { fixture.snapshot.document.clone() } else { crate::text::Document::new("", Default::default()) };
        for edit in edits {
            let at = |p: tower_lsp::lsp_types::Position| crate::text::Position {
                line: p.line as usize,
                column: p.character as usize,
            };
            document.edit(at(edit.range.start)..at(edit.range.end), fixture.context.client.encoding, &edit.new_text);
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
        is_writable("/tmp/a.log") && is_writable("C:\\a.log") && is_writable("untitled:x") && !is_writable("term://x")
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
    let automatic = CodeActionContext { trigger_kind: Some(CodeActionTriggerKind::AUTOMATIC), ..Default::default() };
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
    let comment: String = shown.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let found = crate::finding::find(&fixture.context.lore, Default::default(), comment.as_bytes());
    assert_eq!(found, []);
}
