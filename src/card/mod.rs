//! The card: what an entry says, for a person; of one finding, with its particulars.
//!
//! [`Card`] is the content, already in the reader's language and with the captures filled in; [`markdown`] and
//! [`plain`] render it. A part that the entry leaves out is left out whole.

mod escape;
mod fill;
mod inert;
mod locale;
mod markdown;
mod plain;

pub use inert::inert;
pub use locale::Locale;
pub use markdown::{code_block, code_span, markdown};
pub use plain::{PlainStyle, plain, short};

use fill::Filling;
use locale::Word;

use crate::entry::{DeadEnd, Entry, Place, RateBasis, Transition, VerificationTier, Workaround, with_stops};
use crate::finding::Finding;
use crate::lore::{EntryRef, Layer, Lore};

/// A piece of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// Code, a path, a value from the log.
    Code(String),
}

/// Running text.
pub type Prose = Vec<Piece>;

/// One thing to do, or not to do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// How often it works or fails, with how that is known: `90 % (proof)`.
    pub rate: Option<String>,
    /// What.
    pub action: Prose,
    /// How, or why it fails.
    pub detail: Prose,
    /// Further remarks, each with its label: when it applies, what it costs.
    pub remarks: Vec<(String, Prose)>,
    /// Code: its language (may be empty) and text.
    pub code: Option<(String, String)>,
    /// Where the code goes, in words.
    pub place: Option<String>,
}

/// What a card says.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The language of its headings.
    pub locale: Locale,
    /// The entry's id.
    pub id: String,
    /// The error.
    pub title: Prose,
    /// The program's own code for it.
    pub code: Option<String>,
    /// Why it happens.
    pub cause: Prose,
    /// What is known of this very case: label and value.
    pub here: Vec<(String, Prose)>,
    /// What works, best first.
    pub works: Vec<Item>,
    /// What is known not to work.
    pub fails: Vec<Item>,
    /// Versions, operating systems, related errors: label and lines.
    pub facts: Vec<(String, Vec<Prose>)>,
    /// How the entry is known.
    pub evidence: String,
    /// The official page, checked to be an http or https address.
    pub link: Option<String>,
    /// Where the facts come from: addresses and runs.
    pub sources: Vec<Source>,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An http or https address that can stand in a link as it is.
    Page(String),
    /// A command with its version, a line of source, a book.
    Words(String),
}

impl Card {
    /// The card of an entry.
    pub fn of_entry(lore: &Lore, entry: EntryRef, locale: Locale) -> Self {
        Self::new(lore, entry, None, locale)
    }

    /// The card of a finding.
    pub fn of_finding(lore: &Lore, finding: &Finding, locale: Locale) -> Self {
        Self::new(lore, finding.entry, Some(finding), locale)
    }

    fn new(lore: &Lore, entry_ref: EntryRef, finding: Option<&Finding>, locale: Locale) -> Self {
        let entry = lore.entry(entry_ref);
        let filling = Filling::new(entry, finding.map_or(&[], |finding| &finding.captures));
        let text = |english: &str, chinese: Option<&String>| {
            let chosen = chinese.filter(|t| locale == Locale::Zh && !t.trim().is_empty());
            filling.prose(chosen.map_or(english, String::as_str))
        };
        Self {
            locale,
            id: inert(entry.id.as_str()),
            title: text(title(entry), entry.signature_zh.as_ref()),
            code: entry.error_code.as_deref().map(inert).filter(|code| !code.trim().is_empty()),
            cause: text(&entry.root_cause, entry.root_cause_zh.as_ref()),
            here: finding.map(|finding| here(lore, finding, locale)).unwrap_or_default(),
            works: works(entry, &filling, locale),
            fails: entry.dead_ends.iter().filter_map(|end| fails(end, &filling, locale)).collect(),
            facts: facts(lore, entry, finding, locale),
            evidence: evidence(entry, lore.layer(entry_ref), locale),
            link: entry.official_doc_url.as_deref().and_then(inert::web_address),
            sources: sources(entry),
        }
    }
}

/// The title of an entry: its signature, or for want of one its id.
pub fn title(entry: &Entry) -> &str {
    let signature = entry.signature.trim();
    if signature.is_empty() { entry.id.as_str() } else { signature }
}

/// The workarounds, best first: those with a rate by it, the others after them in the entry's order.
pub fn ranked(entry: &Entry) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entry.workarounds.len()).collect();
    let rate = |i: usize| entry.workarounds[i].success_rate.map_or(-1.0, |p| p.get());
    order.sort_by(|a, b| rate(*b).total_cmp(&rate(*a)));
    order
}

