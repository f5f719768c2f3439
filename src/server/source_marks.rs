//! The marks in source: where a log says that the error is, it is seen in the file that is to be mended.

use std::collections::BTreeMap;

use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
};

use super::convert::Places;
use super::diagnostics::SOURCE;
use super::documents::Scanned;
use super::pointed::{Pointed, Pointers};
use super::uri;
use crate::card::inert;

/// The marks of one log: by the address of the source file.
pub(super) type Marks = BTreeMap<String, Vec<Diagnostic>>;

/// The marks of a document's findings, at most as many as diagnostics are shown. Files may be read for it.
pub(super) fn marks(scanned: &Scanned, pointers: &Pointers) -> Marks {
    marks_at(scanned, pointers, &pointers.of_all(&scanned.context, &scanned.snapshot))
}

/// The same; `pointed` are the places in source that the findings point to, in the order of the findings.
pub(super) fn marks_at(scanned: &Scanned, pointers: &Pointers, pointed: &[Option<Pointed>]) -> Marks {
    let mut marks = Marks::new();
    let (context, snapshot) = (&scanned.context, &scanned.snapshot);
    if !context.config.source_marks {
        return marks;
    }
    let places = Places::of(context, snapshot);
    let log = inert(&uri::name(&snapshot.uri));
    for (finding, pointed) in snapshot.findings.iter().zip(pointed).take(context.config.max_diagnostics) {
        // A log that is printed from a file of its own name points to itself.
        let Some(pointed) = pointed.as_ref().filter(|pointed| pointed.uri != snapshot.uri) else {
            continue;
        };
        let phrase = pointers.phrases.of(context, finding);
        let related = DiagnosticRelatedInformation {
            location: Location { uri: uri::url(&snapshot.uri), range: places.range(finding.span) },
            message: phrase.title.clone(),
        };
        let mark = Diagnostic {
            range: pointed.range,
            severity: Some(DiagnosticSeverity::INFORMATION),
            code: Some(NumberOrString::String(phrase.id.clone())),
            code_description: phrase.link.clone().map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message: format!("{} ({log}:{})", phrase.title, finding.start.line),
            related_information: context.client.related_information.then(|| vec![related]),
            tags: None,
            data: None,
        };
        let of_file = marks.entry(pointed.uri.clone()).or_default();
        // Several findings of one entry may come from one line; one mark says it.
        if !of_file.iter().any(|other| other.range == mark.range && other.code == mark.code) {
            of_file.push(mark);
        }
    }
    marks
}
