//! `loglore scan`: known errors in files, folders and pipes.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::input::{self, FileOffsets, Input, Piece};
use super::output::{self, Document, Report, Totals};
use super::{LoreArgs, Outcome, ShowArgs, knowledge};
use crate::card::inert;
use crate::config::Config;
use crate::finding::{Finding, Repeats, Scan, ScanOptions, Seen, Spent, timed};
use crate::lore::Lore;
use crate::text::LineIndex;

/// A progress bar is shown for work that takes longer.
const SHOW_PROGRESS_AFTER: Duration = Duration::from_millis(500);
/// A pipe whose writer says nothing for so long pauses: what is known by then is told.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a hit waits for the lines below it where they come one by one.
const PATIENCE: Duration = Duration::from_secs(1);
/// How many bytes are read at once from a file.
const CHUNK_BYTES: usize = 4 << 20;

#[derive(Debug, Args)]
pub(super) struct ScanArgs {
    /// Files and folders; `-` is standard input. Without any: standard input if it is a pipe, else the current folder.
    /// In folders, files named *.log, *.out, *.err and *.txt (also numbered or compressed) are read; .gitignore is respected
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    lore: LoreArgs,
    #[command(flatten)]
    show: ShowArgs,
    /// Leave out entries of less confidence (0–1); by default what `minimumConfidence` is set to
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f64>,
    /// Print nothing; the exit status tells
    #[arg(long, short)]
    quiet: bool,
    /// How many threads to use; by default one for each core
    #[arg(long, short, value_name = "N", default_value_t = 0)]
    jobs: usize,
    /// Also read files that .gitignore names
    #[arg(long)]
    no_ignore: bool,
    /// At the end say where the time went, on standard error
    #[arg(long)]
    stats: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The line with its marker and a short card
    Text,
    /// One object a line, a finding each
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// One SARIF 2.1.0 document
    Sarif,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

pub(super) fn run(args: &ScanArgs) -> anyhow::Result<Outcome> {
    if args.jobs > 0 {
        rayon::ThreadPoolBuilder::new().num_threads(args.jobs).build_global()?;
    }
    let began = Instant::now();
    let lore = knowledge::load(&args.lore)?;
    let loading = began.elapsed();
    let locale = args.show.locale();
    let mut report: Box<dyn Report> = match args.format {
        _ if args.quiet => Box::new(output::Silent),
        Format::Text => Box::new(output::Text::new(args.show.stdout(), &lore, locale, args.show.style())),
        Format::Json => Box::new(output::Json::new(&lore, locale)),
        Format::Github => Box::new(output::Github::new(&lore, locale)),
        Format::Sarif => Box::new(output::Sarif::new(&lore, locale)),
    };
    let settings = knowledge::settings();
    let options = ScanOptions { min_confidence: args.min_confidence.unwrap_or(settings.minimum_confidence) };
    let found = input::inputs(&args.paths, args.no_ignore);
    let mut totals = Totals { ignored: found.ignored, ..Totals::default() };
    for problem in &found.problems {
        eprintln!("loglore: {}", inert(problem));
        totals.unread += 1;
    }
    if found.walked && !args.quiet && args.format == Format::Text {
        for input in &found.inputs {
            eprintln!("scanning {} ({})", inert(&input.name()), output::size(input.len()));
        }
    }
    let bar = progress(found.inputs.iter().map(Input::len).sum(), args);
    let scanner = Scanner { lore: &lore, options, settings, bar, began, quiet: args.quiet };
    match found.inputs.as_slice() {
        [input] if input.is_pipe() => scanner.pipe(input, report.as_mut(), &mut totals)?,
        inputs => scanner.files(inputs, report.as_mut(), &mut totals)?,
    }
    scanner.bar.finish_and_clear();
    totals.elapsed = began.elapsed();
    report.end(&totals)?;
    if args.stats {
        totals.elapsed = began.elapsed();
        eprint!("{}", output::stats(&totals, loading));
    }
    Ok(match totals {
        Totals { unread: 1.., .. } => Outcome::Failed,
        Totals { findings: 0, .. } => Outcome::Nothing,
        _ => Outcome::Something,
    })
}

/// How inputs are scanned.
struct Scanner<'l> {
    lore: &'l Lore,
    options: ScanOptions,
    settings: &'static Config,
    bar: ProgressBar,
    began: Instant,
    quiet: bool,
}

