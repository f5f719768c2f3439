//! Who wrote a line: containers, pods, ranks, units; and the marks of CI systems.

use std::ops::Range;

use super::scan::{Scan, blanks};
use super::{Around, Kind, Prefix, level};
use crate::text::clean::Level;

/// How many lines above and below are asked whether they have the same doubtful prefix.
const NEIGHBOURS: isize = 8;

/// How many lines of a failed step BuildKit repeats at most, with room to spare.
const REPEATED: isize = 64;

/// The alphabet of the random parts of pod names (`k8s.io/apimachinery/pkg/util/rand`).
const POD_LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

fn written(len: usize, writer: Range<usize>) -> Prefix {
    Prefix { len, writer: Some(writer), ..Prefix::default() }
}

fn mark(len: usize, level: Option<Level>) -> Prefix {
    Prefix { len, level, ..Prefix::default() }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-/@".contains(&byte)
}

/// `|| `: a line of Vim's quickfix list that names no place. Its own indentation stays.
pub(super) fn quickfix(bytes: &[u8]) -> Option<Prefix> {
    bytes.starts_with(b"|| ").then(|| mark(3, None))
}

/// `host unit[pid]: `, and after syslog's own timestamp also `host unit: `; `app[web.1]: ` as Heroku prints it.
pub(super) fn syslog(bytes: &[u8], certain: bool) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    let mut host = scan;
    if host.run(1, 255, |b| is_name(b) || b == b':').is_some_and(|name| !name.ends_with(b":"))
        && host.byte(b' ').is_some()
        && let Some(found) = unit(host, certain)
    {
        let name = scan.run(1, 255, |b| b != b' ')?;
        return level::upper_word(name).is_none().then_some(found);
    }
    unit(scan, false)
}

fn unit(mut scan: Scan<'_>, certain: bool) -> Option<Prefix> {
    let start = scan.at;
    let name = scan.run(1, 128, |b| is_name(b) || b"()+~:\\".contains(&b))?;
    let mut end = scan.at;
    if scan.byte(b'[').is_some() {
        scan.run(1, 40, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b))?;
        scan.byte(b']')?;
        end = scan.at;
        scan.byte(b':')?;
    } else {
        let bare = name.strip_suffix(b":")?;
        let kernel = bare == b"kernel" || bare == b"systemd";
        if !(certain || kernel) || bare.is_empty() || bare.contains(&b':') {
            return None;
        }
        end -= 1;
    }
    scan.border()?;
    Some(written(scan.at, start..end))
}

/// What stands between a timestamp and the message: the stream of a container (`stdout F `), a stream of GitLab
/// (`00O `), the process of PostgreSQL or MySQL.
pub(super) fn after_stamp(bytes: &[u8]) -> Option<Prefix> {
    let start = Scan::new(bytes);
    let mut scan = start;
    if scan.literal(b"stdout").or_else(|| scan.literal(b"stderr")).is_some() {
        scan.byte(b' ')?;
        scan.one_of(b"FP")?;
        scan.border()?;
        return Some(mark(scan.at, None));
    }
    let gitlab = (|| {
        let mut scan = start;
        scan.one_of(b"0123456789abcdef")?;
        scan.one_of(b"0123456789abcdef")?;
        scan.one_of(b"OE")?;
        scan.one_of(b" +")?;
        Some(mark(scan.at, None))
    })();
    gitlab.or_else(|| mysql(start)).or_else(|| postgres(start)).or_else(|| android_studio(start))
}

/// `1234-1240  AndroidRuntime   com.example.shop   E  `: process and thread, tag, package and level as Android Studio shows them.
fn android_studio(mut scan: Scan<'_>) -> Option<Prefix> {
    scan.run(0, 6, |b| b == b' ');
    let start = scan.at;
    scan.number(1, 7)?;
    scan.byte(b'-')?;
    scan.number(1, 7)?;
    let end = scan.at;
    for _ in 0..2 {
        scan.run(1, 60, |b| b == b' ')?;
        scan.run(1, 255, |b| b.is_ascii_graphic())?;
    }
    scan.run(1, 60, |b| b == b' ')?;
    let level = level::letter(scan.one_of(b"VDIWEFA")?)?;
    scan.byte(b' ')?;
    scan.border()?;
    Some(Prefix { level: Some(level), ..written(scan.at, start..end) })
}

