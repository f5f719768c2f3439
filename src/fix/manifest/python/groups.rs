//! Lists of requirements beside the project's own: groups, extras, those of tools.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::super::requirements::{Requirement, normal};
use super::super::toml;
use super::{in_list, in_table};
use crate::fix::change::Refused;

/// The groups of PEP 735.
const GROUPS: &str = "dependency-groups";
/// Tables whose values are lists of requirements.
const LISTS: &[&[&str]] = &[&[GROUPS], &["project", "optional-dependencies"], &["tool", "pdm", "dev-dependencies"]];

fn table<'t>(document: &'t mut DocumentMut, path: &[&str]) -> Option<&'t mut dyn TableLike> {
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for name in path {
        table = table.get_mut(name)?.as_table_like_mut()?;
    }
    Some(table)
}

/// Gives a requirement its version in each group that names it; none if no group does.
///
/// # Errors
/// If the groups have it as it is wanted.
pub(super) fn update(
    document: &mut DocumentMut,
    wanted: &str,
    requirement: &Requirement,
    file: &str,
) -> Result<Option<bool>, Refused> {
    let (mut named, mut changed) = (None, false);
    for path in LISTS {
        for (group, list) in table(document, path).into_iter().flat_map(|table| table.iter_mut()) {
            let Some(list) = list.as_array_mut() else { continue };
            if let Some(new) = in_list(list, wanted, requirement, file)? {
                named.get_or_insert_with(|| group.get().to_owned());
                changed |= new;
            }
        }
    }
    if let Some(poetry) = table(document, &["tool", "poetry"]) {
        let mut take = |group: &str, list: Option<&mut dyn TableLike>| -> Result<(), Refused> {
            let Some(list) = list.filter(|list| list.iter().any(|(name, _)| normal(name) == requirement.name)) else {
                return Ok(());
            };
            changed |= in_table(list, wanted, requirement, file)?;
            named.get_or_insert_with(|| group.to_owned());
            Ok(())
        };
        take("dev", poetry.get_mut("dev-dependencies").and_then(Item::as_table_like_mut))?;
        let groups = poetry.get_mut("group").and_then(Item::as_table_like_mut);
        for (group, content) in groups.into_iter().flat_map(|groups| groups.iter_mut()) {
            take(group.get(), content.get_mut("dependencies").and_then(Item::as_table_like_mut))?;
        }
    }
    match (named, changed) {
        (None, _) => Ok(None),
        (Some(_), true) => Ok(Some(true)),
        (Some(group), false) => {
            Err(Refused::new(format!("{file} has it already, in the group `{group}`: is that installed?")))
        }
    }
}

/// The one group of a file that has no other list.
pub(super) fn only_list(document: &mut DocumentMut) -> Option<&mut Array> {
    let groups = document.get_mut(GROUPS)?.as_table_like_mut()?;
    let mut lists = groups.iter_mut().filter_map(|(_, list)| list.as_array_mut());
    let only = lists.next()?;
    lists.next().is_none().then_some(only)
}

/// Takes the groups out of a snippet, each requirement with its group: they are compared by name.
pub(super) fn of_snippet(wanted: &mut DocumentMut) -> Vec<(String, String)> {
    let Some(groups) = wanted.get(GROUPS).and_then(Item::as_table_like) else { return Vec::new() };
    let mut all = Vec::new();
    for (group, list) in groups.iter() {
        for value in list.as_array().into_iter().flatten() {
            let Some(text) = value.as_str() else { return Vec::new() };
            all.push((group.to_owned(), text.to_owned()));
        }
    }
    wanted.remove(GROUPS);
    all
}

/// Adds a requirement to a group, or gives it its version there.
pub(super) fn require(document: &mut DocumentMut, group: &str, wanted: &str, file: &str) -> Result<bool, Refused> {
    let Some(requirement) = Requirement::read(wanted) else {
        return Err(Refused::new(format!("`{wanted}` is no requirement")));
    };
    let groups = document.entry(GROUPS).or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        Item::Table(table)
    });
    let list = groups
        .as_table_like_mut()
        .map(|groups| groups.entry(group).or_insert_with(|| Item::Value(Value::Array(Array::new()))))
        .and_then(Item::as_array_mut);
    let Some(list) = list else { return Err(Refused::new(format!("the groups of {file} are no lists"))) };
    if let Some(changed) = in_list(list, wanted, &requirement, file)? {
        return Ok(changed);
    }
    toml::push(list, Value::from(wanted));
    Ok(true)
}
