//! From the name under which a program knows a thing to the package that has it: `cv2` is `opencv-python` on PyPI, and
//! `Python.h` is in Debian's `python3-dev`. The facts are in `entries/packages.json`; here are the rules for all else.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A table of names, as a placeholder names it: `{module:pypi}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Modules of Python, dotted, to projects on PyPI.
    Pypi,
    /// What JavaScript imports to packages of npm.
    Npm,
    /// The same to packages with the types of it.
    Types,
    /// Headers of C to packages of Debian.
    DebHeader,
    /// Libraries as the linker calls them to packages of Debian.
    DebLibrary,
    /// Commands to packages of Debian.
    DebCommand,
    /// Libraries as the loader calls them (`libGL.so.1`) to packages of Debian.
    DebShared,
    /// What CMake's `find_package` is asked for to packages of Debian.
    DebCmake,
    /// Modules of pkg-config to packages of Debian.
    DebPkgconfig,
}

impl Table {
    /// All of them, by the words that placeholders use.
    pub const ALL: &[(&str, Self)] = &[
        ("pypi", Self::Pypi),
        ("npm", Self::Npm),
        ("types", Self::Types),
        ("deb-header", Self::DebHeader),
        ("deb-library", Self::DebLibrary),
        ("deb-command", Self::DebCommand),
        ("deb-shared", Self::DebShared),
        ("deb-cmake", Self::DebCmake),
        ("deb-pkgconfig", Self::DebPkgconfig),
    ];

    /// The table of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, table)| *table)
    }

    /// The package that has what a program knows under a name; none where nobody knows, or where none has it.
    pub fn package(self, name: &str) -> Option<Cow<'static, str>> {
        let name = name.trim();
        match self {
            Self::Pypi => python(name),
            Self::Npm => node(name),
            Self::Types => types(name),
            Self::DebHeader | Self::DebShared | Self::DebCmake => self.known(name)?.map(Cow::Borrowed),
            Self::DebPkgconfig => modules(name),
            Self::DebLibrary => self.known(bare_library(name))?.map(Cow::Borrowed),
            Self::DebCommand => self.known(name.rsplit('/').next().unwrap_or(name))?.map(Cow::Borrowed),
        }
    }

    /// What the table says of a name: nothing, that no package has it, or which one has it.
    fn known(self, name: &str) -> Option<Option<&'static str>> {
        TABLES.get(&self)?.get(name).copied()
    }
}

/// `{name}` or `{name:table}`, between the braces: the name of a capture, and the table that it goes through.
pub fn placeholder(inside: &str) -> Option<(&str, Option<Table>)> {
    let (name, table) = match inside.split_once(':') {
        Some((name, word)) => (name, Some(Table::parse(word)?)),
        None => (inside, None),
    };
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_name.then_some((name, table))
}

type Names = HashMap<&'static str, Option<&'static str>>;
/// A table as it is packed: its word, and each name with the package that has it, if one has.
type Packed = (&'static str, Vec<(&'static str, Option<&'static str>)>);

/// The tables as they are written by `build.rs`.
static TABLES: LazyLock<HashMap<Table, Names>> = LazyLock::new(|| {
    let packed: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packages.pack"));
    // The same program wrote and reads it; tables that cannot be read are empty, and a test says that they can be.
    let tables: Vec<Packed> = postcard::from_bytes(packed).unwrap_or_default();
    let table = |(word, names): Packed| Some((Table::parse(word)?, names.into_iter().collect()));
    tables.into_iter().filter_map(table).collect()
});

/// The project that has a module: the table's word for it or for what it is a part of, else its own name.
fn python(module: &str) -> Option<Cow<'static, str>> {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !module.split('.').all(is_part) {
        return None;
    }
    let mut whole = module;
    loop {
        if let Some(known) = Table::Pypi.known(whole) {
            return known.map(Cow::Borrowed);
        }
        match whole.rsplit_once('.') {
            Some((parent, _)) => whole = parent,
            None => break,
        }
    }
    // An underscore in front is a part of Python, or of the package that is broken.
    (!whole.starts_with('_') && !whole.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| whole.replace('_', "-").into())
}

/// The package of an import: `lodash/fp` is of `lodash`, `@scope/name/part` of `@scope/name`.
fn node(import: &str) -> Option<Cow<'static, str>> {
    let package = package_of(import)?;
    match Table::Npm.known(package) {
        Some(known) => known.map(Cow::Borrowed),
        None => Some(package.to_owned().into()),
    }
}

fn types(import: &str) -> Option<Cow<'static, str>> {
    let import = import.strip_prefix("node:").unwrap_or(import);
    let package = package_of(import)?;
    if let Some(known) = Table::Types.known(package) {
        return known.map(Cow::Borrowed);
    }
    Some(format!("@types/{}", package.trim_start_matches('@').replace('/', "__")).into())
}

