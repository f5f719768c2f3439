//! What one record says, looked at by itself.

use crate::entry::{Date, Entry, EntryFile, Problem, ProblemKind, RateBasis, ReadEntry};

/// Checks a record; `today` is the last day that is not in the future.
pub(super) fn check(file: &EntryFile, read: &ReadEntry, today: jiff::civil::Date, report: &mut impl FnMut(Problem)) {
    let entry = &read.entry;
    let mut say = |pointer: &str, kind, message: String| report(file.problem(read, pointer, kind, message));
    if entry.signature.trim().is_empty() {
        say("/signature", ProblemKind::NoSignature, "`signature` is missing: the error as it is printed".to_owned());
    }
    if entry.regexes().next().is_none() {
        say("/regex", ProblemKind::NoRegex, "`regex` is missing, so nothing finds the entry".to_owned());
    }
    if entry.domain != entry.id.domain() {
        let message = format!("`domain` is `{}`, and the id says `{}`", entry.domain, entry.id.domain());
        say("/domain", ProblemKind::DomainNotId, message);
    }
    let days = [
        ("first_seen", entry.first_seen),
        ("last_confirmed", entry.last_confirmed),
        ("last_updated", entry.last_updated),
    ];
    for (field, day) in days {
        if let Some(Date(day)) = day
            && day > today
        {
            say(&format!("/{field}"), ProblemKind::FutureDate, format!("`{field}` is {day}, a day to come"));
        }
    }
    if !entry.workarounds_zh.is_empty() && entry.workarounds_zh.len() != entry.workarounds.len() {
        let message = format!(
            "`workarounds_zh` has {} workarounds and `workarounds` has {}: translate each, in the same order",
            entry.workarounds_zh.len(),
            entry.workarounds.len()
        );
        say("/workarounds_zh", ProblemKind::TranslationLength, message);
    }
    for (i, workaround) in entry.workarounds.iter().enumerate() {
        let code = workaround.how.matches('`').count() >= 2;
        if let (Some(place), None, false) = (&workaround.place, &workaround.snippet, code) {
            let message = format!("`place` is `{place}`, and there is no `snippet` and no code in `how` to put there");
            say(&format!("/workarounds/{i}/place"), ProblemKind::PlaceWithoutSnippet, message);
        }
    }
    // Records of the nested form have no fields for what follows.
    if !read.places.is_nested() {
        if entry.samples.len() < 2 {
            let message = format!(
                "{} real {} of output in `samples`: give two, of other versions or wordings where they differ",
                if entry.samples.is_empty() { "no" } else { "only one" },
                if entry.samples.is_empty() { "samples" } else { "sample" },
            );
            say("/samples", ProblemKind::FewSamples, message);
        }
        place_of_file(file, read, &mut say);
        bases(entry, &mut say);
    }
    sources(entry, &mut say);
}

/// The id has to be the one that folder and file name give; a list of entries has no such id.
fn place_of_file(file: &EntryFile, read: &ReadEntry, say: &mut impl FnMut(&str, ProblemKind, String)) {
    let path = file.path.to_string_lossy().replace('\\', "/");
    let expected = format!("{}.json", read.entry.id);
    let fits = path.strip_suffix(&expected).is_some_and(|before| before.is_empty() || before.ends_with('/'));
    if !fits && !read.places.is_in_list() {
        let message = format!("the entry `{}` belongs into a file {expected}: move it or mend the id", read.entry.id);
        say("/id", ProblemKind::IdNotPath, message);
    }
}

/// Every rate says how it is known.
fn bases(entry: &Entry, say: &mut impl FnMut(&str, ProblemKind, String)) {
    let workarounds = entry.workarounds.iter().enumerate().map(|(i, workaround)| {
        (format!("/workarounds/{i}/success_rate"), workaround.success_rate.is_some(), workaround.rate_basis)
    });
    let dead_ends =
        entry.dead_ends.iter().enumerate().map(|(i, dead_end)| {
            (format!("/dead_ends/{i}/fail_rate"), dead_end.fail_rate.is_some(), dead_end.rate_basis)
        });
    for (pointer, has_rate, basis) in workarounds.chain(dead_ends) {
        if has_rate && basis.is_none() {
            let message =
                "a rate without `rate_basis`: say `proof`, `documentation`, `reports` or `estimate`".to_owned();
            say(&pointer, ProblemKind::RateWithoutBasis, message);
        }
        if basis == Some(RateBasis::Proof) && entry.proof.is_none() && entry.sources.is_empty() {
            let message = "a rate whose basis is `proof`, and neither `proof` nor `sources` says which run".to_owned();
            say(&pointer, ProblemKind::RateWithoutSource, message);
        }
    }
}

/// For every rate something is named that it comes from: where it stands, or for the whole entry.
fn sources(entry: &Entry, say: &mut impl FnMut(&str, ProblemKind, String)) {
    if !entry.sources.is_empty() || entry.proof.is_some() {
        return;
    }
    let workarounds = entry.workarounds.iter().enumerate().map(|(i, workaround)| {
        let bare = workaround.success_rate.is_some() && workaround.sources.is_empty();
        (format!("/workarounds/{i}/success_rate"), bare)
    });
    let dead_ends = entry.dead_ends.iter().enumerate().map(|(i, dead_end)| {
        (format!("/dead_ends/{i}/fail_rate"), dead_end.fail_rate.is_some() && dead_end.sources.is_empty())
    });
    let edges = entry
        .transition_graph
        .edges()
        .map(|(field, i, edge)| (format!("/transition_graph/{field}/{i}/probability"), edge.probability.is_some()));
    let any_source = entry.workarounds.iter().any(|w| !w.sources.is_empty())
        || entry.dead_ends.iter().any(|d| !d.sources.is_empty());
    let whole = ("/fix_success_rate".to_owned(), entry.fix_success_rate.is_some() && !any_source);
    for (pointer, bare) in workarounds.chain(dead_ends).chain(edges).chain([whole]) {
        if bare {
            let message =
                "a rate without a source: name one in `sources` here or of the entry, or a `proof`".to_owned();
            say(&pointer, ProblemKind::RateWithoutSource, message);
        }
    }
}
