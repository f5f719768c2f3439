//! Timestamps.

use super::super::Level;
use super::level;
use super::scan::Scan;
use super::{Kind, Prefix};

/// The longest timestamp in brackets, what else stands in the brackets included.
const LONGEST_BRACKET: usize = 96;

/// Names of zones that programs print behind a time.
const ZONES: [&[u8]; 22] = [
    b"UTC", b"GMT", b"CEST", b"CET", b"EEST", b"EET", b"WEST", b"WET", b"BST", b"IST", b"MSK", b"JST", b"KST", b"EST",
    b"EDT", b"CST", b"CDT", b"MST", b"MDT", b"PST", b"PDT", b"AEST",
];

const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

/// A timestamp at the start of `bytes`, with what separates it from the text behind it.
pub(super) fn stamp(bytes: &[u8]) -> Option<Prefix> {
    match bytes.first()? {
        b'[' => bracket(bytes),
        b'0'..=b'9' => numeric(bytes),
        b'A'..=b'Z' => worded(bytes),
        _ => None,
    }
}

/// `[2024-01-02 15:04:05,123]`, `[15:04:05]`, `[12345.678901]`, `[Sat Apr 27 22:56:09 2019]` in any language,
/// `[2024-01-02T15:04:05Z ERROR module]`, `[2024-01-02 15:04:05,123: ERROR/MainProcess]`.
fn bracket(bytes: &[u8]) -> Option<Prefix> {
    let window = &bytes[..bytes.len().min(LONGEST_BRACKET)];
    let close = memchr::memchr(b']', window)?;
    let inside = &window[1..close];
    let mut rest = Scan::new(bytes);
    rest.at = close + 1;
    if uptime(inside) {
        // The kernel's, with the printing task or CPU behind it where `printk.caller` is on.
        if rest.peek() == Some(b'[') {
            let mut caller = rest;
            let found = caller.byte(b'[').and_then(|()| caller.run(1, 12, |b| b.is_ascii_alphanumeric() || b == b' '));
            if found.is_some() && caller.byte(b']').is_some() {
                rest = caller;
            }
        }
        rest.border()?;
        return Some(Prefix { len: rest.at, ..Prefix::default() });
    }
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || b" :,./+-_".contains(b) || *b >= 0x80;
    let clock = inside.iter().position(|b| b.is_ascii_digit()).is_some() && inside.iter().all(allowed);
    let clock = if clock { find_clock(inside)? } else { return None };
    let dated = has_year(inside);
    let bare = clock.0 == 0;
    if !dated && !bare {
        return None;
    }
    if rest.peek() != Some(b'[') && rest.byte(b':').is_none() {
        rest.border()?;
    } else {
        let _ = rest.border();
    }
    let tail = &inside[clock.1..];
    let level = level_in(tail);
    if bare && !dated && level.is_none() && tail.iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    let kind = if dated { Kind::Stamp } else { Kind::Other };
    Some(Prefix { len: rest.at, level, kind, ..Prefix::default() })
}

fn level_in(text: &[u8]) -> Option<Level> {
    text.split(|b| b" :/,".contains(b)).find_map(level::upper_word)
}

/// Seconds since the kernel started, as it prints them: six decimals, padded to the left.
fn uptime(inside: &[u8]) -> bool {
    let mut scan = Scan::new(inside);
    scan.run(0, 11, |b| b == b' ');
    scan.number(1, 10).is_some() && scan.byte(b'.').is_some() && scan.number(6, 6).is_some() && scan.peek().is_none()
}

/// Where `hh:mm:ss` with its fraction and its zone stands in `text`.
fn find_clock(text: &[u8]) -> Option<(usize, usize)> {
    (0..text.len())
        .filter(|at| *at == 0 || !text[at - 1].is_ascii_digit())
        .find_map(|at| Scan { at, ..Scan::new(text) }.clock().map(|end| (at, end)))
}

fn has_year(text: &[u8]) -> bool {
    text.split(|b| !b.is_ascii_digit()).any(|n| {
        (n.len() == 4 && (n.starts_with(b"19") || n.starts_with(b"20"))) || (n.len() == 8 && n.starts_with(b"20"))
    })
}

