//! Files of one setting a line, in sections or not: `.env`, `*.properties`, `php.ini`, `postgresql.conf`, `redis.conf`.

use std::ops::Range;

use super::Target;
use super::lines::{at_end, paragraph_at_end};
use super::lists;
use super::requirements::Requirement;
use crate::fix::change::{self, Change, Refused};

/// How such a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// What may stand between name and value.
    between: Between,
    /// Whether a comment may follow a value.
    trailing_comments: bool,
    /// Whether the case of names counts.
    ignore_case: bool,
    /// Whether indented lines go on with the value above.
    goes_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    /// `=`
    Equals,
    /// `=`, `:` or a space, as in Java's properties.
    Properties,
    /// A space: `maxmemory 1gb`.
    Space,
    /// `=` or a space.
    Either,
}

/// Settings that may stand several times, each adding something.
const REPEATED: &[&str] = &["extension", "zend_extension", "save", "include", "loadmodule", "user", "rename-command"];

impl Style {
    /// The style of a file by its name in lower case.
    pub(super) fn of(file: &str) -> Option<Self> {
        let style = |between, trailing_comments, ignore_case| {
            // What Python's configparser reads.
            let goes_on = file != "php.ini" && (file.ends_with(".cfg") || file.ends_with(".ini") || file == "pip.conf");
            Self { between, trailing_comments, ignore_case, goes_on }
        };
        Some(match file {
            "redis.conf" | "sshd_config" | "ssh_config" | "redis-cluster.conf" => style(Between::Space, false, true),
            "postgresql.conf" => style(Between::Either, true, true),
            ".npmrc" | ".yarnrc" | ".editorconfig" | ".gitconfig" | "pip.conf" | "my.cnf" | "sysctl.conf"
            | "mysqld.cnf" | "wsl.conf" | ".wslconfig" => style(Between::Equals, false, false),
            _ if file == ".env" || file.starts_with(".env.") || file.ends_with(".env") => {
                style(Between::Equals, false, false)
            }
            _ if file.ends_with(".properties") => style(Between::Properties, false, false),
            "php.ini" => style(Between::Equals, true, true),
            _ if file.ends_with(".ini") || file.ends_with(".cfg") => style(Between::Equals, false, false),
            _ => return None,
        })
    }
}

/// One setting of a file.
#[derive(Debug)]
struct Setting {
    name: String,
    /// Where its value stands; bytes of the text.
    value: Range<usize>,
}

/// One line of a file.
struct Line {
    /// Where it begins; bytes of the text.
    start: usize,
    /// Where the next one begins.
    end: usize,
    what: What,
}

enum What {
    Section(String),
    Setting(Setting),
    /// A setting that is commented out, by its name.
    Sleeping(String),
    Other {
        blank: bool,
    },
}

/// Each setting of the snippet gets its value, or is added to its section.
pub(super) fn edit(style: Style, target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let required;
    let snippet = match requirements(target, snippet)? {
        Some(lines) => {
            required = lines;
            &required
        }
        None => snippet,
    };
    let mut changes = Vec::new();
    let mut text = target.text.to_owned();
    let mut section = String::new();
    for line in read(style, snippet) {
        match line.what {
            What::Section(name) => section = name,
            What::Setting(setting) => {
                let written = snippet[line.start..line.end].trim_end();
                let value = &snippet[setting.value.clone()];
                if let Some(change) = set(style, &text, &section, &setting.name, value, written)? {
                    text = change::apply(&text, std::slice::from_ref(&change))?;
                    changes.push(change);
                }
            }
            What::Sleeping(_) | What::Other { blank: true } => {}
            What::Other { blank: false } => {
                if !snippet[line.start..line.end].trim_start().starts_with(['#', ';']) {
                    return Err(Refused::new(format!("the entry's snippet is no setting of {}", target.file)));
                }
            }
        }
    }
    if changes.is_empty() {
        return Err(target.has_it());
    }
    Ok(super::form::between(target.text, &text))
}

