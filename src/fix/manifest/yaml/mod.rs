//! YAML: Compose files, manifests of Kubernetes, CI workflows, and any other.

mod compose;
mod kubernetes;
mod merge;
mod tree;
mod workflow;

pub(super) use compose::edit as compose;
pub(super) use workflow::edit as workflow;

use super::Target;
use super::lines::at_end;
use crate::fix::change::{Change, Refused};
use merge::Merge;
use tree::{Tree, Value};

/// A file of no known kind: fields are merged from the top. One of Kubernetes is known by its `kind`.
pub(super) fn plain(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let file = read(target)?;
    let wanted = wanted(snippet)?;
    if file.documents.iter().any(|document| document.get("apiVersion").is_some() && document.get("kind").is_some()) {
        return kubernetes::edit(target, &file, &wanted);
    }
    match file.documents.as_slice() {
        [] => Ok(vec![at_end(target.text, snippet.trim_end())]),
        [document] => {
            let mut changes = Vec::new();
            let merge = Merge { file: &file, wanted: &wanted, name: target.file };
            merge.values(document, &wanted.documents[0], &mut changes)?;
            finish(target, changes)
        }
        _ => Err(Refused::new(format!("{} holds several documents", target.file))),
    }
}

fn finish(target: &Target<'_>, changes: Vec<Change>) -> Result<Vec<Change>, Refused> {
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

fn read<'t>(target: &Target<'t>) -> Result<Tree<'t>, Refused> {
    Tree::read(target.text).map_err(|reason| Refused::new(format!("{} {reason}", target.file)))
}

/// The snippet; it has one document that is not empty.
fn wanted(snippet: &str) -> Result<Tree<'_>, Refused> {
    let tree = Tree::read(snippet).map_err(|reason| Refused::new(format!("the entry's snippet {reason}")))?;
    match tree.documents.as_slice() {
        [Value::Map(_) | Value::List(_)] => Ok(tree),
        _ => Err(Refused::new("the entry's snippet is no YAML that could be merged")),
    }
}

#[cfg(test)]
mod tests;