fn mysql(mut scan: Scan<'_>) -> Option<Prefix> {
    scan.number(1, 10)?;
    let end = scan.at;
    scan.byte(b' ')?;
    let mut bracket = scan;
    bracket.byte(b'[')?;
    level::any_word(bracket.run(1, 9, |b| b.is_ascii_alphabetic())?)?;
    bracket.byte(b']')?;
    Some(written(scan.at, 0..end))
}

/// `[1470] user@database ERROR:  `; the level and what follows it stay.
fn postgres(mut scan: Scan<'_>) -> Option<Prefix> {
    const WORDS: [&[u8]; 14] = [
        b"ERROR:  ",
        b"LOG:  ",
        b"FATAL:  ",
        b"PANIC:  ",
        b"WARNING:  ",
        b"NOTICE:  ",
        b"INFO:  ",
        b"DEBUG:  ",
        b"DETAIL:  ",
        b"HINT:  ",
        b"CONTEXT:  ",
        b"STATEMENT:  ",
        b"QUERY:  ",
        b"LOCATION:  ",
    ];
    scan.byte(b'[')?;
    let start = scan.at;
    scan.number(1, 10)?;
    if scan.byte(b'-').is_some() {
        scan.number(1, 10)?;
    }
    let end = scan.at;
    scan.byte(b']')?;
    let _ = scan.byte(b':');
    scan.border()?;
    let severity = |scan: Scan<'_>| WORDS.iter().any(|word| scan.rest().starts_with(word));
    if !severity(scan) {
        scan.run(1, 130, |b| !matches!(b, b' ' | b'\t')).filter(|name| name.contains(&b'@'))?;
        scan.byte(b' ')?;
        // Without it, the number in brackets is as well a row of a table: the kernel's list of processes has one.
        severity(scan).then_some(())?;
    }
    Some(written(scan.at, start..end))
}

/// Logcat's process and thread; the level letter and the tag stay.
pub(super) fn logcat(bytes: &[u8]) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    scan.number(1, 7)?;
    let end = scan.at;
    scan.run(1, 6, |b| b == b' ')?;
    scan.number(1, 7)?;
    scan.byte(b' ')?;
    Some(Prefix { kind: Kind::LogcatStamp, ..written(scan.at, 0..end) })
}

/// `##[error]`, `::error file=a.js,line=1::`, `##vso[task.logissue type=error]`, GitLab's `section_start:…`, RFC 5424's
/// `<34>1 `.
pub(super) fn ci(bytes: &[u8]) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    match scan.peek()? {
        b'#' => {
            scan.literal(b"##")?;
            let task = scan.literal(b"vso").is_some();
            scan.byte(b'[')?;
            let word = scan.run(1, if task { 400 } else { 20 }, |b| b != b']')?;
            scan.byte(b']')?;
            let level = if task { task_level(word) } else { level::any_word(word) };
            (task || word.iter().all(u8::is_ascii_lowercase)).then(|| mark(scan.at, level))
        }
        b':' => {
            scan.literal(b"::")?;
            let word = scan.run(4, 12, |b| b.is_ascii_lowercase() || b == b'-')?;
            if !matches!(word, b"error" | b"warning" | b"notice" | b"debug" | b"group" | b"endgroup" | b"add-mask") {
                return None;
            }
            if scan.byte(b' ').is_some() {
                scan.run(1, 1000, |b| b != b':')?;
            }
            scan.literal(b"::")?;
            Some(mark(scan.at, level::any_word(word)))
        }
        b's' => {
            scan.literal(b"section_")?;
            scan.literal(b"start:").or_else(|| scan.literal(b"end:"))?;
            scan.number(9, 12)?;
            scan.byte(b':')?;
            scan.run(1, 100, |b| is_name(b) || b"[]=,".contains(&b))?;
            // The escapes that hid the marker are gone by now.
            Some(mark(scan.at, None))
        }
        b'<' => {
            scan.byte(b'<')?;
            let priority = scan.number(1, 3).filter(|n| *n <= 191)?;
            scan.byte(b'>')?;
            let _ = scan.literal(b"1 ");
            // The severity is the priority modulo 8 (RFC 5424, 6.2.1).
            let level = match priority % 8 {
                0..=2 => Level::Fatal,
                3 => Level::Error,
                4 => Level::Warning,
                5 | 6 => Level::Info,
                _ => Level::Debug,
            };
            super::stamp::stamp(scan.rest())?;
            Some(mark(scan.at, Some(level)))
        }
        _ => None,
    }
}

fn task_level(command: &[u8]) -> Option<Level> {
    let at = memchr::memmem::find(command, b"type=")?;
    let word = command[at + 5..].split(|b| !b.is_ascii_alphabetic()).next()?;
    level::any_word(word)
}