impl Scanner<'_> {
    /// Scans what may be endless: findings are given as they are complete.
    fn pipe(&self, input: &Input, report: &mut dyn Report, totals: &mut Totals) -> anyhow::Result<()> {
        let opened = match input.open() {
            Ok(opened) => opened,
            Err(problem) => return tell(Scanned::unread(input, problem), report, totals),
        };
        let document = Document { path: input.name() };
        let mut repeats = Repeats::default();
        let mut found = 0;
        let mut each =
            |findings: Vec<Finding>, offsets: &FileOffsets, report: &mut dyn Report| -> anyhow::Result<bool> {
                for mut finding in findings {
                    if self.is_ignored(&document, &finding) {
                        continue;
                    }
                    found += 1;
                    offsets.apply(&mut finding);
                    if let Seen::First(number) = repeats.add(finding) {
                        report.finding(&document, repeats.get(number))?;
                    }
                }
                for repeated in repeats.shed() {
                    report.repeated(&document, &repeated)?;
                }
                report.flush()?;
                Ok(self.quiet && found > 0)
            };
        let mut scan = Scan::new(self.lore, self.options);
        let mut read = input::Read::default();
        let mut patience = Patience::default();
        let (began, mut scanning, mut printing) = (Instant::now(), Duration::ZERO, Duration::ZERO);
        let pieces = opened.in_background();
        let enough = loop {
            let findings = match patience.receive(&pieces, scan.waits_since()) {
                Some(Piece::Text(encoding, text)) => {
                    read.add(encoding, &text);
                    timed(&mut scanning, || scan.feed(&text))
                }
                Some(Piece::End(problem)) => {
                    read.problem = problem;
                    break false;
                }
                None => timed(&mut scanning, || scan.pause()),
            };
            if timed(&mut printing, || each(findings, &read.offsets, report))? {
                break true;
            }
        };
        totals.reading += began.elapsed().saturating_sub(scanning + printing);
        let (findings, spent) = scan.finish_measured();
        totals.spent += spent;
        if !enough {
            timed(&mut printing, || each(findings, &read.offsets, report))?;
        }
        totals.printing += printing;
        totals.count(&read, found);
        if let Some(problem) = read.problem {
            eprintln!("loglore: {}", inert(&problem));
            totals.unread += 1;
        }
        for finding in repeats.into_findings() {
            totals.kinds += 1;
            if finding.count > 1 {
                report.repeated(&document, &finding)?;
            }
        }
        Ok(())
    }

    /// Scans files side by side; findings are given in the order of the files.
    fn files(&self, inputs: &[Input], report: &mut dyn Report, totals: &mut Totals) -> anyhow::Result<()> {
        if let [input] = inputs {
            // On this thread, so that all the others match the lines of the one file.
            return tell(self.whole(input), report, totals);
        }
        for batch in inputs.chunks(rayon::current_num_threads().max(1) * 8) {
            let (sender, receiver) = mpsc::channel();
            rayon::in_place_scope(|scope| -> anyhow::Result<()> {
                for (number, input) in batch.iter().enumerate() {
                    let sender = sender.clone();
                    // The receiver is gone only when the output is: then nobody waits for this.
                    scope.spawn(move |_| drop(sender.send((number, self.whole(input)))));
                }
                drop(sender);
                let mut waiting: Vec<Option<Scanned>> = (0..batch.len()).map(|_| None).collect();
                let mut next = 0;
                while let Ok((number, scanned)) = receive(&receiver) {
                    waiting[number] = Some(scanned);
                    while let Some(scanned) = waiting.get_mut(next).and_then(Option::take) {
                        next += 1;
                        tell(scanned, report, totals)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn whole(&self, input: &Input) -> Scanned {
        let opened = match input.open() {
            Ok(opened) => opened,
            Err(problem) => return Scanned::unread(input, problem),
        };
        let mut scan = Scan::new(self.lore, self.options);
        let mut found = Vec::new();
        let (began, mut scanning) = (Instant::now(), Duration::ZERO);
        let read = opened.with_chunks_of(CHUNK_BYTES).each_chunk(|chunk| {
            found.extend(timed(&mut scanning, || scan.feed(chunk)));
            if self.began.elapsed() > SHOW_PROGRESS_AFTER {
                self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            }
            self.bar.inc(chunk.len() as u64);
            Ok(!self.quiet || found.is_empty())
        });
        let mut scanned = Scanned::unread(input, String::new());
        scanned.reading = began.elapsed().saturating_sub(scanning);
        let (last, spent) = scan.finish_measured();
        found.extend(last);
        scanned.spent = spent;
        match read {
            Ok(read) => {
                found.iter_mut().for_each(|finding| read.offsets.apply(finding));
                scanned.problem = read.problem.clone();
                scanned.read = read;
            }
            Err(error) => scanned.problem = Some(format!("{}: {error:#}", input.name())),
        }
        found.retain(|finding| !self.is_ignored(&scanned.document, finding));
        scanned.occurrences = found.len();
        found.sort_by_key(|finding| finding.span);
        let mut repeats = Repeats::default();
        for finding in found {
            repeats.add(finding);
        }
        scanned.findings = repeats.into_findings();
        scanned
    }
}

impl Scanner<'_> {
    /// Whether the settings say that the entry is not to be shown in this document.
    fn is_ignored(&self, document: &Document, finding: &Finding) -> bool {
        if self.settings.ignored.is_empty() {
            return false;
        }
        let path = std::path::absolute(&document.path).ok();
        self.settings.ignores(&document.path, path.as_deref(), self.lore.id(finding.entry))
    }
}

/// How long a pipe is waited for.
#[derive(Debug, Default)]
struct Patience {
    /// The line that waits for what comes below it, and since when.
    waits: Option<(LineIndex, Instant)>,
    /// Whether all was told that can be told without more text.
    told: bool,
}

impl Patience {
    /// The next piece; none if `line` has waited long enough for it.
    fn receive(&mut self, pieces: &mpsc::Receiver<Piece>, line: Option<LineIndex>) -> Option<Piece> {
        // The reader's last word is the end: without it, it is not known whether there is more.
        let ended = || Piece::End(Some("the pipe could not be read to its end".to_owned()));
        let now = Instant::now();
        let Some(line) = line.filter(|_| !self.told) else {
            self.told = false;
            return Some(pieces.recv().unwrap_or_else(|_| ended()));
        };
        // Another line waits: the one before it is told.
        let since = self.waits.filter(|(known, _)| *known == line).map_or(now, |(_, since)| since);
        self.waits = Some((line, since));
        let left = PAUSE.min((since + PATIENCE).saturating_duration_since(now));
        match pieces.recv_timeout(left) {
            Ok(piece) => Some(piece),
            Err(mpsc::RecvTimeoutError::Disconnected) => Some(ended()),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                *self = Self { waits: None, told: true };
                None
            }
        }
    }
}

/// Waits for a file; meanwhile this thread helps to scan.
fn receive<T>(receiver: &mpsc::Receiver<T>) -> Result<T, mpsc::RecvError> {
    loop {
        match receiver.try_recv() {
            Ok(item) => return Ok(item),
            Err(mpsc::TryRecvError::Disconnected) => return Err(mpsc::RecvError),
            Err(mpsc::TryRecvError::Empty) => {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    return receiver.recv();
                }
            }
        }
    }
}

/// A file and what was found in it.
struct Scanned {
    document: Document,
    findings: Vec<Finding>,
    occurrences: usize,
    read: input::Read,
    problem: Option<String>,
    reading: Duration,
    spent: Spent,
}

impl Scanned {
    /// Nothing was found, because of a problem.
    fn unread(input: &Input, problem: String) -> Self {
        Self {
            document: Document { path: input.name() },
            findings: Vec::new(),
            occurrences: 0,
            read: input::Read::default(),
            problem: Some(problem),
            reading: Duration::ZERO,
            spent: Spent::default(),
        }
    }
}

fn tell(scanned: Scanned, report: &mut dyn Report, totals: &mut Totals) -> anyhow::Result<()> {
    if let Some(problem) = &scanned.problem {
        eprintln!("loglore: {}", inert(problem));
        totals.unread += 1;
    }
    totals.count(&scanned.read, scanned.occurrences);
    totals.kinds += scanned.findings.len();
    totals.reading += scanned.reading;
    totals.spent += scanned.spent;
    timed(&mut totals.printing, || {
        for finding in &scanned.findings {
            report.finding(&scanned.document, finding)?;
        }
        report.flush()
    })?;
    Ok(())
}

/// A bar on standard error, drawn only on a terminal and only for long work.
fn progress(bytes: u64, args: &ScanArgs) -> ProgressBar {
    let shown = std::io::stderr().is_terminal() && !args.quiet;
    if !shown || bytes == 0 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(bytes), indicatif::ProgressDrawTarget::hidden());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}
