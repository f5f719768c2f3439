//! Hyperscan (or Vectorscan, which has the same interface), called through its C library.
//!
//! With all expressions it says which one ends where; which span that is, the regex says on the line. With literals alone it
//! takes the place of loglore's first stage, and loglore's own checks follow.

use std::ffi::{CString, c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr::null_mut;
use std::rc::Rc;

use loglore::matcher::SignaturePlan;
use regex::Regex;

use super::automaton::{Checks, line_at, literals};
use super::engines::{Engine, compiled};

const CASELESS: c_uint = 1;
const MULTILINE: c_uint = 4;
const MODE_BLOCK: c_uint = 1;

type OnMatch = extern "C" fn(c_uint, c_ulonglong, c_ulonglong, c_uint, *mut c_void) -> c_int;

#[repr(C)]
struct CompileError {
    message: *mut c_char,
    expression: c_int,
}

#[link(name = "hs")]
unsafe extern "C" {
    fn hs_compile_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        database: *mut *mut c_void,
        error: *mut *mut CompileError,
    ) -> c_int;
    fn hs_compile_lit_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        lengths: *const usize,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        database: *mut *mut c_void,
        error: *mut *mut CompileError,
    ) -> c_int;
    fn hs_free_compile_error(error: *mut CompileError) -> c_int;
    fn hs_alloc_scratch(database: *const c_void, scratch: *mut *mut c_void) -> c_int;
    fn hs_scan(
        database: *const c_void,
        data: *const c_char,
        length: c_uint,
        flags: c_uint,
        scratch: *mut c_void,
        on_match: OnMatch,
        context: *mut c_void,
    ) -> c_int;
}

/// Expressions compiled. Lives as long as the process.
struct Database {
    database: *mut c_void,
    scratch: *mut c_void,
}

/// The engines that stand on it.
pub fn engines(plans: &[SignaturePlan]) -> Vec<Engine> {
    [expressions(plans), literals_only(plans)].into_iter().flatten().collect()
}

fn expressions(plans: &[SignaturePlan]) -> Option<Engine> {
    let start = std::time::Instant::now();
    let mut kept: Vec<(u32, &SignaturePlan)> = (0..).zip(plans).collect();
    let database = loop {
        let texts: Vec<CString> = kept.iter().filter_map(|(_, plan)| CString::new(plan.regex.as_str()).ok()).collect();
        let ids: Vec<c_uint> = kept.iter().map(|(id, _)| *id).collect();
        match Database::expressions(&texts, &ids) {
            Ok(database) => break database,
            // What it cannot do is left to the regex on every line, which is what its users do.
            Err(Some(at)) => drop(kept.remove(at)),
            Err(None) => return None,
        }
    };
    let others: Vec<u32> = (0..plans.len() as u32).filter(|id| kept.iter().all(|(kept, _)| kept != id)).collect();
    println!(
        "Hyperscan: {} expressions compiled in {:.1?}, {} not supported by it",
        kept.len(),
        start.elapsed(),
        others.len()
    );
    let own = Rc::new((database, compiled(plans), others));
    Some(Engine::exact("Hyperscan, then the regex for the span", 1 << 20, move |text, found| {
        let (database, regexes, others): &(Database, Vec<Regex>, Vec<u32>) = &own;
        let mut ends: Vec<(usize, u32)> = Vec::new();
        database.scan(text, |id, end| {
            let line = line_at(text, (end.max(1) - 1).min(text.len() - 1)).start;
            if ends.last() != Some(&(line, id)) {
                ends.push((line, id));
            }
        });
        if !others.is_empty() {
            super::engines::lines(text, |start, _| ends.extend(others.iter().map(|id| (start, *id))));
        }
        ends.sort_unstable();
        ends.dedup();
        for (start, id) in ends {
            let line = text[start..].split('\n').next().unwrap_or_default();
            if let Some(there) = regexes[id as usize].find(line) {
                found((id, start + there.start(), there.len()));
            }
        }
    }))
}

