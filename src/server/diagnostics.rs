//! Findings as diagnostics.

use std::sync::Arc;

use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Position as ClientPosition, Range,
};

use super::context::Context;
use super::documents::Scanned;
use super::entry_file;
use super::pointed::{Pointed, Pointers};
use super::snapshot::Snapshot;
use super::uri;
use crate::card::{Locale, Piece, Prose, title};
use crate::entry::Severity;
use crate::finding::{Finding, Place};
use crate::text::{ByteOffset, Position, Span};

/// Who says it.
pub(super) const SOURCE: &str = "loglore";
/// Repeats that are named with their places.
pub(super) const NAMED_REPEATS: usize = 10;

/// The diagnostics of a document. Files may be read for it.
pub(super) fn diagnostics(scanned: &Scanned, pointers: &Pointers) -> Vec<Diagnostic> {
    if let Some(problems) = &scanned.problems {
        return entry_file::diagnostics(scanned, problems);
    }
    let (context, snapshot) = (&scanned.context, &*scanned.snapshot);
    let (indices, rest) = shown(context, snapshot);
    let one = |index: usize| {
        let finding = &snapshot.findings[index];
        let pointed = context.client.related_information.then(|| pointers.of(context, finding)).flatten();
        diagnostic(context, snapshot, pointers, finding, pointed.as_ref())
    };
    indices.into_iter().map(one).chain(rest).collect()
}

/// The findings that are shown, as indices in the order of the text: at most as many as are allowed, the gravest first to
/// stay; and what counts those that are left out.
pub(super) fn shown(context: &Context, snapshot: &Snapshot) -> (Vec<usize>, Option<Diagnostic>) {
    let most = context.config.max_diagnostics;
    let findings = &snapshot.findings;
    let mut order: Vec<usize> = (0..findings.len()).collect();
    if findings.len() <= most {
        return (order, None);
    }
    order.sort_by_key(|i| severity(context, &findings[*i]));
    let left_out = order.split_off(most - 1);
    order.sort_unstable();
    let first = left_out.iter().min().map_or(Range::default(), |i| range(context, snapshot, findings[*i].span));
    let rest = Diagnostic {
        range: first,
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(SOURCE.to_owned()),
        message: not_shown(context.locale(), left_out.len(), most),
        ..Diagnostic::default()
    };
    (order, Some(rest))
}

/// A finding as a diagnostic; `pointed` is the place in source that it points to.
pub(super) fn diagnostic(
    context: &Arc<Context>,
    snapshot: &Snapshot,
    pointers: &Pointers,
    finding: &Finding,
    pointed: Option<&Pointed>,
) -> Diagnostic {
    let phrase = pointers.phrases.of(context, finding);
    let related =
        if context.client.related_information { related(context, snapshot, finding, pointed) } else { Vec::new() };
    let count = if finding.count > 1 { format!(" ({} ×)", finding.count) } else { String::new() };
    Diagnostic {
        range: range(context, snapshot, finding.span),
        severity: Some(protocol_severity(severity(context, finding))),
        code: Some(NumberOrString::String(phrase.id.clone())),
        code_description: phrase.link.clone().map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        // What is shown where nothing else is: the error, why, and what works best.
        message: format!("{}{count}{}", phrase.title, phrase.rest),
        related_information: (!related.is_empty()).then_some(related),
        tags: None,
        data: context.client.diagnostic_data.then(|| phrase.data.clone()),
    }
}

/// The place in source, the cause, the repeats.
fn related(
    context: &Context,
    snapshot: &Snapshot,
    finding: &Finding,
    pointed: Option<&Pointed>,
) -> Vec<DiagnosticRelatedInformation> {
    let zh = context.locale() == Locale::Zh;
    let here = |place: Place, message: String| {
        let span = Span { start: place.offset, end: line_end(snapshot, place.offset) };
        DiagnosticRelatedInformation {
            location: Location { uri: uri::url(&snapshot.uri), range: range(context, snapshot, span) },
            message,
        }
    };
    let source = pointed.map(|pointed| {
        let function = finding.user_frame().and_then(|frame| frame.function.as_deref()).map(crate::card::inert);
        let message = match (zh, function.filter(|function| !function.trim().is_empty())) {
            (false, Some(function)) => format!("your code, in {function}"),
            (false, None) => "your code".to_owned(),
            (true, Some(function)) => format!("你的代码，位于 {function}"),
            (true, None) => "你的代码".to_owned(),
        };
        let location = Location { uri: uri::url(&pointed.uri), range: pointed.range };
        DiagnosticRelatedInformation { location, message }
    });
    let cause = finding.cause.map(|cause| {
        let title = crate::card::inert(title(context.lore.entry(cause.entry)));
        here(cause.place, if zh { format!("起因：{title}") } else { format!("caused by: {title}") })
    });
    let repeats = finding.places.iter().enumerate().skip(1).take(NAMED_REPEATS).map(|(i, place)| {
        here(*place, if zh { format!("第 {} 次", i + 1) } else { format!("again, number {}", i + 1) })
    });
    source.into_iter().chain(cause).chain(repeats).collect()
}

/// The end of the line that a byte stands on.
fn line_end(snapshot: &Snapshot, at: ByteOffset) -> ByteOffset {
    let encoding = crate::text::Encoding::Utf8;
    let line = snapshot.document.position(at, encoding).line;
    snapshot.document.offset(Position { line, column: usize::MAX }, encoding)
}

/// The severity in force.
pub(super) fn severity(context: &Context, finding: &Finding) -> Severity {
    let entry = context.lore.entry(finding.entry);
    context.config.severity.of(&entry.id, entry.severity)
}

fn protocol_severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

fn not_shown(locale: Locale, count: usize, most: usize) -> String {
    match locale {
        Locale::En => format!("{count} more known errors are not shown: `loglore.maxDiagnostics` is {most}"),
        Locale::Zh => format!("另有 {count} 个已知错误未显示：`loglore.maxDiagnostics` 为 {most}"),
    }
}

/// Prose on one line.
pub(super) fn words(prose: &Prose) -> String {
    let text: String = prose
        .iter()
        .map(|piece| match piece {
            // Editors show messages and titles as they are: marks around code would be noise.
            Piece::Words(text) | Piece::Code(text) => text.as_str(),
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn range(context: &Context, snapshot: &Snapshot, span: Span) -> Range {
    let place = |at| {
        let position = snapshot.document.position(at, context.client.encoding);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        ClientPosition { line: number(position.line), character: number(position.column) }
    };
    Range { start: place(span.start), end: place(span.end) }
}
