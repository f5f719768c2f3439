//! `pyproject.toml`: PEP 621, the groups of PEP 735, Poetry and its groups.

mod groups;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::Target;
use super::form::between;
use super::requirements::{Requirement, merged, normal};
use super::toml;
use crate::fix::change::{Change, Refused};

/// The snippet is TOML, or requirements as in `requirements.txt`, one a line.
pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let lines: Vec<&str> = snippet.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let wanted: Result<DocumentMut, _> = snippet.parse();
    let is_list = lines.iter().all(|line| Requirement::read(line).is_some());
    if let (Ok(mut wanted), false) = (wanted, is_list) {
        let requirements = requirements_of(&mut wanted);
        let grouped = groups::of_snippet(&mut wanted);
        let mut document = toml::read_target(target)?;
        if document.is_empty() {
            return toml::edit(target, snippet);
        }
        let mut changed = toml::merge(document.as_table_mut(), wanted.as_table(), target.file)?;
        for requirement in requirements {
            changed |= require(&mut document, &requirement, target.file)?;
        }
        for (group, requirement) in grouped {
            changed |= groups::require(&mut document, &group, &requirement, target.file)?;
        }
        return finish(target, changed, &document);
    }
    if !is_list {
        return Err(Refused::new("the entry's snippet is neither TOML nor a requirement"));
    }
    let mut document = toml::read_target(target)?;
    let mut changed = false;
    for line in lines {
        changed |= require(&mut document, line, target.file)?;
    }
    finish(target, changed, &document)
}

fn finish(target: &Target<'_>, changed: bool, document: &DocumentMut) -> Result<Vec<Change>, Refused> {
    if !changed {
        return Err(target.has_it());
    }
    Ok(between(target.text, &document.to_string()))
}