fn literals_only(plans: &[SignaturePlan]) -> Option<Engine> {
    let (mut texts, mut flags, mut users) = (Vec::new(), Vec::new(), Vec::new());
    for (folded, literals) in literals(plans).into_iter().enumerate() {
        for (literal, of) in literals {
            texts.push(CString::new(literal).ok()?);
            flags.push(if folded == 1 { CASELESS } else { 0 });
            users.push(of);
        }
    }
    let start = std::time::Instant::now();
    let database = Database::literals(&texts, &flags)?;
    println!("Hyperscan: {} literals compiled in {:.1?}", texts.len(), start.elapsed());
    let own = Rc::new((database, users, Checks::new(plans)));
    Some(Engine::exact("Hyperscan, literals only, then the same checks", usize::MAX, move |text, found| {
        let (database, users, checks) = &*own;
        let mut seen = vec![0; users.len()];
        let mut line = 0..0;
        let mut candidates = Vec::new();
        database.scan(text, |literal, end| {
            let at = end.max(1) - 1;
            if !line.contains(&at) {
                line = line_at(text, at);
            }
            if std::mem::replace(&mut seen[literal as usize], line.start + 1) != line.start + 1 {
                checks.collect(text, &line, &users[literal as usize], &mut candidates);
            }
        });
        checks.decide(text, &mut candidates, found);
    }))
}

impl Database {
    /// Compiles expressions; the error names the one that it does not support.
    fn expressions(texts: &[CString], ids: &[c_uint]) -> Result<Self, Option<usize>> {
        let pointers: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).collect();
        // With the classes of all of Unicode it compiles for minutes. What it misses so, the comparison of the answers shows.
        let flags = vec![MULTILINE; texts.len()];
        let (mut database, mut error) = (null_mut(), null_mut());
        // SAFETY: the arrays have as many elements as is said, the strings end with NUL and live until it returns.
        let status = unsafe {
            hs_compile_multi(
                pointers.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                texts.len() as c_uint,
                MODE_BLOCK,
                std::ptr::null(),
                &mut database,
                &mut error,
            )
        };
        if status == 0 {
            return Self::ready(database).ok_or(None);
        }
        // SAFETY: on failure it points to an error, which is freed once.
        let at = unsafe {
            let at = if error.is_null() { -1 } else { (*error).expression };
            hs_free_compile_error(error);
            at
        };
        Err(usize::try_from(at).ok())
    }

    fn literals(texts: &[CString], flags: &[c_uint]) -> Option<Self> {
        let pointers: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).collect();
        let lengths: Vec<usize> = texts.iter().map(|text| text.as_bytes().len()).collect();
        let ids: Vec<c_uint> = (0..texts.len() as c_uint).collect();
        let (mut database, mut error) = (null_mut(), null_mut());
        // SAFETY: as above; a literal may hold any byte but its length is given.
        let status = unsafe {
            hs_compile_lit_multi(
                pointers.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                lengths.as_ptr(),
                texts.len() as c_uint,
                MODE_BLOCK,
                std::ptr::null(),
                &mut database,
                &mut error,
            )
        };
        if status == 0 { Self::ready(database) } else { None }
    }

    fn ready(database: *mut c_void) -> Option<Self> {
        let mut scratch = null_mut();
        // SAFETY: the database was just compiled.
        let status = unsafe { hs_alloc_scratch(database, &mut scratch) };
        (status == 0).then_some(Self { database, scratch })
    }

    /// Calls with the id and the end of each match.
    fn scan<F: FnMut(u32, usize)>(&self, text: &str, mut found: F) {
        extern "C" fn on_match<F: FnMut(u32, usize)>(
            id: c_uint,
            _: c_ulonglong,
            end: c_ulonglong,
            _: c_uint,
            context: *mut c_void,
        ) -> c_int {
            // SAFETY: the context is the closure below, which lives until the scan has ended.
            let found = unsafe { &mut *context.cast::<F>() };
            found(id, end as usize);
            0
        }
        // SAFETY: database and scratch belong together, one thread uses them, the text is not shorter than is said.
        unsafe {
            hs_scan(
                self.database,
                text.as_ptr().cast(),
                text.len() as c_uint,
                0,
                self.scratch,
                on_match::<F>,
                (&raw mut found).cast(),
            );
        }
    }
}
