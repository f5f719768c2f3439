//! The level that a line states.

use super::super::Level;
use super::scan::{Scan, blanks};

/// The longest thread, logger or process name that is looked over in search of a level behind it.
const LONGEST_NAME: usize = 60;

/// How far into a line `level=` is looked for.
const FIELDS: usize = 256;

/// A level word in capitals, as loggers print it.
pub(super) fn upper_word(word: &[u8]) -> Option<Level> {
    Some(match word {
        b"TRACE" | b"FINEST" | b"FINER" | b"VERBOSE" | b"TRC" | b"VRB" => Level::Trace,
        b"DEBUG" | b"FINE" | b"DBG" => Level::Debug,
        b"INFO" | b"NOTICE" | b"CONFIG" | b"INF" => Level::Info,
        b"WARN" | b"WARNING" | b"WRN" => Level::Warning,
        b"ERROR" | b"SEVERE" | b"ERR" => Level::Error,
        b"FATAL" | b"CRITICAL" | b"PANIC" | b"EMERG" | b"EMERGENCY" | b"ALERT" | b"CRIT" | b"FTL" => Level::Fatal,
        _ => return None,
    })
}

/// A level word in any case: where something else already says that it is one.
pub(in crate::text::clean) fn any_word(word: &[u8]) -> Option<Level> {
    if word.len() > 9 {
        return None;
    }
    upper_word(&word.to_ascii_uppercase()).or(match word {
        b"warnings" => Some(Level::Warning),
        b"err" | b"eror" => Some(Level::Error),
        _ => None,
    })
}

/// The level that `bytes` states at `at` and the place behind it. `stamped`: a timestamp stands before, so a thread or
/// a logger may stand before the level. `letter`: the level is a single letter, as Android prints it.
pub(super) fn stated(bytes: &[u8], at: usize, stamped: bool, letter: bool) -> Option<(Level, usize)> {
    let at = at + blanks(&bytes[at..]);
    let scan = |at| Scan { at, ..Scan::new(bytes) };
    if letter && let Some(found) = logcat_letter(scan(at)) {
        return Some(found);
    }
    if let Some(found) = bracketed(scan(at)).or_else(|| upper(scan(at))).or_else(|| slashed(scan(at))) {
        return Some(found);
    }
    if let Some(found) = lower(scan(at)) {
        return Some(found);
    }
    if !stamped {
        return None;
    }
    // Threads in brackets, a process number, a logger's name: `[main] ERROR`, `1234 ERROR`, `app.db - ERROR - `.
    let mut here = at;
    for _ in 0..3 {
        here = over_name(scan(here))?;
        if let Some(found) = bracketed(scan(here)).or_else(|| upper(scan(here))) {
            return Some(found);
        }
    }
    None
}

fn over_name(mut scan: Scan<'_>) -> Option<usize> {
    match scan.peek()? {
        open @ (b'[' | b'(') => {
            scan.at += 1;
            let close = if open == b'[' { b']' } else { b')' };
            scan.run(1, LONGEST_NAME, |b| b != close)?;
            scan.byte(close)?;
        }
        _ => {
            scan.run(1, LONGEST_NAME, |b| !matches!(b, b' ' | b'\t'))?;
        }
    }
    let blank = blanks(scan.rest());
    scan.at += blank;
    let mut dash = scan;
    if dash.one_of(b"-|").is_some() && dash.border().is_some() {
        scan = dash;
        scan.at += blanks(scan.rest());
    }
    (blank > 0).then_some(scan.at)
}

/// `[ERROR]`, `[error    ]`, `[core:error]`, `<ERROR>`, `(ERROR)`.
fn bracketed(mut scan: Scan<'_>) -> Option<(Level, usize)> {
    let open = scan.one_of(b"[<(|")?;
    scan.run(0, 4, |b| b == b' ');
    let mut word = scan.run(1, 24, |b| b.is_ascii_alphanumeric() || b == b':' || b == b'_')?;
    if let Some(colon) = memchr::memrchr(b':', word) {
        word = &word[colon + 1..];
    }
    let level = if open == b'[' { any_word(word)? } else { upper_word(word)? };
    scan.run(0, 6, |b| b == b' ');
    scan.one_of(b"]>)|")?;
    let _ = scan.byte(b':');
    let end = after(&mut scan)?;
    // nginx: `[error] 29#29: *1 message`
    let mut ids = Scan { at: end, ..scan };
    if ids.number(1, 10).is_some()
        && ids.byte(b'#').is_some()
        && ids.number(1, 10).is_some()
        && ids.byte(b':').is_some()
    {
        ids.at += blanks(ids.rest());
        let before = ids;
        if ids.byte(b'*').is_none() || ids.number(1, 18).is_none() || ids.border().is_none() {
            ids = before;
        }
        return Some((level, ids.at));
    }
    Some((level, end))
}

/// `ERROR`, `ERROR:`, `ERROR:root:`, `ERROR |`, `ERROR 1234 --- [main] logger :`.
fn upper(mut scan: Scan<'_>) -> Option<(Level, usize)> {
    let word = scan.run(3, 9, |b| b.is_ascii_uppercase())?;
    let level = upper_word(word)?;
    let _ = scan.byte(b']');
    let mut named = scan;
    if named.byte(b':').is_some()
        && named.run(1, LONGEST_NAME, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b)).is_some()
        && named.byte(b':').is_some()
        && named.peek() != Some(b':')
    {
        // Python's basicConfig: level, logger, message, with nothing between them.
        return Some((level, named.at));
    }
    let _ = scan.one_of(b":|,");
    let end = after(&mut scan)?;
    Some((level, spring(Scan { at: end, ..scan }).unwrap_or(end)))
}

