//! nginx: a directive goes into the block where it takes effect.

use super::read::{self, Dialect, Statement, read};
use super::{innermost, insert, merge};
use crate::fix::change::{self, Change, Refused};
use crate::fix::manifest::Target;
use crate::fix::manifest::form::between;

/// Directives that are told apart by their first two words.
const TWO_WORDS: &[&str] = &["add_header", "fastcgi_param", "location", "proxy_set_header", "set", "uwsgi_param"];

/// Directives of the whole `http` block.
const HTTP: &[&str] = &[
    "client_body_buffer_size",
    "client_body_timeout",
    "client_header_buffer_size",
    "client_max_body_size",
    "gzip",
    "keepalive_timeout",
    "large_client_header_buffers",
    "limit_req_zone",
    "map",
    "map_hash_bucket_size",
    "resolver",
    "send_timeout",
    "server",
    "server_names_hash_bucket_size",
    "server_names_hash_max_size",
    "types_hash_max_size",
    "upstream",
    "variables_hash_max_size",
];

/// Directives of a `server` block.
const SERVER: &[&str] = &["error_page", "index", "listen", "location", "root", "server_name", "try_files"];

/// Directives at the top of the file.
const MAIN: &[&str] =
    &["error_log", "events", "http", "load_module", "pid", "user", "worker_processes", "worker_rlimit_nofile"];

/// What a directive takes effect beside: `proxy_read_timeout` beside `proxy_pass`.
fn anchor(verb: &str) -> Option<&'static str> {
    Some(match verb.split_once('_')?.0 {
        "proxy" => "proxy_pass",
        "fastcgi" => "fastcgi_pass",
        "uwsgi" => "uwsgi_pass",
        "grpc" => "grpc_pass",
        _ => return None,
    })
}

pub(in crate::fix::manifest) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let wanted = read(Dialect::Nginx, snippet);
    if wanted.is_empty() {
        return Err(Refused::new("the entry's snippet is no directive of nginx"));
    }
    let mut text = target.text.to_owned();
    // From the last to the first: what prepares a directive goes before it, and may name what the next one replaces.
    let mut next: Option<&Statement> = None;
    for statement in wanted.iter().rev() {
        let changes = place(target, &text, statement, next, snippet)?;
        text = change::apply(&text, &changes)?;
        next = Some(statement);
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

fn place(
    target: &Target<'_>,
    text: &str,
    wanted: &Statement,
    next: Option<&Statement>,
    snippet: &str,
) -> Result<Vec<Change>, Refused> {
    let there = read(Dialect::Nginx, text);
    let verb = wanted.verb();
    // A line of the error is one of the text before; changes so far have only added lines behind it.
    let near = target.near_offset().filter(|at| text.is_char_boundary(*at)).and_then(|at| innermost(&there, at));
    let mut all = Vec::new();
    collect(&there, None, &mut all);
    let mut same: Vec<_> = all.iter().filter(|(_, statement)| key(statement) == key(wanted)).collect();
    let inside = |statement: &Statement, block: &Statement| {
        block.range.start <= statement.range.start && statement.range.end <= block.range.end
    };
    if let Some(near) = near {
        same.retain(|(_, statement)| inside(statement, near));
    }
    match same.as_slice() {
        [(parent, there)] => {
            if wanted.body.is_some() {
                return merge(Dialect::Nginx, text, *parent, wanted, snippet);
            }
            if there.head == wanted.head {
                return Ok(Vec::new());
            }
            return Ok(vec![Change::replace(there.range.clone(), &snippet[wanted.range.clone()])]);
        }
        [] => {}
        several if several.iter().all(|(_, statement)| statement.head == wanted.head) && wanted.body.is_none() => {
            return Ok(Vec::new());
        }
        _ => return Err(Refused::new(format!("{} has several `{verb}`, and the log does not say which", target.file))),
    }
    // What prepares the next directive stands before it.
    if let (Some(next), "set" | "resolver") = (next, verb) {
        let before = all.iter().find(|(_, statement)| statement.head == next.head);
        if let Some((_, before)) = before {
            let start = read::line_start(text, before.range.start);
            let indent = read::indent(text, before.range.start);
            return Ok(vec![Change::insert(start, format!("{indent}{}\n", &snippet[wanted.range.clone()]))]);
        }
    }
    let blocks = |name: &str| -> Vec<&Statement> {
        all.iter().map(|(_, statement)| *statement).filter(|it| it.body.is_some() && it.verb() == name).collect()
    };
    let parent = if let Some(anchor) = anchor(verb) {
        let anchored: Vec<_> = all.iter().filter(|(_, statement)| statement.verb() == anchor).collect();
        let anchored: Vec<_> = match near {
            Some(near) => anchored.into_iter().filter(|(_, statement)| inside(statement, near)).collect(),
            None => anchored,
        };
        let Some((first, _)) = anchored.first() else {
            return Err(Refused::new(format!("{} has no `{anchor}` that it could stand beside", target.file)));
        };
        // The innermost block that holds all of them.
        let mut parent = *first;
        while let Some(block) = parent.filter(|block| !anchored.iter().all(|(_, it)| inside(it, block))) {
            parent = all.iter().find(|(_, statement)| std::ptr::eq(*statement, block)).and_then(|(above, _)| *above);
        }
        parent
    } else if let Some(near) = near.filter(|near| near.verb() == "server" || near.verb() == "http") {
        Some(near)
    } else if SERVER.contains(&verb) {
        match blocks("server").as_slice() {
            [one] => Some(*one),
            [] => return Err(Refused::new(format!("{} has no server", target.file))),
            _ => {
                return Err(Refused::new(format!(
                    "{} has several servers, and the log does not say which",
                    target.file
                )));
            }
        }
    } else if HTTP.contains(&verb) {
        // A file of `conf.d` is read within `http`.
        blocks("http").first().copied()
    } else if MAIN.contains(&verb) {
        None
    } else {
        return Err(Refused::new(format!("loglore does not know where `{verb}` belongs")));
    };
    let written = &snippet[wanted.range.clone()];
    insert(text, parent, written, snippet, wanted.range.start).map(|change| vec![change])
}

/// All statements, each with the block that holds it.
fn collect<'s>(
    statements: &'s [Statement],
    parent: Option<&'s Statement>,
    found: &mut Vec<(Option<&'s Statement>, &'s Statement)>,
) {
    for statement in statements {
        found.push((parent, statement));
        collect(statement.children(), Some(statement), found);
    }
}

/// What tells a directive from others of its block.
fn key(statement: &Statement) -> (bool, Vec<&str>) {
    let verb = statement.verb();
    let words = match verb {
        "upstream" | "map" => usize::MAX,
        _ if TWO_WORDS.contains(&verb) => 2,
        _ => 1,
    };
    (statement.body.is_some(), statement.head.split_whitespace().take(words).collect())
}
