//! Manifests of Kubernetes: a field goes into the container, the pod or the workload that it belongs to.

use super::merge::Merge;
use super::tree::{Map, Tree, Value};
use super::{Target, finish};
use crate::fix::change::{Change, Refused};

/// Kinds that run pods, with the way to the pod's `spec`.
const WORKLOADS: &[(&str, &[&str])] = &[
    ("Pod", &["spec"]),
    ("CronJob", &["spec", "jobTemplate", "spec", "template", "spec"]),
    ("DaemonSet", &["spec", "template", "spec"]),
    ("Deployment", &["spec", "template", "spec"]),
    ("Job", &["spec", "template", "spec"]),
    ("ReplicaSet", &["spec", "template", "spec"]),
    ("StatefulSet", &["spec", "template", "spec"]),
];

const CONTAINER: &[&str] = &[
    "args",
    "command",
    "env",
    "envFrom",
    "image",
    "imagePullPolicy",
    "lifecycle",
    "livenessProbe",
    "ports",
    "readinessProbe",
    "resources",
    "startupProbe",
    "terminationMessagePolicy",
    "tty",
    "volumeMounts",
    "workingDir",
];

const POD: &[&str] = &[
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "hostAliases",
    "hostNetwork",
    "imagePullSecrets",
    "initContainers",
    "nodeSelector",
    "priorityClassName",
    "restartPolicy",
    "securityContext",
    "serviceAccountName",
    "terminationGracePeriodSeconds",
    "tolerations",
    "topologySpreadConstraints",
    "volumes",
];

const WORKLOAD: &[&str] = &[
    "backoffLimit",
    "completions",
    "concurrencyPolicy",
    "minReadySeconds",
    "parallelism",
    "progressDeadlineSeconds",
    "replicas",
    "revisionHistoryLimit",
    "schedule",
    "strategy",
];

pub(super) fn edit(target: &Target<'_>, file: &Tree<'_>, wanted: &Tree<'_>) -> Result<Vec<Change>, Refused> {
    let merge = Merge { file, wanted, name: target.file };
    let Value::Map(fields) = &wanted.documents[0] else {
        return Err(Refused::new("the entry's snippet is no part of a manifest"));
    };
    if let (Some(kind), Some(_)) = (fields.get("kind"), fields.get("apiVersion")) {
        return object(target, file, wanted, fields, kind);
    }
    let mut changes = Vec::new();
    for pair in &fields.pairs {
        let key = pair.key.as_str();
        let map = if CONTAINER.contains(&key) {
            container(target, file)?
        } else if POD.contains(&key) {
            pod(target, file)?
        } else if WORKLOAD.contains(&key) {
            let document = workload(target, file)?.0;
            document.get("spec").and_then(Value::map).ok_or_else(|| no_spec(target))?
        } else if matches!(key, "spec" | "metadata") {
            // Of a file that describes one thing, that is meant, whatever it is.
            let document = match file.documents.as_slice() {
                [one] => one,
                _ => workload(target, file)?.0,
            };
            document.map().ok_or_else(|| no_spec(target))?
        } else {
            return Err(Refused::new(format!("loglore does not know where `{key}` belongs")));
        };
        merge.pair(map, pair, &mut changes)?;
    }
    finish(target, changes)
}

fn no_spec(target: &Target<'_>) -> Refused {
    Refused::new(format!("the workload of {} has no spec", target.file))
}

/// A whole object: merged into the one of the same kind and name, else a document of its own.
fn object(
    target: &Target<'_>,
    file: &Tree<'_>,
    wanted: &Tree<'_>,
    fields: &Map,
    kind: &Value,
) -> Result<Vec<Change>, Refused> {
    let name = |document: &Value| {
        let metadata = document.get("metadata")?;
        Some((
            metadata.get("name")?.text()?.to_owned(),
            metadata.get("namespace").and_then(Value::text).map(str::to_owned),
        ))
    };
    let wanted_name = name(&wanted.documents[0]);
    let same = file
        .documents
        .iter()
        .find(|document| document.get("kind").and_then(Value::text) == kind.text() && name(document) == wanted_name);
    let Some(there) = same.and_then(Value::map) else {
        let open = if target.text.ends_with('\n') { "" } else { "\n" };
        let written = wanted.text[fields.range.clone()].trim_end();
        return Ok(vec![Change::insert(target.text.len(), format!("{open}---\n{written}\n"))]);
    };
    let mut changes = Vec::new();
    let merge = Merge { file, wanted, name: target.file };
    for pair in &fields.pairs {
        merge.pair(there, pair, &mut changes)?;
    }
    finish(target, changes)
}

/// The workload that is meant: the one that the log names, else the only one; and the spec of its pods.
fn workload<'v>(target: &Target<'_>, file: &'v Tree<'_>) -> Result<(&'v Value, &'v Map), Refused> {
    let mut found: Vec<(&Value, &Map)> = Vec::new();
    for document in &file.documents {
        let kind = document.get("kind").and_then(Value::text).unwrap_or_default();
        let Some((_, path)) = WORKLOADS.iter().find(|(name, _)| *name == kind) else { continue };
        let spec = path.iter().try_fold(document, |value, key| value.get(key)).and_then(Value::map);
        found.extend(spec.map(|spec| (document, spec)));
    }
    if found.len() > 1 {
        let name = |document: &Value| document.get("metadata")?.get("name")?.text().map(str::to_owned);
        found.retain(|(document, spec)| {
            is_named(target, name(document).as_deref())
                || containers(spec).iter().any(|it| is_named(target, it.get("name").and_then(Value::text)))
        });
    }
    match found.as_slice() {
        [one] => Ok(*one),
        _ => Err(Refused::new(format!("{} has no workload, or several, and the log does not say which", target.file))),
    }
}

fn pod<'v>(target: &Target<'_>, file: &'v Tree<'_>) -> Result<&'v Map, Refused> {
    workload(target, file).map(|(_, spec)| spec)
}

fn container<'v>(target: &Target<'_>, file: &'v Tree<'_>) -> Result<&'v Map, Refused> {
    let spec = pod(target, file)?;
    let mut found = containers(spec);
    if found.len() > 1 {
        found.retain(|container| is_named(target, container.get("name").and_then(Value::text)));
    }
    match found.as_slice() {
        [one] => Ok(one),
        _ => Err(Refused::new(format!("{} has several containers, and the log does not say which", target.file))),
    }
}

fn containers(spec: &Map) -> Vec<&Map> {
    let items = spec.get("containers").map_or(&[][..], Value::items);
    items.iter().filter_map(|item| item.value.map()).collect()
}

/// Whether the log names it; pods have the name of their workload with more behind it.
fn is_named(target: &Target<'_>, name: Option<&str>) -> bool {
    let near = target.near.text.unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    name.is_some_and(|name| {
        let starts = |word: &str| word == name || word.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
        near.split(|c: char| !is_part(c)).any(starts)
    })
}
