//! Diagnostics for clients that ask for them.
//!
//! A result's id is a digest of what it says, so nothing has to be remembered of what was answered.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::lsp_types::{
    Diagnostic, DocumentDiagnosticReport, DocumentDiagnosticReportKind, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::diagnostics::diagnostics;
use super::documents::{Documents, Scanned, Standing};
use super::pointed::Pointers;
use super::source_marks::{Marks, marks};
use super::uri;

/// What documents mark in others is looked at no oftener.
const INTERVAL: Duration = Duration::from_millis(150);

/// What is said of one document; nothing of one that is not open.
pub(super) async fn of_document(
    documents: &Documents,
    pointers: &Arc<Pointers>,
    uri: &str,
    previous: Option<String>,
) -> DocumentDiagnosticReport {
    let scanned = documents.scanned(uri).await;
    let of_related = scanned.as_ref().is_some_and(|scanned| scanned.context.client.related_documents);
    let (mut items, marks) = match scanned {
        Some(scanned) => said(scanned, pointers).await,
        None => Default::default(),
    };
    items.extend(all_marks(documents, pointers).await.remove(uri).unwrap_or_default());
    let related = (of_related && !marks.is_empty()).then(|| {
        let full = |items: Vec<Diagnostic>| {
            let full = FullDocumentDiagnosticReport { result_id: Some(digest(&items)), items };
            DocumentDiagnosticReportKind::Full(full)
        };
        marks.into_iter().map(|(source, marks)| (uri::url(&source), full(marks))).collect()
    });
    let id = digest(&items);
    if previous.as_ref() == Some(&id) {
        return RelatedUnchangedDocumentDiagnosticReport {
            related_documents: related,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        }
        .into();
    }
    RelatedFullDocumentDiagnosticReport {
        related_documents: related,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
    }
    .into()
}

/// A document's own diagnostics, and what it marks in others.
async fn said(scanned: Scanned, pointers: &Arc<Pointers>) -> (Vec<Diagnostic>, Marks) {
    let pointers = pointers.clone();
    // Files may be read for it. It must not panic; if it does, nothing is said.
    let said = tokio::task::spawn_blocking(move || (diagnostics(&scanned, &pointers), marks(&scanned, &pointers)));
    said.await.unwrap_or_default()
}

/// What the open documents mark in others, as far as they have been scanned.
async fn all_marks(documents: &Documents, pointers: &Arc<Pointers>) -> Marks {
    let settled: Vec<Scanned> = documents
        .uris()
        .iter()
        .filter_map(|uri| match documents.standing(uri) {
            Standing::Settled(scanned) => Some(scanned),
            Standing::Closed | Standing::Unsettled => None,
        })
        .filter(|scanned| scanned.snapshot.findings.iter().any(|finding| finding.user_frame().is_some()))
        .collect();
    if settled.is_empty() {
        return Marks::new();
    }
    let pointers = pointers.clone();
    let all = tokio::task::spawn_blocking(move || {
        let mut all = Marks::new();
        for (source, of_one) in settled.iter().flat_map(|scanned| marks(scanned, &pointers)) {
            all.entry(source).or_default().extend(of_one);
        }
        all
    });
    all.await.unwrap_or_default()
}

/// Tells a client that asks for diagnostics to ask again when what one document marks in another open one has changed:
/// by itself it asks only about documents that were edited.
pub(super) async fn tell_of_marks(
    client: Client,
    documents: Weak<Documents>,
    pointers: Arc<Pointers>,
    mut news: watch::Receiver<u64>,
) {
    let mut before = Marks::new();
    while news.changed().await.is_ok() {
        tokio::time::sleep(INTERVAL).await;
        news.mark_unchanged();
        let Some(documents) = documents.upgrade() else { return };
        let mut now = all_marks(&documents, &pointers).await;
        let open = documents.uris();
        drop(documents);
        now.retain(|uri, _| open.contains(uri));
        before.retain(|uri, _| open.contains(uri));
        if now != before {
            before = now;
            let client = client.clone();
            tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
        }
    }
}

/// What is said of all documents. While that is what the client knows already, the answer waits for news: clients ask
/// again as soon as they are answered.
pub(super) async fn of_workspace(
    documents: Arc<Documents>,
    pointers: Arc<Pointers>,
    previous: HashMap<String, String>,
    mut news: watch::Receiver<u64>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    loop {
        news.mark_unchanged();
        let reports = reports(&documents, &pointers, &previous).await;
        let changed =
            |report: &WorkspaceDocumentDiagnosticReport| matches!(report, WorkspaceDocumentDiagnosticReport::Full(_));
        // The first answer is given whatever it says: there may be nobody who will change a thing.
        if previous.is_empty() || reports.iter().any(changed) || news.changed().await.is_err() {
            return reports;
        }
    }
}

async fn reports(
    documents: &Documents,
    pointers: &Arc<Pointers>,
    previous: &HashMap<String, String>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    // Of each address the version, if it is open, and what is said of it.
    let mut all: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)> = BTreeMap::new();
    for uri in documents.uris() {
        let Some(scanned) = documents.scanned(&uri).await else { continue };
        let version = scanned.snapshot.version;
        let (own, marks) = said(scanned, pointers).await;
        let of_own = all.entry(uri).or_default();
        of_own.0 = Some(version);
        of_own.1.splice(0..0, own);
        for (source, marks) in marks {
            all.entry(source).or_default().1.extend(marks);
        }
    }
    // What was said of those that are closed now, or not marked any more, is taken back.
    for uri in previous.keys() {
        all.entry(uri.clone()).or_default();
    }
    all.into_iter().map(|(uri, (version, items))| report(&uri, version, items, previous.get(&uri))).collect()
}

fn report(
    uri: &str,
    version: Option<i32>,
    items: Vec<Diagnostic>,
    previous: Option<&String>,
) -> WorkspaceDocumentDiagnosticReport {
    let (uri, version, id) = (uri::url(uri), version.map(i64::from), digest(&items));
    if previous == Some(&id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
    } else {
        let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(id), items };
        WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
    }
}

fn digest(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    // What was made from nothing but texts and numbers is always JSON.
    serde_json::to_vec(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