/// Requirements alone, as they stand in `setup.cfg`; none for another snippet or another file.
fn requirements(target: &Target<'_>, snippet: &str) -> Result<Option<String>, Refused> {
    let lines: Vec<&str> = snippet.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if target.file != "setup.cfg" || !lines.iter().all(|line| Requirement::read(line).is_some()) {
        return Ok(None);
    }
    let is_section = |line: &str| ["[options]", "[metadata]"].contains(&line.trim());
    if !target.text.lines().any(is_section) {
        return Err(Refused::new(format!("{} describes no project: it has no list of dependencies", target.file)));
    }
    Ok(Some(format!("[options]\ninstall_requires =\n    {}", lines.join("\n    "))))
}

/// The change that gives a setting its value; none if it has it.
fn set(
    style: Style,
    text: &str,
    section: &str,
    name: &str,
    value: &str,
    written: &str,
) -> Result<Option<Change>, Refused> {
    let same = |a: &str, b: &str| if style.ignore_case { a.eq_ignore_ascii_case(b) } else { a == b };
    let repeated = REPEATED.contains(&name);
    let lines = read(style, text);
    let (mut now, mut last, mut sleeping, mut seen) = ("", None, None, section.is_empty());
    for line in &lines {
        match &line.what {
            What::Section(name) => {
                now = name;
                seen |= now == section;
            }
            // A snippet that names no section takes the setting wherever it stands.
            _ if !section.is_empty() && now != section => continue,
            What::Setting(there) if same(&there.name, name) => {
                if repeated && unquoted(&text[there.value.clone()]) == unquoted(value) {
                    return Ok(None);
                }
                last = Some((line, there));
            }
            What::Sleeping(there) if same(there, name) => sleeping = Some(line.end),
            _ => {}
        }
    }
    if let Some((line, there)) = last {
        if repeated {
            return Ok(Some(line_at(text, line.end, written)));
        }
        let old = &text[there.value.clone()];
        if style.goes_on && (old.contains('\n') || value.contains('\n')) {
            let Some(new) = lists::with(old, value)? else { return Ok(None) };
            let behind_sign = text[..there.value.start].trim_end_matches([' ', '\t']).len();
            return Ok(Some(Change::replace(behind_sign..there.value.end, new)));
        }
        if unquoted(old) == unquoted(value) {
            return Ok(None);
        }
        return Ok(Some(Change::replace(there.value.clone(), value)));
    }
    if let Some(at) = sleeping {
        return Ok(Some(line_at(text, at, written)));
    }
    if !seen {
        return Ok(Some(paragraph_at_end(text, &format!("[{section}]\n{written}"))));
    }
    Ok(Some(line_at(text, end_of(&lines, section, text.len()), written)))
}

/// Where the last line of a section ends that is not blank.
fn end_of(lines: &[Line], section: &str, len: usize) -> usize {
    // Without a section: in php.ini and the like what stands last still belongs to the last section, which is right.
    if section.is_empty() {
        return len;
    }
    let (mut now, mut end) = ("", len);
    for line in lines {
        if let What::Section(name) = &line.what {
            now = name;
        }
        if now == section && !matches!(line.what, What::Other { blank: true }) {
            // A value of several lines may hold the lines behind it.
            end = if end == len { line.end } else { line.end.max(end) };
        }
    }
    end
}

fn line_at(text: &str, at: usize, written: &str) -> Change {
    if at >= text.len() {
        return at_end(text, written);
    }
    Change::insert(at, format!("{written}\n"))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// The lines of a text; a line that ends in a backslash goes on in the next one.
fn read(style: Style, text: &str) -> Vec<Line> {
    let (mut lines, mut start, mut goes_on) = (Vec::<Line>::new(), 0, false);
    // The setting that an indented line goes on with.
    let mut current: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let bare = line.trim_end();
        if style.goes_on
            && bare.starts_with([' ', '\t'])
            && let Some(Line { end: line_end, what: What::Setting(setting), .. }) =
                current.and_then(|at| lines.get_mut(at))
        {
            setting.value.end = start + bare.len();
            *line_end = end;
            start = end;
            continue;
        }
        let what = if goes_on { What::Other { blank: false } } else { read_line(style, bare, start) };
        goes_on = style.between == Between::Properties && bare.ends_with('\\') && !bare.ends_with(r"\\");
        match what {
            What::Setting(_) => current = Some(lines.len()),
            What::Section(_) => current = None,
            What::Sleeping(_) | What::Other { .. } => {}
        }
        lines.push(Line { start, end, what });
        start = end;
    }
    lines
}

