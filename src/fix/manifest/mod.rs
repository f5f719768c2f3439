//! Manifests and settings files: which one of the workspace is meant, and how a snippet goes into it.
//!
//! What is edited keeps its form: comments, order, indentation, line ends and a byte order mark stay as they are.

mod blocks;
mod cargo;
mod cmake;
mod dockerfile;
mod find;
mod form;
mod gemfile;
mod go_mod;
mod json;
mod lines;
mod lists;
mod python;
mod requirements;
mod script;
mod settings;
mod syntax;
mod toml;
mod xml;
mod yaml;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod hostile;

use std::path::Path;

pub use find::{find, may_create};

use super::change::{self, Change, Refused};
use form::Form;

/// Larger files are no manifests. Bytes.
const MAX_TEXT: usize = 4 << 20;
/// Brackets that may stand within each other.
const MAX_DEPTH: usize = 256;

/// Where in a file the error was, as far as the log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Near<'a> {
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// What stands there, as the log quotes it: the failed instruction, the name of a job, a service or a container.
    pub text: Option<&'a str>,
}

/// A file that is to be edited.
struct Target<'a> {
    /// Its name, without folders.
    file: &'a str,
    /// Its content, with `\n` at the end of each line and without a byte order mark.
    text: &'a str,
    near: &'a Near<'a>,
}

impl Target<'_> {
    fn has_it(&self) -> Refused {
        Refused::new(format!("{} has it already", self.file))
    }

    /// The offset at which the line of the error begins.
    fn near_offset(&self) -> Option<usize> {
        let line = self.near.line?.checked_sub(1)? as usize;
        self.text.split_inclusive('\n').nth(line)?;
        Some(self.text.split_inclusive('\n').take(line).map(str::len).sum())
    }
}

/// The changes that bring `snippet` (its captures filled in) into `text`, the content of the file `path`.
///
/// `name` is the file as the entry's `place` names it after `file:`; the kind of the file is told by `path`, else by
/// `name`. `text` may be empty: then the changes make the content of a new file. Refused with the reason where the file
/// has it already, where the snippet has no place in it, or where the result would not parse.
pub fn edit(name: &str, path: &Path, text: &str, snippet: &str) -> Result<Vec<Change>, Refused> {
    edit_near(name, path, text, snippet, &Near::default())
}

/// The same, where it is known at which place of the file it failed.
pub fn edit_near(name: &str, path: &Path, text: &str, snippet: &str, near: &Near<'_>) -> Result<Vec<Change>, Refused> {
    let base = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
    let (file, kind) = match Kind::of(&own, &folder) {
        Some(kind) => (own, kind),
        None => {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let kind = Kind::of(&base(name), folder);
            let own = if own.is_empty() { base(name) } else { own };
            let kind = kind.ok_or_else(|| Refused::new(format!("loglore does not know how to edit {own}")))?;
            (own, kind)
        }
    };
    let snippet = snippet.replace("\r\n", "\n");
    let snippet = snippet.trim_matches('\n');
    if snippet.trim().is_empty() {
        return Err(Refused::new("the entry has nothing to insert"));
    }
    if text.len() > MAX_TEXT {
        return Err(Refused::new(format!("{file} is too large to be edited safely")));
    }
    if kind.is_nested() && is_too_deep(text) {
        return Err(Refused::new(format!("{file} is nested too deeply to be edited safely")));
    }
    let form = Form::of(text);
    let target = Target { file: &file, text: &form.text, near };
    let changes = kind.edit(&target, snippet)?;
    if changes.iter().all(|change| form.text.get(change.range.clone()) == Some(change.text.as_str())) {
        return Err(target.has_it());
    }
    let after = change::apply(&form.text, &changes)?;
    if let Some(language) = kind.language(&file)
        && syntax::is_worse(language, &form.text, &after)
    {
        return Err(Refused::new(format!("{file} would not parse with it")));
    }
    Ok(changes.into_iter().map(|change| form.back(change)).collect())
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Requirements,
    Pyproject,
    Cargo,
    Toml,
    Json,
    Compose,
    Workflow,
    GitlabCi,
    Yaml,
    Dockerfile,
    GoMod,
    Gemfile,
    Cmake,
    Xml,
    Gradle,
    Terraform,
    Nginx,
    Settings(settings::Style),
    Lines,
    Script,
    Source,
}

