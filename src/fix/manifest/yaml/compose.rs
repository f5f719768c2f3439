//! Compose files.

use super::merge::Merge;
use super::tree::{Map, Value};
use super::{Target, finish, read, wanted};
use crate::fix::change::{Change, Refused};

/// What stands at the top of a Compose file. `volumes` and `networks` do so too, as maps.
const TOP: &[&str] = &["configs", "include", "name", "secrets", "services", "version"];

pub(in crate::fix::manifest) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let file = read(target)?;
    let wanted = wanted(snippet)?;
    let merge = Merge { file: &file, wanted: &wanted, name: target.file };
    let [root @ Value::Map(top)] = file.documents.as_slice() else {
        return Err(Refused::new(format!("{} describes no services", target.file)));
    };
    let Value::Map(fields) = &wanted.documents[0] else {
        return Err(Refused::new("the entry's snippet is no part of a Compose file"));
    };
    let is_top = |map: &Map| {
        map.pairs.iter().all(|pair| {
            let shared = matches!(pair.key.as_str(), "volumes" | "networks") && matches!(pair.value, Value::Map(_));
            TOP.contains(&pair.key.as_str()) || shared || pair.key.starts_with("x-")
        })
    };
    let mut changes = Vec::new();
    if is_top(fields) {
        merge.values(root, &wanted.documents[0], &mut changes)?;
        return finish(target, changes);
    }
    let services = top.get("services").and_then(Value::map);
    let services = services.ok_or_else(|| Refused::new(format!("{} describes no services", target.file)))?;
    let service = service(target, services, fields)?;
    for pair in &fields.pairs {
        merge.pair(service, pair, &mut changes)?;
    }
    finish(target, changes)
}

/// Servers whose images take settings by such names, and words by which their images are known.
const SERVERS: &[(&str, &[&str])] = &[
    ("KAFKA_", &["kafka"]),
    ("MARIADB_", &["mariadb"]),
    ("MYSQL_", &["mysql", "mariadb", "percona"]),
    ("POSTGRES_", &["postg", "timescale", "pgvector"]),
    ("discovery.type", &["elasticsearch", "opensearch"]),
];

/// The words by which the image is known that takes these settings, if only one kind does.
fn image_of(fields: &Map) -> Option<&'static [&'static str]> {
    let settings = fields.get("environment")?;
    let in_map = settings.map().into_iter().flat_map(|map| &map.pairs).map(|pair| pair.key.as_str());
    let in_list = settings.items().iter().filter_map(|item| item.value.text());
    let names: Vec<&str> = in_map.chain(in_list).collect();
    let of = |name: &str| SERVERS.iter().find(|(start, _)| name.starts_with(start)).map(|(_, words)| *words);
    let first = of(names.first()?)?;
    names.iter().all(|name| of(name) == Some(first)).then_some(first)
}

/// The service that is meant: the one that the log names, the only one, or the one that has such a setting.
fn service<'v>(target: &Target<'_>, services: &'v Map, fields: &Map) -> Result<&'v Map, Refused> {
    if let Some(words) = image_of(fields) {
        let is_it = |_: &str, service: &Map| {
            let image = service.get("image").and_then(Value::text).unwrap_or_default().to_ascii_lowercase();
            words.iter().any(|word| image.contains(word))
        };
        return match named(services, is_it).as_slice() {
            [service] => Ok(service),
            _ => Err(Refused::new(format!("{} has no service, or several, that would take this", target.file))),
        };
    }
    let near = target.near.text.unwrap_or_default();
    let words: Vec<&str> = near.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).collect();
    let by_name: Vec<&Map> = named(services, |name, _| words.contains(&name));
    if let [service] = by_name.as_slice() {
        return Ok(service);
    }
    if let [only] = services.pairs.as_slice() {
        return only.value.map().ok_or_else(|| Refused::new(format!("the service of {} has no fields", target.file)));
    }
    let has = |_: &str, service: &Map| {
        fields.pairs.iter().all(|pair| {
            let (Some(there), Some(wanted)) = (service.get(&pair.key), pair.value.map()) else { return false };
            wanted.pairs.iter().any(|pair| {
                let in_list = there.items().iter().filter_map(|item| item.value.text());
                there.get(&pair.key).is_some()
                    || in_list.into_iter().any(|text| text.split('=').next() == Some(&pair.key))
            })
        })
    };
    match named(services, has).as_slice() {
        [service] => Ok(service),
        _ => Err(Refused::new(format!("{} has several services, and the log does not say which", target.file))),
    }
}

fn named(services: &Map, is_it: impl Fn(&str, &Map) -> bool) -> Vec<&Map> {
    services.pairs.iter().filter_map(|pair| pair.value.map().filter(|map| is_it(&pair.key, map))).collect()
}