fn read_line(style: Style, bare: &str, start: usize) -> What {
    let trimmed = bare.trim_start();
    if trimmed.is_empty() {
        return What::Other { blank: true };
    }
    if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
        return What::Section(name.trim().to_owned());
    }
    if let Some(rest) = trimmed.strip_prefix(['#', ';', '!']) {
        return match setting(style, rest.trim_start(), 0) {
            // A sentence about a setting is no setting that sleeps.
            Some(setting) if !setting.name.contains(' ') => What::Sleeping(setting.name),
            _ => What::Other { blank: false },
        };
    }
    // Indented lines go on with the value above, where values have several lines.
    let at = start + bare.len() - trimmed.len();
    let (shift, trimmed) = match trimmed.strip_prefix("export ") {
        Some(rest) => (trimmed.len() - rest.len(), rest),
        None => (0, trimmed),
    };
    setting(style, trimmed, at + shift).map_or(What::Other { blank: false }, What::Setting)
}

/// The setting that a line holds; the line begins at `at`.
fn setting(style: Style, line: &str, at: usize) -> Option<Setting> {
    let separator = match style.between {
        Between::Equals => line.find('=')?,
        Between::Space => line.find([' ', '\t'])?,
        Between::Properties => line.find(['=', ':', ' '])?,
        Between::Either => line.find('=').or_else(|| line.find([' ', '\t']))?,
    };
    let name = line[..separator].trim();
    let rest = &line[separator..];
    let skipped = match style.between {
        Between::Space => rest.len() - rest.trim_start().len(),
        _ => {
            let blank = rest.len() - rest.trim_start().len();
            let signed = rest[blank..].strip_prefix(['=', ':']).unwrap_or(&rest[blank..]);
            rest.len() - signed.trim_start().len()
        }
    };
    let value = &rest[skipped..];
    let value = if style.trailing_comments { without_comment(value) } else { value };
    let begins = at + separator + skipped;
    (!name.is_empty()).then(|| Setting { name: name.to_owned(), value: begins..begins + value.trim_end().len() })
}