impl Scan<'_> {
    /// `hh:mm:ss`, with fraction, half of the day and zone; gives the end of it.
    fn clock(mut self) -> Option<usize> {
        let hour = self.number(1, 2)?;
        self.byte(b':')?;
        self.field(2, 0, 59)?;
        self.byte(b':')?;
        self.field(2, 0, 60)?;
        if hour > 23 {
            return None;
        }
        let mut fraction = self;
        if fraction.one_of(b".,:").is_some() && fraction.number(1, 9).is_some() {
            self = fraction;
        }
        for half in [b" AM".as_slice(), b" PM", b" am", b" pm"] {
            if self.literal(half).is_some() {
                break;
            }
        }
        self.zone();
        Some(self.at)
    }

    fn zone(&mut self) {
        let mut scan = *self;
        if scan.byte(b'Z').is_some() {
            *self = scan;
            return;
        }
        let spaced = scan.byte(b' ').is_some();
        if scan.one_of(b"+-").is_some() {
            let hours = scan.number(2, 4);
            let whole = hours.is_some_and(|n| n <= 14 || (100..=1400).contains(&n));
            if whole && (scan.byte(b':').is_none() || scan.field(2, 0, 59).is_some()) && scan.ends_word() {
                *self = scan;
                // Go prints both: `+0000 UTC`.
                let _ = self.named_zone();
            }
        } else if spaced {
            let _ = self.named_zone();
        }
    }

    fn named_zone(&mut self) -> Option<()> {
        let mut scan = *self;
        scan.byte(b' ')?;
        scan.name(&ZONES)?;
        scan.ends_word().then(|| *self = scan)
    }

    fn ends_word(&self) -> bool {
        !self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'.')
    }

    fn name(&mut self, names: &[&[u8]]) -> Option<()> {
        names.iter().find_map(|name| self.literal(name))
    }

    /// What separates a timestamp from the text behind it: a blank, ` - `, ` | `, `: `.
    fn separator(mut self) -> Option<usize> {
        match self.peek() {
            None | Some(b'[') => {}
            Some(b' ' | b'\t') => {
                self.at += 1;
                let mut marked = self;
                if marked.one_of(b"-|:").is_some() && marked.border().is_some() {
                    self = marked;
                }
            }
            Some(b':' | b'|') => {
                self.at += 1;
                if self.peek().is_some_and(|b| b.is_ascii_digit()) {
                    return None;
                }
                let _ = self.border();
            }
            Some(_) => return None,
        }
        Some(self.at)
    }

    fn found(self, end: usize, kind: Kind) -> Option<Prefix> {
        let len = Scan { at: end, ..self }.separator()?;
        Some(Prefix { len, kind, ..Prefix::default() })
    }
}

/// Timestamps that begin with a digit.
fn numeric(bytes: &[u8]) -> Option<Prefix> {
    let scan = Scan::new(bytes);
    dated(scan)
        .and_then(|end| scan.found(end, Kind::Stamp))
        .or_else(|| logcat(scan).and_then(|end| scan.found(end, Kind::LogcatStamp)))
        .or_else(|| clock_alone(scan))
        .or_else(|| epoch(scan))
        .or_else(|| compact(scan))
}

/// A date in one of the orders people write it in, then the time of day.
fn dated(mut scan: Scan<'_>) -> Option<usize> {
    year_first(&mut scan).or_else(|| year_last(&mut scan))?;
    // `T`, one or two blanks, or the colon of `25/Feb/2019:16:19:48`.
    if scan.one_of(b"T_:-").is_none() {
        scan.run(1, 2, |b| b == b' ')?;
    }
    scan.clock()
}

fn year_first(scan: &mut Scan<'_>) -> Option<()> {
    let before = *scan;
    let found = (|| {
        scan.field(4, 1970, 2199)?;
        let mark = scan.one_of(b"-/.")?;
        scan.field(2, 1, 12)?;
        scan.byte(mark)?;
        scan.field(2, 1, 31).map(|_| ())
    })();
    let found = found.or_else(|| {
        *scan = before;
        scan.field(8, 19_700_101, 21_991_231).map(|_| ())
    });
    if found.is_none() {
        *scan = before;
    }
    found
}