/// `[rank0]: `, `[default0]:`, `[pod/name/container] `, `(Worker pid=123, ip=10.0.0.1) ` as Ray prints it.
pub(super) fn bracketed(bytes: &[u8]) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    match scan.one_of(b"[(")? {
        b'[' => {
            let start = scan.at;
            if scan.literal(b"pod/").is_some() {
                scan.run(1, 400, is_name)?;
                let end = scan.at;
                scan.byte(b']')?;
                scan.border()?;
                return Some(written(scan.at, start + 4..end));
            }
            if let Some(found) = klog_in_brackets(bytes) {
                return Some(found);
            }
            let word = scan.run(4, 12, |b| b.is_ascii_lowercase())?;
            if !matches!(word, b"rank" | b"default" | b"trainer" | b"worker" | b"node" | b"actor") {
                return None;
            }
            scan.number(1, 6)?;
            let end = scan.at;
            scan.byte(b']')?;
            scan.byte(b':')?;
            let _ = scan.border();
            Some(written(scan.at, start..end))
        }
        _ => {
            let start = scan.at;
            let inside = scan.run(5, 200, |b| b != b')' && b != b'(')?;
            let end = scan.at;
            scan.byte(b')')?;
            let at = memchr::memmem::find(inside, b"pid=")?;
            let names = inside[..at].iter().all(|b| is_name(*b) || matches!(b, b' ' | b':' | b'_'));
            inside.get(at + 4).filter(|b| b.is_ascii_digit() && names)?;
            scan.border()?;
            Some(written(scan.at, start..end))
        }
    }
}

/// PyTorch's `[E102 15:04:05.123456789 file.cpp:12] `.
fn klog_in_brackets(bytes: &[u8]) -> Option<Prefix> {
    let inside = bytes.strip_prefix(b"[")?;
    klog(inside).map(|found| Prefix { len: found.len + 1, ..found })
}

/// `E0102 15:04:05.123456   1234 file.go:12] `, as klog, glog and abseil print it.
pub(super) fn klog(bytes: &[u8]) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    let level = match scan.one_of(b"IWEFDC")? {
        b'I' => Level::Info,
        b'W' => Level::Warning,
        b'E' => Level::Error,
        b'D' => Level::Debug,
        _ => Level::Fatal,
    };
    scan.number(3, 8)?;
    scan.run(1, 2, |b| b == b' ')?;
    scan.field(2, 0, 23)?;
    scan.byte(b':')?;
    scan.field(2, 0, 59)?;
    scan.byte(b':')?;
    scan.field(2, 0, 60)?;
    scan.byte(b'.')?;
    scan.number(3, 9)?;
    let place = scan.run(1, 300, |b| b != b']')?;
    if !place.contains(&b':') {
        return None;
    }
    scan.byte(b']')?;
    let _ = scan.border();
    Some(mark(scan.at, Some(level)))
}

/// `web-1  | `, `web_1 | `, `0|web | `. A name without a number (`postgres  | `) looks like a row of a table, so a line
/// nearby must begin with the same.
pub(super) fn container(text: &str, at: usize, around: &dyn Around) -> Option<Prefix> {
    let bytes = &text.as_bytes()[at..];
    let mut scan = Scan::new(bytes);
    let mut process = scan;
    let managed = process.number(1, 4).is_some() && process.byte(b'|').is_some();
    if managed {
        scan = process;
    }
    let start = scan.at;
    let name = scan.run(1, 128, is_name)?;
    let end = scan.at;
    let padding = scan.run(1, 64, |b| b == b' ')?.len();
    scan.byte(b'|')?;
    scan.border()?;
    if !name.iter().any(u8::is_ascii_alphabetic) || !name[0].is_ascii_alphanumeric() {
        return None;
    }
    let digits = name.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let replica = digits > 0 && name.len() > digits + 1 && b"-_.".contains(&name[name.len() - digits - 1]);
    let certain = replica || managed || name.contains(&b'@');
    let head = &text[at..at + end + padding + 1];
    if !certain && (padding < 2 && !name.contains(&b'-') || !repeated(around, at, head)) {
        return None;
    }
    Some(written(scan.at, start..end))
}