/// Behind the level, blanks and one separator. `None` if the word goes on.
fn after(scan: &mut Scan<'_>) -> Option<usize> {
    match scan.peek() {
        None | Some(b' ' | b'\t' | b'[' | b'(') => {}
        _ => return None,
    }
    let mut end = *scan;
    end.at += blanks(end.rest());
    let mut marked = end;
    // `ERROR | module:function:12 - message`, `ERROR - message`, Ruby's `ERROR -- : message`
    if marked.literal(b"-- :").is_some() || marked.literal(b"- ").is_some() || marked.literal(b"| ").is_some() {
        marked.at += blanks(marked.rest());
        end = marked;
        let mut place = end;
        if place.run(3, 120, |b| b.is_ascii_alphanumeric() || b"._:<>".contains(&b)).is_some_and(|p| p.contains(&b':'))
            && place.literal(b" - ").is_some()
        {
            end = place;
        }
    }
    scan.at = end.at;
    Some(end.at)
}

/// Spring Boot: process, `---`, thread, logger, then ` : `.
fn spring(mut scan: Scan<'_>) -> Option<usize> {
    scan.number(1, 10)?;
    scan.literal(b" --- [")?;
    let head = &scan.rest()[..scan.rest().len().min(160)];
    memchr::memmem::find(head, b" : ").map(|found| scan.at + found + 3)
}

/// `E/Tag( 123): `, as Android prints it; `E: `, as apt does.
fn slashed(mut scan: Scan<'_>) -> Option<(Level, usize)> {
    let level = letter(scan.one_of(b"VDIWEFAN")?)?;
    if scan.literal(b": ").is_some() {
        return Some((level, scan.at));
    }
    scan.byte(b'/')?;
    tag(scan).map(|end| (level, end))
}

/// Android's levels.
pub(super) fn letter(letter: u8) -> Option<Level> {
    Some(match letter {
        b'V' => Level::Trace,
        b'D' => Level::Debug,
        b'I' | b'N' => Level::Info,
        b'W' => Level::Warning,
        b'E' => Level::Error,
        b'F' | b'A' => Level::Fatal,
        _ => return None,
    })
}

fn logcat_letter(mut scan: Scan<'_>) -> Option<(Level, usize)> {
    let level = letter(scan.one_of(b"VDIWEFA")?)?;
    scan.byte(b' ')?;
    tag(scan).map(|end| (level, end))
}

/// A tag, perhaps with a process number, and a colon.
fn tag(mut scan: Scan<'_>) -> Option<usize> {
    scan.run(1, 40, |b| b.is_ascii_alphanumeric() || b"._- ".contains(&b))?;
    if scan.byte(b'(').is_some() {
        scan.run(0, 8, |b| b == b' ');
        scan.number(1, 8)?;
        scan.byte(b')')?;
    }
    scan.literal(b": ")?;
    Some(scan.at)
}

/// `error: `, `error[E0308]: `, `warn: ` as compilers and .NET print them; `Error: ` is as often the name of an
/// exception, so the message keeps it.
fn lower(mut scan: Scan<'_>) -> Option<(Level, usize)> {
    let start = scan.at;
    let word = scan.run(4, 8, |b| b.is_ascii_alphabetic())?;
    let level = match word {
        b"error" | b"fail" | b"Error" => Level::Error,
        b"warning" | b"warn" | b"Warning" => Level::Warning,
        b"fatal" | b"crit" | b"critical" | b"panic" | b"Fatal" => Level::Fatal,
        b"info" | b"notice" | b"Notice" => Level::Info,
        b"debug" | b"dbug" => Level::Debug,
        b"trace" | b"trce" => Level::Trace,
        _ => return None,
    };
    let _ = scan.literal(b" error");
    if scan.peek() == Some(b'[') && level == Level::Error {
        return Some((level, start));
    }
    scan.byte(b':')?;
    match scan.peek() {
        None => {}
        Some(b' ') => scan.at += blanks(scan.rest()),
        Some(_) => return None,
    }
    Some((level, if word[0].is_ascii_uppercase() { start } else { scan.at }))
}

/// `level=error`, `severity: "ERROR"`: the level of a line of fields. The whole line is its message.
pub(super) fn in_fields(bytes: &[u8]) -> Option<Level> {
    let window = &bytes[..bytes.len().min(FIELDS)];
    for equals in memchr::memchr_iter(b'=', window) {
        let name = &window[..equals];
        if !(name.ends_with(b"level") || name.ends_with(b"lvl") || name.ends_with(b"severity")) {
            continue;
        }
        let value = &window[equals + 1..];
        let value = value.strip_prefix(b"\"").unwrap_or(value);
        let word = value.split(|b| !b.is_ascii_alphabetic()).next().unwrap_or_default();
        if let Some(level) = any_word(word) {
            return Some(level);
        }
    }
    None
}
