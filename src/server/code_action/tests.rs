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
        Step::Edit(edit) | Step::EditOf { edit, .. } => applied(fixture, edit),
        Step::Write { path, text, .. } | Step::Note { path, text } => {
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
        let path = uri.to_file_path().ok();
        let there = || {
            let path = path.as_deref()?;
            let text = std::fs::read_to_string(path).ok();
            let on_disk = text.map(|text| crate::text::Document::new(&text, Default::default()));
            fixture.opened(path).map(|open| open.document).or(on_disk)
        };
        let mut document = if own {
            fixture.snapshot.document.clone()
        } else {
            there().unwrap_or_else(|| crate::text::Document::new("", Default::default()))
        };
        // All ranges are those of the text before, so the last edit is made first.
        for edit in edits.into_iter().rev() {
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

const APP: &str = "import net\n\n\ndef main():\n    net.connect(\"é😀\"); print('x')\n\n\nmain()\n";
const SLOW: &str = "Traceback (most recent call last):\n  File \"/srv/app.py\", line 8, in <module>\n    main()\n  File \"/srv/app.py\", line 5, in main\n    net.connect(\"é😀\"); print('x')\nTimeout$0Error: connect took too long\n";

/// What VS Code with our extension does.
fn ours(client: &mut ClientFacts) {
    all(client);
    client.code_action_disabled = true;
    client.commands.push(crate::server::fixes::REVEAL.to_owned());
}

fn first(fixture: &Fixture) -> CodeAction {
    match actions(fixture, &CodeActionContext::default()).into_iter().next() {
        Some(CodeActionOrCommand::CodeAction(action)) => action,
        other => panic!("{other:?}"),
    }
}

fn resolved(fixture: &Fixture, action: CodeAction) -> Result<CodeAction, String> {
    let opened = |path: &Path| fixture.opened(path);
    let editable = Editable::new(fixture.workspace(), &opened);
    resolve(&fixture.context, &fixture.snapshot, fixture.sources(), &editable, action)
}

#[test]
fn the_first_fixes_change_the_source_that_failed() {
    let fixture = workspace(SLOW, &[("app.py", APP)]).client(ours);
    let titles = titles(&fixture, &CodeActionContext::default());
    insta::assert_snapshot!(titles.lines().take(3).collect::<Vec<_>>().join("\n"), @r"
    * Add timeout=30 to connect(…) in app.py:5 (entry of a folder)
    Insert time.sleep(1) before app.py:5 (entry of a folder)
    Create .env (entry of a folder)
    ");
    insta::assert_snapshot!(done(&fixture, "Add timeout=30"), @r#"
    edit app.py
    import net


    def main():
        net.connect("é😀", timeout=30); print('x')


    main()
    "#);
    insta::assert_snapshot!(done(&fixture, "Insert time.sleep"), @r#"
    edit app.py
    import net
    import time


    def main():
        time.sleep(1)
        net.connect("é😀"); print('x')


    main()
    "#);
    insta::assert_snapshot!(done(&fixture, "Create .env"), @r"
    create .env
    edit .env
    SLOW=1
    ");
}

#[test]
fn an_edit_is_for_the_version_that_is_open_and_is_shown_afterwards() {
    let fixture = workspace(SLOW, &[("app.py", &"gone\n".repeat(9))]).open("app.py", &format!("\n{APP}")).client(ours);
    let action = first(&fixture);
    assert_eq!(action.title, "Add timeout=30 to connect(…) in app.py:6 (entry of a folder)", "the line has moved");
    let command = action.command.clone().expect("a command");
    assert_eq!(command.command, "loglore.reveal");
    // In UTF-16 the emoji is two.
    let shown = serde_json::json!({ "start": { "line": 5, "character": 23 }, "end": { "line": 5, "character": 33 } });
    assert_eq!(command.arguments.expect("arguments")[1], shown);
    let edit = resolved(&fixture, action).expect("an edit").edit.expect("an edit");
    let Some(DocumentChanges::Edits(edits)) = edit.document_changes else { panic!("edits") };
    assert_eq!(edits[0].text_document.version, Some(7));
    let closed = workspace(SLOW, &[("app.py", APP)]).client(ours);
    let edit = resolved(&closed, first(&closed)).expect("an edit").edit.expect("an edit");
    let Some(DocumentChanges::Edits(edits)) = edit.document_changes else { panic!("edits") };
    assert_eq!(edits[0].text_document.version, None);
}

#[test]
fn a_client_without_our_command_is_shown_the_change_by_the_server() {
    let fixture = workspace(SLOW, &[("app.py", APP)]).client(all);
    let command = first(&fixture).command.expect("a command");
    assert_eq!(command.command, "loglore.showPlace");
    let bare = workspace(SLOW, &[("app.py", APP)]).client(|client| {
        client.apply_edit = true;
        client.show_document = true;
    });
    insta::assert_snapshot!(done(&bare, "Add timeout=30"), @r#"
    edit app.py
    import net


    def main():
        net.connect("é😀", timeout=30); print('x')


    main()
    show app.py
    "#);
}

#[test]
fn a_line_that_is_gone_disables_the_fix_with_that_reason() {
    let fixture = workspace(SLOW, &[("app.py", "import net\n\n\n\nx = 1\n\n\ny = 2\n")]).client(ours);
    let disabled: Vec<String> = actions(&fixture, &CodeActionContext::default())
        .into_iter()
        .filter_map(|action| match action {
            CodeActionOrCommand::CodeAction(CodeAction { title, disabled: Some(why), .. }) => {
                Some(format!("{title}: {}", why.reason))
            }
            _ => None,
        })
        .collect();
    insta::assert_snapshot!(disabled.join("\n"), @r"
    Fix in the source: Give it more timeout: app.py has changed since: line 5 of the log is not there any more
    Fix in the source: Try again: app.py has changed since: line 5 of the log is not there any more
    ");
    let offered = workspace(SLOW, &[("app.py", APP)]).client(ours);
    let action = first(&offered);
    std::fs::write(offered.root().join("app.py"), "import net\n\n\n\nx = 1\n\n\ny = 2\n").unwrap();
    assert!(resolved(&offered, action).is_err_and(|reason| reason.contains("has changed since")));
}

#[test]
fn all_preferred_fixes_are_made_once_each() {
    let twice = format!("{}{}", SLOW.replace("$0", ""), SLOW.replace("connect took", "it took").replace("$0", ""));
    let only = CodeActionContext { only: Some(vec![CodeActionKind::SOURCE_FIX_ALL]), ..CodeActionContext::default() };
    let fixture = workspace(&twice, &[("app.py", APP)]).client(ours);
    assert_eq!(titles(&fixture, &only), "Apply the preferred fixes of this log (1 file)");
    let CodeActionOrCommand::CodeAction(action) = actions(&fixture, &only).remove(0) else { panic!("an action") };
    assert!(applied(&fixture, &action.edit.expect("an edit")).contains("net.connect(\"é😀\", timeout=30); print"));
    assert!(!titles(&fixture, &CodeActionContext::default()).contains("preferred fixes"));
}

#[test]
fn edits_of_several_files_are_confirmed_or_made_one_by_one() {
    let other = SLOW.replace("/srv/app.py", "/srv/other.py").replace("$0", "");
    let text = format!("{}{other}", SLOW.replace("$0", ""));
    let only = CodeActionContext { only: Some(vec![FIX_ALL]), ..CodeActionContext::default() };
    let files = [("app.py", APP), ("other.py", APP)];
    let fixture = workspace(&text, &files).client(|client| {
        ours(client);
        client.change_annotations = true;
    });
    let CodeActionOrCommand::CodeAction(action) = actions(&fixture, &only).remove(0) else { panic!("an action") };
    let edit = action.edit.expect("an edit");
    assert!(edit.change_annotations.expect("annotations").values().all(|one| one.needs_confirmation == Some(true)));
    let Some(DocumentChanges::Edits(edits)) = &edit.document_changes else { panic!("edits") };
    assert!(edits.len() == 2 && edits.iter().flat_map(|edit| &edit.edits).all(|edit| matches!(edit, OneOf::Right(_))));
    let unasked = workspace(&text, &files).client(ours);
    let CodeActionOrCommand::CodeAction(action) = actions(&unasked, &only).remove(0) else { panic!("an action") };
    assert_eq!(action.edit, None);
    assert_eq!(action.command.expect("a command").command, "loglore.fixAll");
}