impl Kind {
    fn of(file: &str, folder: &str) -> Option<Self> {
        let lower = file.to_ascii_lowercase();
        let (stem, extension) = lower.rsplit_once('.').unwrap_or((&lower, ""));
        if let Some(style) = settings::Style::of(&lower) {
            return Some(Self::Settings(style));
        }
        Some(match lower.as_str() {
            "pyproject.toml" => Self::Pyproject,
            "cargo.toml" => Self::Cargo,
            "config" if folder.ends_with(".cargo") => Self::Toml,
            "go.mod" => Self::GoMod,
            "gemfile" => Self::Gemfile,
            "cmakelists.txt" => Self::Cmake,
            "dockerfile" | "containerfile" => Self::Dockerfile,
            ".gitlab-ci.yml" | ".gitlab-ci.yaml" => Self::GitlabCi,
            "pg_hba.conf" | "jvm.config" | ".gitattributes" | ".gitignore" | ".dockerignore" | ".npmignore"
            | "gradle.lockfile" => Self::Lines,
            _ if lower.starts_with("dockerfile.") || extension == "dockerfile" => Self::Dockerfile,
            _ if extension == "txt" && (stem.contains("requirements") || stem.contains("constraints")) => {
                Self::Requirements
            }
            _ if extension == "txt" && folder.ends_with("requirements") => Self::Requirements,
            _ if extension == "toml" => Self::Toml,
            _ if matches!(extension, "json" | "jsonc") || lower == ".babelrc" || lower == ".eslintrc" => Self::Json,
            _ if matches!(extension, "yml" | "yaml") => {
                if stem.starts_with("compose") || stem.starts_with("docker-compose") {
                    Self::Compose
                } else if folder.ends_with(".github/workflows") {
                    Self::Workflow
                } else {
                    Self::Yaml
                }
            }
            _ if matches!(extension, "xml" | "csproj" | "fsproj" | "vbproj" | "props" | "targets" | "config") => {
                Self::Xml
            }
            _ if lower.ends_with(".gradle") || lower.ends_with(".gradle.kts") => Self::Gradle,
            _ if matches!(extension, "tf" | "hcl") => Self::Terraform,
            _ if lower == "nginx.conf" || (extension == "conf" && folder.contains("nginx")) => Self::Nginx,
            _ if stem.ends_with(".config") && script::is_script(extension) => Self::Script,
            _ if script::is_script(extension) || matches!(extension, "py" | "rb" | "rs") => Self::Source,
            _ => return None,
        })
    }

    fn edit(self, target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
        match self {
            Self::Requirements => requirements::edit(target, snippet),
            Self::Pyproject => python::edit(target, snippet),
            Self::Cargo => cargo::edit(target, snippet),
            Self::Toml => toml::edit(target, snippet),
            Self::Json => json::edit(target, snippet),
            Self::Compose => yaml::compose(target, snippet),
            Self::Workflow => yaml::workflow(target, snippet),
            Self::GitlabCi | Self::Yaml => yaml::plain(target, snippet),
            Self::Dockerfile => dockerfile::edit(target, snippet),
            Self::GoMod => go_mod::edit(target, snippet),
            Self::Gemfile => gemfile::edit(target, snippet),
            Self::Cmake => cmake::edit(target, snippet),
            Self::Xml => xml::edit(target, snippet),
            Self::Gradle => blocks::gradle(target, snippet),
            Self::Terraform => blocks::terraform(target, snippet),
            Self::Nginx => blocks::nginx(target, snippet),
            Self::Settings(style) => settings::edit(style, target, snippet),
            Self::Lines => lines::append(target, snippet),
            Self::Script => script::edit(target, snippet),
            Self::Source => script::append(target, snippet),
        }
    }

    /// Whether the file is read by something that follows brackets.
    fn is_nested(self) -> bool {
        !matches!(
            self,
            Self::Requirements | Self::Settings(_) | Self::Lines | Self::GoMod | Self::Gemfile | Self::Dockerfile
        )
    }

    /// The grammar that judges the result, where the editor itself has not parsed it.
    fn language(self, file: &str) -> Option<syntax::Grammar> {
        Some(match self {
            Self::Dockerfile => syntax::DOCKERFILE,
            Self::Compose | Self::Workflow | Self::GitlabCi | Self::Yaml => syntax::YAML,
            Self::Pyproject | Self::Cargo | Self::Toml => syntax::TOML,
            Self::Gemfile => syntax::RUBY,
            Self::Script | Self::Source => syntax::of_source(file)?,
            _ => return None,
        })
    }
}

/// Whether brackets stand within each other deeper than any file of this kind needs.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0usize;
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    // In YAML the indentation nests, and so does a row of dashes.
    text.lines()
        .any(|line| line.len() - line.trim_start().len() > MAX_DEPTH * 4 || line.contains(&"- ".repeat(MAX_DEPTH / 4)))
}
