//! Files of statements and blocks in braces: nginx, Terraform, Gradle.

mod nginx;
mod read;

pub(super) use nginx::edit as nginx;

use super::Target;
use super::form::between;
use super::lines::paragraph_at_end;
use crate::fix::change::{self, Change, Refused};
use read::{Dialect, Statement, read};

/// Blocks that stand in a file once; others of the same head may be added.
const REPEATED: &[&str] = &["moved", "import", "removed", "check", "dynamic"];

/// Blocks that stand within others.
const NESTED: &[&str] = &["connection", "content", "lifecycle", "provisioner", "timeouts"];

/// A Terraform file: blocks are merged by their head, arguments by their name.
pub(super) fn terraform(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let wanted = read(Dialect::Terraform, snippet);
    let bare = wanted.iter().any(|statement| {
        statement.body.is_none() || statement.head.ends_with('=') || NESTED.contains(&statement.verb())
    });
    if !bare {
        return merge_all(Dialect::Terraform, target, snippet);
    }
    // An argument alone belongs into the block at which Terraform stopped.
    let there = read(Dialect::Terraform, target.text);
    // The block at the top: what is inside of it is found by its head.
    let at = target.near_offset();
    let block = match wanted.iter().any(|statement| NESTED.contains(&statement.verb())) {
        true => at.and_then(|at| there.iter().find(|block| block.body.is_some() && block.range.contains(&at))),
        false => at.and_then(|at| innermost(&there, at)),
    };
    let block = block.ok_or_else(|| Refused::new("the log does not say which block it is"))?;
    let mut changes = Vec::new();
    for statement in &wanted {
        changes.extend(merge(Dialect::Terraform, target.text, Some(block), statement, snippet)?);
    }
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

/// A build script of Gradle.
pub(super) fn gradle(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let snippet = if target.file.ends_with(".kts") { in_kotlin(snippet) } else { snippet.to_owned() };
    merge_all(Dialect::Gradle, target, &snippet)
}

/// Groovy's calls without brackets and strings in single quotes as Kotlin writes them.
fn in_kotlin(snippet: &str) -> String {
    let line = |line: &str| {
        let trimmed = line.trim_start();
        let indent = &line[..line.len() - trimmed.len()];
        match trimmed.split_once(" '") {
            Some((verb, rest)) if verb.bytes().all(|b| b.is_ascii_alphanumeric()) && rest.ends_with('\'') => {
                format!("{indent}{verb}(\"{}\")", rest.trim_end_matches('\''))
            }
            _ => line.replace('\'', "\""),
        }
    };
    snippet.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Merges the statements of the snippet into the top of the file.
fn merge_all(dialect: Dialect, target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let mut text = target.text.to_owned();
    for statement in &read(dialect, snippet) {
        let changes = merge(dialect, &text, None, statement, snippet)?;
        text = change::apply(&text, &changes)?;
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

/// Brings one statement into a block of the text, or to its top.
fn merge(
    dialect: Dialect,
    text: &str,
    parent: Option<&Statement>,
    wanted: &Statement,
    snippet: &str,
) -> Result<Vec<Change>, Refused> {
    let top;
    let siblings = match parent {
        Some(parent) => parent.children(),
        None => {
            top = read(dialect, text);
            &top
        }
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let written = &snippet[wanted.range.clone()];
    if siblings.iter().any(|there| squeezed(&text[there.range.clone()]) == squeezed(written)) {
        return Ok(Vec::new());
    }
    let verb = wanted.head.split_whitespace().next().unwrap_or_default();
    if wanted.body.is_some() && !REPEATED.contains(&verb) {
        if let Some(there) = siblings.iter().find(|there| there.body.is_some() && there.head == wanted.head) {
            let mut changes = Vec::new();
            for child in wanted.children() {
                changes.extend(merge(dialect, text, Some(there), child, snippet)?);
            }
            return Ok(changes);
        }
    } else if let Some((name, value)) = assignment(&wanted.head)
        && wanted.body.is_none()
    {
        let same = |there: &&Statement| assignment(&there.head).is_some_and(|(old, _)| old == name);
        if let Some(there) = siblings.iter().find(same) {
            let old = &text[there.range.clone()];
            if there.body.is_some() || old.contains('\n') {
                return Err(Refused::new(format!("`{name}` has another kind of value there")));
            }
            let begin = there.range.start + old.find('=').map_or(0, |at| at + 1);
            let begin = begin + (text[begin..].len() - text[begin..].trim_start().len());
            return Ok(vec![Change::replace(begin..there.range.end, value)]);
        }
    }
    insert(text, parent, written, snippet, wanted.range.start).map(|change| vec![change])
}

/// `name = value` in its parts.
fn assignment(head: &str) -> Option<(&str, &str)> {
    let (name, value) = head.split_once('=')?;
    let name = name.trim();
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    (is_name && !name.is_empty() && !value.starts_with('=')).then(|| (name, value.trim()))
}

/// Puts a statement at the end of a block, or of the file.
fn insert(text: &str, parent: Option<&Statement>, written: &str, snippet: &str, at: usize) -> Result<Change, Refused> {
    let written = read::dedented(written, read::column(snippet, at));
    let Some((parent, body)) = parent.and_then(|parent| Some((parent, parent.body.as_ref()?))) else {
        return Ok(paragraph_at_end(text, &written));
    };
    let own = read::indent(text, parent.range.start);
    let last = body.children.last();
    let inner = match last {
        Some(last) if read::begins_line(text, last.range.start) => read::indent(text, last.range.start).to_owned(),
        _ => format!("{own}{}", read::unit(text)),
    };
    let written = written.lines().map(|line| if line.is_empty() { String::new() } else { format!("{inner}{line}") });
    let written = written.collect::<Vec<_>>().join("\n");
    let close = body.range.end - 1;
    if !text.is_char_boundary(close) || !text[close..].starts_with('}') {
        return Err(Refused::new("a block is not closed"));
    }
    if read::begins_line(text, close) {
        return Ok(Change::insert(read::line_start(text, close), format!("{written}\n")));
    }
    // `{}` and `{ one line }` are opened.
    let kept = body.range.start + 1 + text[body.range.start + 1..close].trim_end().len();
    Ok(Change::replace(kept..close, format!("\n{written}\n{own}")))
}

/// The innermost block around an offset.
fn innermost(statements: &[Statement], at: usize) -> Option<&Statement> {
    let around = statements.iter().find(|statement| {
        // The line of an error may be the one with the head.
        statement.body.is_some() && statement.range.start <= at && at < statement.range.end
    })?;
    innermost(around.children(), at).or(Some(around))
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::Near;
    use crate::fix::manifest::fixture::{after, after_near, refused};

    #[test]
    fn terraform_blocks_are_merged_by_their_head() {
        for (before, snippet, wanted) in [
            (
                "terraform {\n  backend \"s3\" {} # b\n}\n",
                "terraform {\n  required_version = \">= 1.3\"\n}",
                "terraform {\n  backend \"s3\" {} # b\n  required_version = \">= 1.3\"\n}\n",
            ),
            (
                "terraform {\r\n  required_version = \"1.2\" # old\r\n  required_providers {\r\n    aws = {\r\n      source = \"hashicorp/aws\"\r\n    }\r\n  }\r\n}\r\n",
                "terraform {\n  required_version = \">= 1.3\"\n  required_providers {\n    github = {\n      source = \"integrations/github\"\n    }\n  }\n}",
                "terraform {\r\n  required_version = \">= 1.3\" # old\r\n  required_providers {\r\n    aws = {\r\n      source = \"hashicorp/aws\"\r\n    }\r\n    github = {\r\n      source = \"integrations/github\"\r\n    }\r\n  }\r\n}\r\n",
            ),
            (
                "moved {\n  from = a.x\n  to   = a.y\n}\n",
                "moved {\n  from = a.b\n  to   = a.c\n}",
                "moved {\n  from = a.x\n  to   = a.y\n}\n\nmoved {\n  from = a.b\n  to   = a.c\n}\n",
            ),
            ("", "output \"vpc_id\" {\n  value = x\n}", "output \"vpc_id\" {\n  value = x\n}\n"),
            (
                "locals {\n  a = \"${var.x[\"}\"]}\" # }\n  b = <<-EOT\n  }\n  EOT\n}\noutput \"x\" {\n  value = 1\n}\n",
                "output \"x\" {\n  sensitive = true\n}",
                "locals {\n  a = \"${var.x[\"}\"]}\" # }\n  b = <<-EOT\n  }\n  EOT\n}\noutput \"x\" {\n  value = 1\n  sensitive = true\n}\n",
            ),
        ] {
            assert_eq!(after("main.tf", before, snippet).as_deref(), Ok(wanted), "{snippet}");
        }
    }

    #[test]
    fn an_argument_alone_needs_the_place_of_the_error() {
        let before = "output \"a\" {\n  value = 1\n}\noutput \"b\" {\n  value = 2\n}\n";
        assert!(refused("outputs.tf", before, "sensitive = true").contains("which block"));
        let near = Near { line: Some(4), text: None };
        let wanted = before.replacen("value = 2\n", "value = 2\n  sensitive = true\n", 1);
        assert_eq!(after_near("outputs.tf", before, "sensitive = true", near).as_deref(), Ok(wanted.as_str()));
    }

    #[test]
    fn a_nested_block_is_merged_into_the_one_of_the_error() {
        let before = "resource \"a\" \"b\" {\n  lifecycle {\n    prevent_destroy = true # keep\n  }\n}\n";
        let wanted = before.replacen("true", "false", 1);
        let near = Near { line: Some(1), text: None };
        let after = after_near("main.tf", before, "lifecycle {\n  prevent_destroy = false\n}", near);
        assert_eq!(after.as_deref(), Ok(wanted.as_str()));
    }

    #[test]
    fn gradle_blocks_are_merged_by_their_head() {
        for (file, before, snippet, wanted) in [
            (
                "build.gradle",
                "plugins {\n    id 'java'\n}\n\nrepositories {\n    mavenCentral() // c\n}\n",
                "repositories {\n    mavenCentral()\n    google()\n}",
                "plugins {\n    id 'java'\n}\n\nrepositories {\n    mavenCentral() // c\n    google()\n}\n",
            ),
            (
                "build.gradle.kts",
                "dependencies {}\n",
                "dependencies {\n    implementation 'a:b:1'\n}",
                "dependencies {\n    implementation(\"a:b:1\")\n}\n",
            ),
            (
                "build.gradle",
                "apply plugin: 'java'\ntargetCompatibility = '1.7'\n",
                "targetCompatibility = '1.8'\nrepositories { google() }",
                "apply plugin: 'java'\ntargetCompatibility = '1.8'\n\nrepositories { google() }\n",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
        assert!(
            refused("build.gradle", "repositories { google() }", "repositories {\n  google()\n}").contains("already")
        );
    }

    #[test]
    fn nginx_directives_go_where_they_take_effect() {
        let file = "events {}\nhttp {\n    # the app\n    server {\n        listen 80;\n        location / {\n            proxy_pass http://app:3000; # app\n        }\n        location /img { root /srv; }\n    }\n}\n";
        let pass = "proxy_pass http://app:3000; # app\n";
        for (snippet, old, new) in [
            ("listen 8080;", "listen 80;", "listen 8080;"),
            ("proxy_pass http://app:8000;", "http://app:3000;", "http://app:8000;"),
            (
                "proxy_read_timeout 300s;",
                pass,
                "proxy_pass http://app:3000; # app\n            proxy_read_timeout 300s;\n",
            ),
            (
                "resolver 127.0.0.11 valid=10s;\nset $up http://app:3000;\nproxy_pass $up;",
                "            proxy_pass http://app:3000; # app\n",
                "            resolver 127.0.0.11 valid=10s;\n            set $up http://app:3000;\n            proxy_pass $up; # app\n",
            ),
            ("client_max_body_size 20m;", "    }\n}\n", "    }\n    client_max_body_size 20m;\n}\n"),
            ("server_names_hash_bucket_size 128;", "    }\n}\n", "    }\n    server_names_hash_bucket_size 128;\n}\n"),
            ("events { worker_connections 4096; }", "events {}", "events {\n    worker_connections 4096;\n}"),
        ] {
            assert_eq!(
                after("nginx.conf", file, snippet).as_deref(),
                Ok(file.replacen(old, new, 1).as_str()),
                "{snippet}"
            );
        }
        let two = "server {\n\tlisten 80;\n}\nserver {\n\tlisten 81;\n}\n";
        assert!(refused("nginx/conf.d/a.conf", two, "listen 8080;").contains("several"));
        let near = Near { line: Some(5), text: None };
        let after = after_near("nginx/conf.d/a.conf", two, "client_max_body_size 1m;", near);
        assert_eq!(
            after.as_deref(),
            Ok("server {\n\tlisten 80;\n}\nserver {\n\tlisten 81;\n\tclient_max_body_size 1m;\n}\n")
        );
        assert!(refused("nginx.conf", file, "unheard_of on;").contains("where"));
    }
}