fn here(lore: &Lore, finding: &Finding, locale: Locale) -> Vec<(String, Prose)> {
    let code = |text: &str| vec![Piece::Code(inert(text))];
    let mut here: Vec<(String, Prose)> = finding
        .captures
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name.replace('_', " "), code(value.trim())))
        .collect();
    if let Some(frame) = finding.user_frame() {
        let mut place = frame.path.clone();
        for number in [frame.line, frame.column].into_iter().flatten() {
            place.push(':');
            place.push_str(&number.to_string());
        }
        let mut value = code(&place);
        if let Some(function) = frame.function.as_deref().filter(|f| !f.is_empty()) {
            value.push(Piece::Words(format!(" {} ", locale.word(Word::In))));
            value.extend(code(function));
        }
        here.push((locale.word(Word::Source).to_owned(), value));
    }
    if let Some(cause) = finding.cause {
        let line = locale.line(cause.place.line);
        let title = inert(title(lore.entry(cause.entry)));
        here.push((locale.word(Word::CausedBy).to_owned(), vec![Piece::Words(format!("{title} ({line})"))]));
    }
    if finding.count > 1 {
        let lines: Vec<String> = finding.places.iter().take(10).map(|place| place.line.to_string()).collect();
        let more = if finding.count > lines.len() { ", …" } else { "" };
        let value = format!("{} × ({} {}{more})", finding.count, locale.word(Word::Lines), lines.join(", "));
        here.push((locale.word(Word::Repeated).to_owned(), vec![Piece::Words(value)]));
    }
    here
}

/// A text of a finding's entry with what the log says in it, for programs: code stands between back-ticks.
pub fn in_words(entry: &Entry, finding: &Finding, text: &str) -> String {
    let pieces = Filling::new(entry, &finding.captures).prose(text);
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Code(code) => format!("`{code}`"),
        })
        .collect()
}

fn works(entry: &Entry, filling: &Filling<'_>, locale: Locale) -> Vec<Item> {
    let translated = locale == Locale::Zh && entry.workarounds_zh.len() == entry.workarounds.len();
    if locale == Locale::Zh && !translated && entry.workarounds.is_empty() {
        return entry.workarounds_zh.iter().filter_map(|w| work(w, w, filling, locale)).collect();
    }
    ranked(entry)
        .into_iter()
        .filter_map(|i| {
            let original = &entry.workarounds[i];
            work(original, if translated { &entry.workarounds_zh[i] } else { original }, filling, locale)
        })
        .collect()
}

fn work(original: &Workaround, words: &Workaround, filling: &Filling<'_>, locale: Locale) -> Option<Item> {
    let (action, detail) = lead(&words.action, &words.how, filling)?;
    let code = original.snippet.as_ref().filter(|s| !s.text.trim().is_empty());
    let mut remarks = Vec::new();
    let condition = [&words.condition, &original.condition];
    let tradeoff = [&words.tradeoff, &original.tradeoff];
    for (word, texts) in [(Word::When, condition), (Word::Cost, tradeoff)] {
        if let Some(text) = texts.into_iter().find(|text| !text.trim().is_empty()) {
            remarks.push((locale.word(word).to_owned(), filling.prose(text)));
        }
    }
    Some(Item {
        rate: rate(original.success_rate.map(|p| p.get()), original.rate_basis, locale),
        action,
        detail,
        remarks,
        code: code.map(|s| (inert(&s.language), filling.code(&with_stops(&s.text, &s.language).0))),
        place: code.and(original.place.as_ref()).map(|place| match place {
            Place::Call => locale.word(Word::IntoCall).to_owned(),
            Place::Before => locale.word(Word::BeforeFailing).to_owned(),
            Place::After => locale.word(Word::AfterFailing).to_owned(),
            Place::Wrap => locale.word(Word::AroundFailing).to_owned(),
            Place::Replace => locale.word(Word::InPlaceOf).to_owned(),
            Place::File(name) => locale.into_file(&inert(name)),
            Place::Shell => locale.word(Word::InShell).to_owned(),
        }),
    })
}

fn fails(end: &DeadEnd, filling: &Filling<'_>, locale: Locale) -> Option<Item> {
    let (action, detail) = lead(&end.action, &end.why_fails, filling)?;
    let condition = end.condition.trim();
    Some(Item {
        rate: rate(end.fail_rate.map(|p| p.get()), end.rate_basis, locale),
        action,
        detail,
        remarks: if condition.is_empty() {
            Vec::new()
        } else {
            vec![(locale.word(Word::When).to_owned(), filling.prose(condition))]
        },
        ..Item::default()
    })
}

