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

/// The service that is meant: the one that the log names, the only one, or the one that has such a setting.
fn service<'v>(target: &Target<'_>, services: &'v Map, fields: &Map) -> Result<&'v Map, Refused> {
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