/// A value without the comment behind it.
fn without_comment(value: &str) -> &str {
    let mut quote = None;
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '#' | ';') => return &value[..at],
            _ => {}
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn settings_get_their_value_where_they_stand() {
        for (file, before, snippet, wanted) in [
            (".env", "", "A=1", "A=1\n"),
            (
                ".env",
                "A=1\nexport DB_HOST=\"localhost\"\nB=2",
                "DB_HOST=127.0.0.1",
                "A=1\nexport DB_HOST=127.0.0.1\nB=2",
            ),
            (".env.local", "A=1", "B=x#y", "A=1\nB=x#y\n"),
            (
                "server.properties",
                "a=1\r\n# advertised.listeners=PLAINTEXT://x:1\r\nb = 2\r\n",
                "advertised.listeners=PLAINTEXT://kafka:9092",
                "a=1\r\n# advertised.listeners=PLAINTEXT://x:1\r\nadvertised.listeners=PLAINTEXT://kafka:9092\r\nb = 2\r\n",
            ),
            (
                "gradle/wrapper/gradle-wrapper.properties",
                "distributionUrl=https\\://services.gradle.org/distributions/gradle-7.4-bin.zip\nzipStoreBase=X\n",
                "distributionUrl=https\\://services.gradle.org/distributions/gradle-8.10-bin.zip",
                "distributionUrl=https\\://services.gradle.org/distributions/gradle-8.10-bin.zip\nzipStoreBase=X\n",
            ),
            (
                "php.ini",
                "[PHP]\nupload_max_filesize = 2M ; small\n;post_max_size = 8M\n[Date]\n",
                "upload_max_filesize = 64M\npost_max_size = 72M",
                "[PHP]\nupload_max_filesize = 64M ; small\n;post_max_size = 8M\npost_max_size = 72M\n[Date]\n",
            ),
            (
                "php.ini",
                "extension=curl\nextension=intl\n\n[Date]\n",
                "extension=zip",
                "extension=curl\nextension=intl\nextension=zip\n\n[Date]\n",
            ),
            (
                "postgresql.conf",
                "#listen_addresses = 'localhost'\t\t# what IP address(es)\nport = 5432 # (change requires restart)\n",
                "listen_addresses = '*'\nport = 5433",
                "#listen_addresses = 'localhost'\t\t# what IP address(es)\nlisten_addresses = '*'\nport = 5433 # (change requires restart)\n",
            ),
            (
                "redis.conf",
                "# maxmemory-policy noeviction\nmaxmemory  1gb\n",
                "maxmemory-policy allkeys-lru\nmaxmemory 2gb",
                "# maxmemory-policy noeviction\nmaxmemory-policy allkeys-lru\nmaxmemory  2gb\n",
            ),
            (
                ".npmrc",
                "registry=https://r.example/\n",
                "legacy-peer-deps=true",
                "registry=https://r.example/\nlegacy-peer-deps=true\n",
            ),
            (
                "my.cnf",
                "[client]\nport=3306\n\n[mysqld]\nport=3306\n",
                "[client]\nmax_allowed_packet=64M\n[mysqld]\nmax_allowed_packet=64M",
                "[client]\nport=3306\nmax_allowed_packet=64M\n\n[mysqld]\nport=3306\nmax_allowed_packet=64M\n",
            ),
            (
                "my.cnf",
                "[client]\nport=1\n",
                "[mysqld]\nmax_allowed_packet=64M",
                "[client]\nport=1\n\n[mysqld]\nmax_allowed_packet=64M\n",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
    }

    #[test]
    fn a_list_of_several_lines_gets_what_it_lacks() {
        let head = "[metadata]\nname = x\n\n[options]\n";
        for (before, snippet, wanted) in [
            (
                "packages = find:\ninstall_requires =\n    numpy\n    # for images\n    Pillow==9\n\n[flake8]\nmax = 1\n",
                "pillow>=10\nyarl",
                "packages = find:\ninstall_requires =\n    numpy\n    # for images\n    Pillow>=10\n    yarl\n\n[flake8]\nmax = 1\n",
            ),
            ("install_requires =\r\n\tnumpy\r\n", "yarl", "install_requires =\r\n\tnumpy\r\n\tyarl\r\n"),
            ("install_requires = numpy\n", "yarl", "install_requires =\n    numpy\n    yarl\n"),
            ("install_requires =\n", "yarl", "install_requires =\n    yarl\n"),
            ("packages = find:\n", "yarl>=1", "packages = find:\ninstall_requires =\n    yarl>=1\n"),
            (
                "packages = find:\n\n[options.extras_require]\ntest =\n  pytest\n",
                "[options.extras_require]\ntest =\n    pytest>=8\n    tox",
                "packages = find:\n\n[options.extras_require]\ntest =\n  pytest>=8\n  tox\n",
            ),
        ] {
            let line_end = if before.contains('\r') { "\r\n" } else { "\n" };
            let head = head.replace('\n', line_end);
            let (before, wanted) = (format!("{head}{before}"), format!("{head}{wanted}"));
            assert_eq!(after("setup.cfg", &before, snippet), Ok(wanted), "{snippet}");
        }
        assert!(refused("setup.cfg", "[flake8]\nmax = 1\n", "yarl").contains("no project"));
        assert_eq!(
            after("tox.ini", "[tox]\nenvlist =\n    py38\n    lint\n", "[tox]\nenvlist =\n    py312").as_deref(),
            Ok("[tox]\nenvlist =\n    py38\n    lint\n    py312\n")
        );
    }

    #[test]
    fn what_is_there_is_refused() {
        assert_eq!(refused(".env", "A='1'\n", "A=1"), ".env has it already");
        assert_eq!(refused("postgresql.conf", "PORT 5432\n", "port = 5432"), "postgresql.conf has it already");
        assert!(refused(".env", "A=1\n", "just words").contains("no setting"));
        // The last of several counts.
        assert_eq!(after("redis.conf", "timeout 1\ntimeout 2\n", "timeout 1").as_deref(), Ok("timeout 1\ntimeout 1\n"));
    }
}
