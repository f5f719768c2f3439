//! Diagnostics for clients that ask for them.
//!
//! A result's id is a digest of what it says, so nothing has to be remembered of what was answered.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use tokio::sync::watch;
use tower_lsp::lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::diagnostics::diagnostics;
use super::documents::Documents;
use super::uri;

/// What is said of one document; nothing of one that is not open.
pub(super) async fn of_document(
    documents: &Documents,
    uri: &str,
    previous: Option<String>,
) -> DocumentDiagnosticReport {
    let scanned = documents.scanned(uri).await;
    let items = scanned.map(|scanned| diagnostics(&scanned.context, &scanned.snapshot)).unwrap_or_default();
    let id = digest(&items);
    if previous.as_ref() == Some(&id) {
        return RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        }
        .into();
    }
    RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
    }
    .into()
}

/// What is said of all documents. While that is what the client knows already, the answer waits for news: clients ask
/// again as soon as they are answered.
pub(super) async fn of_workspace(
    documents: Arc<Documents>,
    previous: HashMap<String, String>,
    mut news: watch::Receiver<u64>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    loop {
        news.mark_unchanged();
        let reports = reports(&documents, &previous).await;
        let changed =
            |report: &WorkspaceDocumentDiagnosticReport| matches!(report, WorkspaceDocumentDiagnosticReport::Full(_));
        // The first answer is given whatever it says: there may be nobody who will change a thing.
        if previous.is_empty() || reports.iter().any(changed) || news.changed().await.is_err() {
            return reports;
        }
    }
}

async fn reports(documents: &Documents, previous: &HashMap<String, String>) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut reports = Vec::new();
    let open = documents.uris();
    for uri in &open {
        let Some(scanned) = documents.scanned(uri).await else { continue };
        let items = diagnostics(&scanned.context, &scanned.snapshot);
        reports.push(report(uri, Some(scanned.snapshot.version), items, previous.get(uri)));
    }
    for (uri, id) in previous.iter().filter(|(uri, _)| !open.contains(uri)) {
        reports.push(report(uri, None, Vec::new(), Some(id)));
    }
    reports
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