/// The leading phrase of an item and what follows it. Untidy records leave one of them out, or say it twice.
fn lead(action: &str, more: &str, filling: &Filling<'_>) -> Option<(Prose, Prose)> {
    let (action, more) = (action.trim(), more.trim());
    match (action.is_empty(), more.is_empty()) {
        (true, true) => None,
        (true, false) => Some((filling.prose(more), Vec::new())),
        _ if action == more => Some((filling.prose(action), Vec::new())),
        _ => Some((filling.prose(action), filling.prose(more))),
    }
}

fn rate(rate: Option<f64>, basis: Option<RateBasis>, locale: Locale) -> Option<String> {
    let percent = format!("{:.0} %", rate? * 100.0);
    let basis = basis.map(|basis| match basis {
        RateBasis::Proof => Word::ByProof,
        RateBasis::Documentation => Word::ByDocumentation,
        RateBasis::Reports => Word::ByReports,
        RateBasis::Estimate => Word::ByEstimate,
    });
    Some(basis.map_or(percent.clone(), |basis| format!("{percent}, {}", locale.word(basis))))
}

fn facts(lore: &Lore, entry: &Entry, finding: Option<&Finding>, locale: Locale) -> Vec<(String, Vec<Prose>)> {
    let words = |text: &str| vec![Piece::Words(inert(text))];
    let name = |id: &crate::entry::EntryId| {
        let known = lore.get(id).map(|other| inert(title(lore.entry(other))));
        let mut prose = vec![Piece::Code(inert(id.as_str()))];
        if let Some(title) = known {
            prose.push(Piece::Words(format!(" {title}")));
        }
        prose
    };
    let related = |transition: &Transition| {
        let mut prose = name(&transition.error_id);
        let remark = [transition.condition.trim(), transition.distinction.trim()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("; ");
        if !remark.is_empty() {
            prose.push(Piece::Words(format!(": {}", inert(&remark))));
        }
        if let Some(p) = transition.probability {
            prose.push(Piece::Words(format!(" ({:.0} %)", p.get() * 100.0)));
        }
        prose
    };
    let graph = &entry.transition_graph;
    let also = finding.map_or(&[][..], |finding| &finding.also);
    let candidates = [
        (Word::Versions, join(&entry.versions).map(|v| vec![words(&v)]).unwrap_or_default()),
        (Word::OnlyOn, join(&entry.os_specific).map(|v| vec![words(&v)]).unwrap_or_default()),
        (Word::ComesNext, graph.leads_to.iter().map(related).collect()),
        (Word::ComesBefore, graph.preceded_by.iter().map(related).collect()),
        (Word::ConfusedWith, graph.frequently_confused_with.iter().map(related).collect()),
        (Word::Also, also.iter().map(|other| name(&lore.entry(*other).id)).collect()),
    ];
    candidates
        .into_iter()
        .filter(|(_, lines): &(Word, Vec<Prose>)| !lines.is_empty())
        .map(|(word, lines)| (locale.word(word).to_owned(), lines))
        .collect()
}

/// The entry's sources; the official page, which has a place of its own, apart.
fn sources(entry: &Entry) -> Vec<Source> {
    let official = entry.official_doc_url.as_deref().map(str::trim);
    entry
        .sources
        .iter()
        .map(|source| source.trim())
        .filter(|source| !source.is_empty() && Some(*source) != official)
        .map(|source| inert::web_address(source).map_or_else(|| Source::Words(inert(source)), Source::Page))
        .collect()
}

fn join(items: &[String]) -> Option<String> {
    let items: Vec<&str> = items.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect();
    (!items.is_empty()).then(|| items.join(", "))
}

fn evidence(entry: &Entry, layer: Layer, locale: Locale) -> String {
    let mut parts = vec![
        locale
            .word(match entry.verification_tier {
                Some(VerificationTier::Executed) => Word::Proved,
                Some(VerificationTier::HumanReviewed) => Word::Reviewed,
                Some(VerificationTier::Documented) => Word::Documented,
                Some(VerificationTier::Reported) => Word::Reported,
                Some(VerificationTier::AutoGenerated) => Word::MachineWritten,
                None => Word::Unverified,
            })
            .to_owned(),
    ];
    if let Some(count) = entry.evidence_count.filter(|count| *count > 0) {
        parts.push(locale.observations(count));
    }
    if let Some(date) = entry.last_confirmed {
        parts.push(format!("{} {}", locale.word(Word::LastConfirmed), date.0));
    }
    let layer = match layer {
        Layer::Builtin => None,
        Layer::User => Some(Word::OfUser),
        Layer::Workspace => Some(Word::OfWorkspace),
        Layer::Extra => Some(Word::OfFolder),
    };
    parts.extend(layer.map(|word| locale.word(word).to_owned()));
    parts.join(locale.word(Word::Separator))
}