/// The part of an import that names a package; none for paths, aliases and addresses.
fn package_of(import: &str) -> Option<&str> {
    let is_part = |part: &str| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.~".contains(&b);
        part.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) && part.bytes().all(plain)
    };
    let end = if import.starts_with('@') { import.match_indices('/').nth(1) } else { import.match_indices('/').next() };
    let package = end.map_or(import, |(at, _)| &import[..at]);
    let fits = match package.strip_prefix('@') {
        Some(scoped) => scoped.split_once('/').is_some_and(|(scope, name)| is_part(scope) && is_part(name)),
        None => is_part(package),
    };
    fits.then_some(package)
}

/// The packages of all modules that pkg-config was asked for: `glib-2.0 >= 2.40 cairo`.
fn modules(asked: &str) -> Option<Cow<'static, str>> {
    let is_module = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut packages: Vec<&str> = Vec::new();
    for module in asked.split([' ', ',']).filter(is_module) {
        let package = Table::DebPkgconfig.known(module)??;
        if !packages.contains(&package) {
            packages.push(package);
        }
    }
    (!packages.is_empty()).then(|| packages.join(" ").into())
}

/// `-lpq`, `libpq` and `libpq.so.5` are `pq`.
fn bare_library(name: &str) -> &str {
    let name = name.strip_prefix("-l").unwrap_or(name);
    let end = [".so", ".a"].iter().filter_map(|end| name.find(end)).min();
    match (name.strip_prefix("lib"), end) {
        (Some(_), Some(end)) => &name[3..end],
        (Some(bare), None) if Table::DebLibrary.known(name).is_none() => bare,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(table: &str, name: &str) -> Option<String> {
        Table::parse(table).unwrap().package(name).map(Cow::into_owned)
    }

    #[test]
    fn names_lead_to_packages() {
        for (table, name, wanted) in [
            ("pypi", "cv2", Some("opencv-python")),
            ("pypi", "yaml.constructor", Some("PyYAML")),
            ("pypi", "google.cloud.storage.blob", Some("google-cloud-storage")),
            ("pypi", "google.protobuf", Some("protobuf")),
            ("pypi", "more_itertools", Some("more-itertools")),
            ("pypi", "httpx._client", Some("httpx")),
            ("pypi", "_ctypes", None),
            ("pypi", "_cffi_backend", None),
            ("pypi", "utils.text", None),
            ("pypi", "a b", None),
            ("pypi", "../x", None),
            ("npm", "lodash/fp", Some("lodash")),
            ("npm", "@scope/name/part", Some("@scope/name")),
            ("npm", "./local", None),
            ("npm", "@/alias", None),
            ("npm", "node:fs", None),
            ("npm", "fs", None),
            ("npm", "/abs/path", None),
            ("npm", "Upper", None),
            ("types", "node:fs", Some("@types/node")),
            ("types", "express", Some("@types/express")),
            ("types", "@babel/core", Some("@types/babel__core")),
            ("deb-header", "Python.h", Some("python3-dev")),
            ("deb-header", "nosuch/header.h", None),
            ("deb-library", "-lpq", Some("libpq-dev")),
            ("deb-library", "libssl.so.3", Some("libssl-dev")),
            ("deb-library", "z", Some("zlib1g-dev")),
            ("deb-command", "/usr/bin/dig", Some("dnsutils")),
            ("deb-command", "nosuchcommand", None),
            ("deb-shared", "libGL.so.1", Some("libgl1")),
            ("deb-cmake", "Eigen3", Some("libeigen3-dev")),
            ("deb-pkgconfig", "gtk+-3.0 >= 3.22, glib-2.0", Some("libgtk-3-dev libglib2.0-dev")),
            ("deb-pkgconfig", "glib-2.0 nosuch", None),
        ] {
            assert_eq!(package(table, name).as_deref(), wanted, "{table} {name}");
        }
    }

    #[test]
    fn the_tables_are_large_enough_to_be_of_use() {
        for (table, least) in [
            (Table::Pypi, 150),
            (Table::Npm, 30),
            (Table::Types, 30),
            (Table::DebHeader, 300),
            (Table::DebLibrary, 200),
            (Table::DebCommand, 300),
            (Table::DebShared, 150),
            (Table::DebCmake, 150),
            (Table::DebPkgconfig, 200),
        ] {
            let names = TABLES[&table].len();
            assert!(names >= least, "{table:?}: {names}");
        }
    }

    #[test]
    fn placeholders_name_a_capture_and_perhaps_a_table() {
        assert_eq!(placeholder("module"), Some(("module", None)));
        assert_eq!(placeholder("module:pypi"), Some(("module", Some(Table::Pypi))));
        assert_eq!(placeholder("a:b"), None);
        assert_eq!(placeholder(" a "), None);
        assert_eq!(placeholder(""), None);
    }
}