fn year_last(scan: &mut Scan<'_>) -> Option<()> {
    let before = *scan;
    let found = (|| {
        let first = scan.number(1, 2)?;
        let mark = scan.one_of(b"-/. ")?;
        if scan.name(&MONTHS).is_none() {
            let second = scan.number(1, 2)?;
            if !(1..=31).contains(&first) || !(1..=31).contains(&second) || first.min(second) > 12 {
                return None;
            }
        }
        scan.byte(mark)?;
        scan.field(4, 1970, 2199)?;
        let _ = scan.byte(b',');
        Some(())
    })();
    if found.is_none() {
        *scan = before;
    }
    found
}

/// `01-02 15:04:05.123`, as Android prints it: milliseconds, never a year.
fn logcat(mut scan: Scan<'_>) -> Option<usize> {
    scan.field(2, 1, 12)?;
    scan.byte(b'-')?;
    scan.field(2, 1, 31)?;
    scan.byte(b' ')?;
    let start = scan.at;
    let end = scan.clock()?;
    (end - start >= 12).then_some(end)
}

/// `15:04:05 text`. Alone on its line it is a duration, or the answer to `date +%T`.
fn clock_alone(scan: Scan<'_>) -> Option<Prefix> {
    scan.rest().get(2).filter(|b| **b == b':')?;
    let end = scan.clock()?;
    let found = scan.found(end, Kind::Stamp)?;
    (found.len < scan.rest().len() && scan.rest()[end].is_ascii_whitespace()).then_some(found)
}

/// Seconds or milliseconds since 1970, in this century.
fn epoch(mut scan: Scan<'_>) -> Option<Prefix> {
    let start = scan;
    scan.number(10, 13).filter(|n| (1_000_000_000..4_000_000_000).contains(n) || *n >= 1_000_000_000_000)?;
    if scan.byte(b'.').is_some() {
        scan.number(3, 9)?;
    } else if scan.at == 10 {
        // Ten bare digits are as well a process, a size, a telephone number.
        return None;
    }
    let blank = scan.at;
    scan.border()?;
    (blank < start.rest().len()).then_some(Prefix { len: scan.at, ..Prefix::default() })
}

/// `081109 203615 148 INFO`: date, time, thread, level, as Hadoop's HDFS prints them.
fn compact(mut scan: Scan<'_>) -> Option<Prefix> {
    scan.field(6, 0, 991_231)?;
    scan.byte(b' ')?;
    scan.field(6, 0, 235_959)?;
    scan.byte(b' ')?;
    scan.number(1, 6)?;
    scan.byte(b' ')?;
    let word = scan.rest().split(|b| *b == b' ').next()?;
    level::upper_word(word)?;
    Some(Prefix { len: scan.at, ..Prefix::default() })
}

/// Timestamps that begin with the name of a day or a month.
fn worded(bytes: &[u8]) -> Option<Prefix> {
    let start = Scan::new(bytes);
    let mut scan = start;
    let day = scan.name(&DAYS).is_some();
    if day {
        let comma = scan.byte(b',').is_some();
        scan.byte(b' ')?;
        if comma {
            // `Tue, 02 Jan 2024 15:04:05 GMT`
            year_last(&mut scan)?;
            scan.byte(b' ')?;
            return start.found(scan.clock()?, Kind::Stamp);
        }
    }
    scan.name(&MONTHS)?;
    let padded = scan.run(1, 2, |b| b == b' ')?.len() == 2;
    scan.number(1, if padded { 1 } else { 2 }).filter(|day| (1..=31).contains(day))?;
    // `Jan 02, 2024 3:04:05 PM`, as java.util.logging prints it.
    if scan.byte(b',').is_some() {
        scan.byte(b' ')?;
        scan.field(4, 1970, 2199)?;
        scan.byte(b' ')?;
        return start.found(scan.clock()?, Kind::Stamp);
    }
    scan.byte(b' ')?;
    let year_before = {
        let mut year = scan;
        if year.field(4, 1970, 2199).is_some() && year.byte(b' ').is_some() {
            scan = year;
            true
        } else {
            false
        }
    };
    scan.at = scan.clock()?;
    let mut year = scan;
    if year.byte(b' ').is_some() && year.field(4, 1970, 2199).is_some() && year.ends_word() {
        return start.found(year.at, Kind::Stamp);
    }
    start.found(scan.at, if day || year_before { Kind::Stamp } else { Kind::SyslogStamp })
}