/// Takes `[project] dependencies` out of a snippet: its elements are compared by name.
fn requirements_of(wanted: &mut DocumentMut) -> Vec<String> {
    let Some(project) = wanted.get_mut("project").and_then(Item::as_table_like_mut) else { return Vec::new() };
    let list = project.remove("dependencies");
    let empty = project.is_empty();
    if empty {
        wanted.remove("project");
    }
    let list = list.as_ref().and_then(Item::as_array).into_iter().flatten();
    list.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// Adds one requirement where the project keeps them; whether that changed anything.
fn require(document: &mut DocumentMut, wanted: &str, file: &str) -> Result<bool, Refused> {
    let Some(requirement) = Requirement::read(wanted) else {
        return Err(Refused::new(format!("`{wanted}` is no requirement")));
    };
    let has_list = document.get("project").is_some_and(|project| project.get("dependencies").is_some());
    let poetry = document.get("tool").and_then(|tool| tool.get("poetry")).is_some();
    if !is_own(document, &requirement)
        && let Some(changed) = groups::update(document, wanted, &requirement, file)?
    {
        return Ok(changed);
    }
    if poetry && !has_list {
        return in_poetry(document, wanted, &requirement, file);
    }
    if document.get("project").is_none()
        && let Some(list) = groups::only_list(document)
    {
        toml::push(list, Value::from(wanted));
        return Ok(true);
    }
    let Some(project) = document.get_mut("project").and_then(Item::as_table_like_mut) else {
        return Err(Refused::new(format!("{file} describes no project: it has no list of dependencies")));
    };
    let dynamic = project.get("dynamic").and_then(Item::as_array);
    if dynamic.is_some_and(|names| names.iter().any(|name| name.as_str() == Some("dependencies"))) {
        return Err(Refused::new(format!("{file} says that another file lists the dependencies")));
    }
    let list = project.entry("dependencies").or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let Some(list) = list.as_array_mut() else {
        return Err(Refused::new(format!("the dependencies of {file} are no list")));
    };
    if let Some(changed) = in_list(list, wanted, &requirement, file)? {
        return Ok(changed);
    }
    toml::push(list, Value::from(wanted));
    Ok(true)
}

/// Whether a value names the project of a requirement.
fn is_it(value: &Value, requirement: &Requirement) -> bool {
    value.as_str().and_then(Requirement::read).is_some_and(|there| there.name == requirement.name)
}

/// Whether the project itself needs it already, in whatever version.
fn is_own(document: &DocumentMut, requirement: &Requirement) -> bool {
    let listed = document.get("project").and_then(|project| project.get("dependencies")).and_then(Item::as_array);
    let tool = document.get("tool").and_then(|tool| tool.get("poetry")).and_then(|poetry| poetry.get("dependencies"));
    let table = tool.and_then(Item::as_table_like);
    listed.is_some_and(|list| list.iter().any(|value| is_it(value, requirement)))
        || table.is_some_and(|table| table.iter().any(|(name, _)| normal(name) == requirement.name))
}

/// Gives a requirement of a list its version; none if the list does not name it.
fn in_list(list: &mut Array, wanted: &str, requirement: &Requirement, file: &str) -> Result<Option<bool>, Refused> {
    let found: Vec<usize> =
        (0..list.len()).filter(|at| list.get(*at).is_some_and(|value| is_it(value, requirement))).collect();
    match found.as_slice() {
        [] => Ok(None),
        [at] => {
            let Some(there) = list.get_mut(*at) else { return Ok(None) };
            let Some(new) = merged(there.as_str().unwrap_or_default(), wanted)? else { return Ok(Some(false)) };
            let decor = there.decor().clone();
            *there = Value::from(new);
            *there.decor_mut() = decor;
            Ok(Some(true))
        }
        _ => Err(Refused::new(format!("{file} names {} several times", requirement.name))),
    }
}

/// The same in `[tool.poetry.dependencies]`.
fn in_poetry(document: &mut DocumentMut, wanted: &str, requirement: &Requirement, file: &str) -> Result<bool, Refused> {
    let poetry = document.get_mut("tool").and_then(|tool| tool.get_mut("poetry")).and_then(Item::as_table_like_mut);
    let Some(poetry) = poetry else { return Ok(false) };
    let list = poetry.entry("dependencies").or_insert_with(|| Item::Table(Table::new()));
    let Some(list) = list.as_table_like_mut() else {
        return Err(Refused::new(format!("the dependencies of {file} are no table")));
    };
    in_table(list, wanted, requirement, file)
}

/// The same in a table of Poetry's.
fn in_table(list: &mut dyn TableLike, wanted: &str, requirement: &Requirement, file: &str) -> Result<bool, Refused> {
    let known = list.iter().map(|(name, _)| name.to_owned());
    let known = known.into_iter().find(|name| normal(name) == requirement.name);
    let versions = wanted[requirement.versions.clone()].trim();
    if known.is_some() && versions.is_empty() {
        return Ok(false);
    }
    let versions = match versions.strip_prefix("==") {
        Some(exact) => exact.trim(),
        None if versions.is_empty() => "*",
        None => versions,
    };
    let name = known.unwrap_or_else(|| {
        let end = wanted.find(|c: char| !(c.is_alphanumeric() || "-_.".contains(c))).unwrap_or(wanted.len());
        wanted[..end].to_owned()
    });
    let mut value = Table::new();
    if requirement.extras.is_empty() {
        value.insert(&name, Item::Value(Value::from(versions)));
    } else {
        let mut inline = InlineTable::new();
        inline.insert("version", Value::from(versions));
        inline.insert("extras", Value::Array(requirement.extras.iter().map(String::as_str).collect()));
        value.insert(&name, Item::Value(Value::InlineTable(inline)));
    }
    if list.get(&name).is_some_and(Item::is_table_like) && requirement.extras.is_empty() {
        let mut inline = Table::new();
        inline.insert("version", Item::Value(Value::from(versions)));
        value.insert(&name, Item::Table(inline));
    }
    toml::merge(list, &value, file)
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn a_requirement_goes_to_the_projects_list() {
        for (before, snippet, wanted) in [
            (
                "[project]\nname = \"x\"\ndependencies = [\n  \"numpy\", # n\n]\n\n[tool.ruff]\n",
                "opencv-python>=4",
                "[project]\nname = \"x\"\ndependencies = [\n  \"numpy\", # n\n  \"opencv-python>=4\",\n]\n\n[tool.ruff]\n",
            ),
            (
                "[project]\r\nname = \"x\"\r\ndependencies = [\"Torch==1.13\"]\r\n",
                "[project]\ndependencies = [\"torch>=2\"]",
                "[project]\r\nname = \"x\"\r\ndependencies = [\"Torch>=2\"]\r\n",
            ),
            ("[project]\nname = \"x\"\n", "yarl", "[project]\nname = \"x\"\ndependencies = [\"yarl\"]\n"),
            (
                "[tool.poetry]\nname = \"x\"\n\n[tool.poetry.dependencies]\npython = \"^3.10\"\nPyYAML = \"^6\" # y\n",
                "pyyaml==6.0.2\nuvicorn[standard]>=0.30\nhttpx",
                "[tool.poetry]\nname = \"x\"\n\n[tool.poetry.dependencies]\npython = \"^3.10\"\nPyYAML = \"6.0.2\" # y\nuvicorn = { version = \">=0.30\", extras = [\"standard\"] }\nhttpx = \"*\"\n",
            ),
            (
                "[project]\nname = \"x\"\n",
                "[tool.pytest.ini_options]\nasyncio_mode = \"auto\"",
                "[project]\nname = \"x\"\n\n[tool.pytest.ini_options]\nasyncio_mode = \"auto\"\n",
            ),
        ] {
            assert_eq!(after("pyproject.toml", before, snippet).as_deref(), Ok(wanted), "{snippet}");
        }
    }

    #[test]
    fn a_requirement_of_a_group_gets_its_version_there() {
        let poetry = "[tool.poetry]\nname = \"x\"\n\n[tool.poetry.dependencies]\npython = \"^3.10\"\n";
        let group = "[project]\nname = \"x\"\ndependencies = []\n\n[dependency-groups]\ntest = [\n  \"pytest>=7\", # t\n  {include-group = \"lint\"},\n]\nlint = [\"ruff\"]\n";
        for (before, snippet, wanted) in [
            (
                format!("{poetry}\n[tool.poetry.group.dev.dependencies]\npytest = \"^7\" # d\n"),
                "pytest>=8",
                format!("{poetry}\n[tool.poetry.group.dev.dependencies]\npytest = \">=8\" # d\n"),
            ),
            (
                format!("{poetry}\n[tool.poetry.dev-dependencies]\nPyTest = {{ version = \"^7\", optional = true }}\n"),
                "pytest==8.0",
                format!(
                    "{poetry}\n[tool.poetry.dev-dependencies]\nPyTest = {{ version = \"8.0\", optional = true }}\n"
                ),
            ),
            (group.to_owned(), "pytest>=8", group.replace("pytest>=7", "pytest>=8")),
            (group.to_owned(), "[dependency-groups]\ntest = [\"Pytest>=8\"]", group.replace("pytest>=7", "pytest>=8")),
            (
                group.to_owned(),
                "[dependency-groups]\nlint = [\"mypy\"]",
                group.replace("[\"ruff\"]", "[\"ruff\", \"mypy\"]"),
            ),
            (
                "[project]\nname = \"x\"\n".to_owned(),
                "[dependency-groups]\nlint = [\"mypy\"]",
                "[project]\nname = \"x\"\n\n[dependency-groups]\nlint = [\"mypy\"]\n".to_owned(),
            ),
            // No project at all, as PEP 735 allows.
            (
                "[dependency-groups]\ndev = [\n    \"numpy\",\n]\n".to_owned(),
                "pillow",
                "[dependency-groups]\ndev = [\n    \"numpy\",\n    \"pillow\",\n]\n".to_owned(),
            ),
            (
                "[project]\nname = \"x\"\n\n[project.optional-dependencies]\nviz = [\"matplotlib==3.9\"]\n".to_owned(),
                "matplotlib<3.9",
                "[project]\nname = \"x\"\n\n[project.optional-dependencies]\nviz = [\"matplotlib<3.9\"]\n".to_owned(),
            ),
        ] {
            assert_eq!(after("pyproject.toml", &before, snippet), Ok(wanted), "{snippet}");
        }
        assert_eq!(
            refused("pyproject.toml", group, "ruff"),
            "pyproject.toml has it already, in the group `lint`: is that installed?"
        );
    }

    #[test]
    fn a_project_without_such_a_list_is_left_alone() {
        assert!(refused("pyproject.toml", "[build-system]\nrequires = []\n", "yarl").contains("no project"));
        assert!(
            refused("pyproject.toml", "[project]\ndynamic = [\"dependencies\"]\n", "yarl").contains("another file")
        );
        assert!(refused("pyproject.toml", "[project]\ndependencies = [\"yarl>1\"]\n", "yarl").contains("already"));
    }
}
