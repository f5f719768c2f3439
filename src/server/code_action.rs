//! `textDocument/codeAction` and `codeAction/resolve`: what can be done about the findings on the selected lines.

use tower_lsp::lsp_types::{
    CodeAction, CodeActionContext, CodeActionDisabled, CodeActionKind, CodeActionOrCommand, CodeActionTriggerKind,
    Command, Diagnostic, NumberOrString, Range, Url,
};

use super::comment::words;
use super::context::Context;
use super::convert::Places;
use super::deed::{self, COPY, Deed, Scope, Step, What, Which};
use super::fixes::Editable;
use super::snapshot::Snapshot;
use super::source::Sources;
use super::words::{
    copy, fix_all, fix_in_source, ignore, insert_comment, open_documentation, open_note, several_files, write_entry,
};
use super::{ignore as settings, pages};
use crate::card::{Card, Item, Piece};
use crate::finding::Finding;
use crate::fix::{Fix, Offers};

/// All that is preferred, at once.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.loglore");

/// Of so many fixes in source of a finding.
const MAX_FIXES: usize = 6;
/// Of so many that cannot be made, with the reason.
const MAX_DECLINED: usize = 3;
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
    editable: &Editable<'_>,
    range: Range,
    asked: &CodeActionContext,
) -> Vec<CodeActionOrCommand> {
    let places = Places::of(context, snapshot);
    let span = places.span(range);
    let (first, last) = (places.raw_line(span.start).0, places.raw_line(span.end).0);
    let offered = Offered { context, snapshot, editable, asked };
    let mut found: Vec<(&Finding, usize)> =
        snapshot.findings.iter().filter_map(|finding| Some((&**finding, line_among(finding, first, last)?))).collect();
    // What stands under the cursor comes first.
    found.sort_by_key(|(finding, line)| (!(finding.span.start <= span.start && span.start <= finding.span.end), *line));
    let mut actions = Vec::new();
    if offered.wants(&CodeActionKind::QUICKFIX) {
        for (number, (finding, line)) in found.into_iter().take(MAX_FINDINGS).enumerate() {
            offered.of_finding(finding, line, number == 0, &mut actions);
        }
    }
    // Only for those who ask for it: what it changes is not seen from here.
    if asked.only.is_some() && offered.wants(&FIX_ALL) {
        actions.extend(offered.fix_all());
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
    editable: &Editable<'_>,
    mut action: CodeAction,
) -> Result<CodeAction, String> {
    if action.edit.is_some() {
        return Ok(action);
    }
    let Some(data) = &action.data else { return Ok(action) };
    let deed = Deed::from_value(data)?;
    action.edit = edit(context, snapshot, sources, editable, &deed)?;
    Ok(action)
}

fn edit(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    editable: &Editable<'_>,
    deed: &Deed,
) -> Result<Option<tower_lsp::lsp_types::WorkspaceEdit>, String> {
    let steps = deed::steps(context, snapshot, sources, editable, &pages::folder(), deed)?;
    Ok(steps.into_iter().find_map(|step| match step {
        Step::Edit(edit) | Step::EditOf { edit, .. } => Some(edit),
        Step::Write { .. } | Step::Note { .. } | Step::Show { .. } => None,
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
    editable: &'a Editable<'a>,
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
        if client.code_action_literals || client.apply_edit {
            let offers = self.editable.offers(self.context, finding);
            for (mut action, plain) in self.fixes(finding, line, &offers, diagnostics.as_ref()) {
                if let CodeActionOrCommand::CodeAction(action) = &mut action {
                    action.is_preferred = (plain && std::mem::take(&mut preferred)).then_some(true);
                }
                actions.push(action);
            }
        }
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

    /// What can be done in the files that the finding comes from, each with whether it may be done without a closer look;
    /// and what cannot, with the reason.
    fn fixes(
        &self,
        finding: &Finding,
        line: usize,
        offers: &Offers,
        diagnostics: Option<&Vec<Diagnostic>>,
    ) -> Vec<(CodeActionOrCommand, bool)> {
        let (client, locale) = (&self.context.client, self.context.locale());
        let mut actions = Vec::new();
        for (i, fix) in offers.fixes.iter().enumerate().take(MAX_FIXES) {
            let same = |other: &&Fix| other.workaround == fix.workaround && other.name == fix.name;
            let number = offers.fixes[..i].iter().filter(same).count();
            let what = What::Fix { workaround: fix.workaround, file: fix.name.clone(), number };
            let deed = self.deed(Some((finding, line)), what);
            if !client.code_action_literals || fix.creates && !client.create_files {
                if client.apply_edit {
                    let action = self.by_command(&fix.title, CodeActionKind::QUICKFIX, &deed, diagnostics.cloned());
                    actions.push((action, fix.plain));
                }
                continue;
            }
            let mut action = CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: diagnostics.cloned(),
                command: self.editable.command(self.context, self.snapshot, fix),
                ..CodeAction::default()
            };
            if client.code_action_resolve_edit && client.code_action_data {
                action.data = Some(deed.to_value());
            } else {
                action.edit = self.editable.edit_of(self.context, finding, fix).ok();
            }
            actions.push((CodeActionOrCommand::CodeAction(action), fix.plain));
        }
        let declined = offers.declined.iter().take(MAX_DECLINED).filter(|_| client.code_action_disabled);
        actions.extend(declined.map(|declined| {
            let action = CodeAction {
                title: fix_in_source(locale, &shown(&declined.action.replace('`', ""))),
                kind: Some(CodeActionKind::QUICKFIX),
                disabled: Some(CodeActionDisabled { reason: declined.reason.clone() }),
                ..CodeAction::default()
            };
            (CodeActionOrCommand::CodeAction(action), false)
        }));
        actions
    }

    /// The preferred fixes of all findings, each once.
    fn fix_all(&self) -> Option<CodeActionOrCommand> {
        let (client, locale) = (&self.context.client, self.context.locale());
        let batch = self.editable.all(self.context, self.snapshot);
        let files = batch.files.len();
        let creates = batch.files.values().any(|edit| edit.creates);
        if files == 0 {
            return None;
        }
        let title = fix_all(locale, files);
        let deed = self.deed(None, What::FixAll);
        // Edits of several files that nobody confirms are saved in silence by some clients.
        let confirmed = files == 1 || client.change_annotations;
        if !client.code_action_literals || !confirmed || creates && !client.create_files {
            return client.apply_edit.then(|| self.by_command(&title, FIX_ALL, &deed, None));
        }
        let why = (files > 1).then(|| several_files(locale));
        let edit = self.editable.edit(self.context, batch.files.iter(), why).ok()?;
        let action = CodeAction { title, kind: Some(FIX_ALL), edit: Some(edit), ..CodeAction::default() };
        Some(CodeActionOrCommand::CodeAction(action))
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
            action.edit = edit(self.context, self.snapshot, sources, self.editable, deed).ok().flatten();
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
mod tests;