/// stern's `pod container `.
pub(super) fn pod(bytes: &[u8]) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    let pod = scan.run(12, 253, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')?;
    let mut parts = pod.rsplit(|b| *b == b'-');
    let random =
        |part: &[u8], sizes: Range<usize>| sizes.contains(&part.len()) && part.iter().all(|b| POD_LETTERS.contains(b));
    if !parts.next().is_some_and(|part| random(part, 5..6)) || !parts.next().is_some_and(|part| random(part, 8..11)) {
        return None;
    }
    parts.next()?;
    scan.byte(b' ')?;
    scan.run(1, 63, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')?;
    let end = scan.at;
    scan.border()?;
    Some(written(scan.at, 0..end))
}

/// Docker's builder: `#12 1.234 message`, `#12 [3/7] RUN make`, and the lines of the failed step that it repeats
/// (`1.234 message` below ` > [3/7] RUN make:`).
pub(super) fn buildkit(text: &str, at: usize, around: &dyn Around) -> Option<Prefix> {
    let bytes = &text.as_bytes()[at..];
    let mut scan = Scan::new(bytes);
    if scan.byte(b'#').is_some() {
        scan.number(1, 5)?;
        let step = scan.at;
        scan.byte(b' ')?;
        let mut timed = scan;
        if seconds(&mut timed).is_some() {
            return Some(written(timed.at, 0..step));
        }
        const WORDS: [&[u8]; 9] = [
            b"[internal] ",
            b"ERROR: ",
            b"ERROR",
            b"DONE ",
            b"CACHED",
            b"CANCELED",
            b"sha256:",
            b"exporting ",
            b"resolve ",
        ];
        let known = WORDS.iter().any(|word| scan.rest().starts_with(word));
        return (known || build_step(scan.rest())).then(|| written(scan.at, 0..step));
    }
    seconds(&mut scan)?;
    for above in 1..=REPEATED {
        let line = around.start_of(-above)?;
        let line = line.as_bytes().get(at..)?;
        if line.starts_with(b" > [") {
            return Some(mark(scan.at, None));
        }
        seconds(&mut Scan::new(line))?;
    }
    None
}

/// Four significant digits and a blank.
fn seconds(scan: &mut Scan<'_>) -> Option<()> {
    let mut here = *scan;
    here.number(1, 6)?;
    here.byte(b'.')?;
    here.number(1, 3)?;
    here.border()?;
    *scan = here;
    Some(())
}

/// `[3/7] `, `[build 3/7] `
fn build_step(bytes: &[u8]) -> bool {
    let mut scan = Scan::new(bytes);
    let inside = scan.byte(b'[').and_then(|()| scan.run(3, 100, |b| b != b']' && b != b'['));
    inside.is_some_and(|inside| {
        let counter = inside.rsplit(|b| *b == b' ').next().unwrap_or_default();
        counter.contains(&b'/') && counter.iter().all(|b| b.is_ascii_digit() || *b == b'/')
    })
}

/// `build\tRun tests\t2026-…`: the job and the step that `gh run view --log` puts before GitHub's timestamp.
pub(super) fn job_and_step(bytes: &[u8]) -> Option<Prefix> {
    let mut scan = Scan::new(bytes);
    let end = memchr::memchr(b'\t', &bytes[..bytes.len().min(201)]).filter(|end| *end > 0)?;
    scan.at = end + 1;
    scan.run(1, 400, |b| b != b'\t')?;
    scan.byte(b'\t')?;
    let _ = scan.literal("\u{feff}".as_bytes());
    let mut stamp = scan;
    stamp.number(4, 4)?;
    stamp.byte(b'-')?;
    super::stamp::stamp(scan.rest())?;
    Some(written(scan.at, 0..end))
}

/// `0: message`, as `srun --label` and `torchrun` mark tasks. A numbered list looks the same but does not repeat its
/// numbers.
pub(super) fn task_number(text: &str, at: usize, around: &dyn Around) -> Option<Prefix> {
    let mut scan = Scan::new(&text.as_bytes()[at..]);
    scan.number(1, 5)?;
    let end = scan.at;
    scan.byte(b':')?;
    scan.border()?;
    let head = &text[at..at + end + 1];
    repeated(around, at, head).then(|| written(scan.at, 0..end))
}

/// Whether a line nearby has `head`, and a blank or nothing behind it, at the same place.
fn repeated(around: &dyn Around, at: usize, head: &str) -> bool {
    (1..=NEIGHBOURS).flat_map(|n| [-n, n]).any(|offset| {
        around.start_of(offset).is_some_and(|line| {
            line.as_bytes().get(at..).is_some_and(|rest| {
                rest.strip_prefix(head.as_bytes()).is_some_and(|rest| rest.is_empty() || blanks(rest) > 0)
            })
        })
    })
}
