//! Hostile input for loglore: `fuzz/run` builds and runs it, `docs/fuzzing.md` says what each target promises.
//!
//! One program for all targets, because building the crate once is most of the cost. `LOGLORE_FUZZ` names the target.

#![no_main]

mod clean;
mod cursor;
mod edits;
mod entry;
mod fix;
mod frames;
mod inert;
mod json;
mod matcher;
mod material;
mod mutate;
mod trace;

use std::sync::OnceLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// What inputs are given to, and what they are made of.
struct Target {
    name: &'static str,
    /// Panics if a promise is broken.
    run: fn(&[u8]),
    /// What the mutation of an input knows of its form.
    form: mutate::Form,
    /// Inputs to begin with.
    seeds: fn() -> Vec<Vec<u8>>,
}

const TARGETS: &[Target] = &[
    Target { name: "entry", run: entry::run, form: mutate::Form::Json, seeds: entry::seeds },
    Target { name: "clean", run: clean::run, form: mutate::Form::Lines, seeds: clean::seeds },
    Target { name: "trace", run: trace::run, form: mutate::Form::Lines, seeds: trace::seeds },
    Target { name: "pieces", run: trace::pieces, form: mutate::Form::Lines, seeds: trace::seeds },
    Target { name: "pauses", run: trace::pauses, form: mutate::Form::Lines, seeds: trace::seeds },
    Target { name: "edits", run: edits::run, form: mutate::Form::Bytes, seeds: edits::seeds },
    Target { name: "frames", run: frames::run, form: mutate::Form::Messages, seeds: frames::seeds },
    Target { name: "fix", run: fix::run, form: mutate::Form::Lines, seeds: fix::seeds },
    Target { name: "matcher", run: matcher::run, form: mutate::Form::Lines, seeds: matcher::seeds },
];

fn target() -> &'static Target {
    static TARGET: OnceLock<&Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        let name = std::env::var("LOGLORE_FUZZ").unwrap_or_default();
        TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| {
            let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            eprintln!("LOGLORE_FUZZ={name:?}: the targets are {}", names.join(", "));
            std::process::exit(2);
        })
    })
}

/// Writes the inputs to begin with into the folder that `LOGLORE_FUZZ_SEEDS` names. libFuzzer reads folders after this.
fn write_seeds() {
    let Some(folder) = std::env::var_os("LOGLORE_FUZZ_SEEDS").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("the folder of seeds");
    for (number, seed) in (target().seeds)().into_iter().enumerate() {
        std::fs::write(folder.join(format!("{number:05}")), seed).expect("a seed");
    }
}

fuzz_target!(
    init: write_seeds(),
    |data: &[u8]| {
        (target().run)(data);
    }
);

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(target().form, data, size, max_size, seed)
});
