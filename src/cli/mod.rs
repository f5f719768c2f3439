//! The command line: its arguments, and one file a subcommand.

mod entries;
mod explain;
mod fix;
mod input;
mod knowledge;
mod lsp;
mod output;
mod scan;
mod shell;

use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::card::{Locale, PlainStyle};

/// Knows the errors in logs: finds known errors in log text, explains them and shows what fixes them.
#[derive(Debug, Parser)]
#[command(name = "loglore", about, long_about = None, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find known errors in log files, folders or standard input
    Scan(scan::ScanArgs),
    /// Explain an entry by its id, or find the entry for an error message
    Explain(explain::ExplainArgs),
    /// Show what mends the files that a log's errors come from, and apply it
    Fix(fix::FixArgs),
    /// List, show and check entries
    #[command(subcommand)]
    Entries(entries::EntriesCommand),
    /// Speak the Language Server Protocol with an editor
    Lsp(lsp::LspArgs),
    /// Print a completion script for a shell
    Completions(shell::CompletionsArgs),
    /// Print the manual page (roff)
    Man,
}

/// Which entries are in force.
#[derive(Debug, Clone, Args)]
struct LoreArgs {
    /// Also use the entries in this folder (or file); may be given several times
    #[arg(long = "entries", value_name = "DIR", global = true)]
    entries: Vec<PathBuf>,
    /// Leave out the entries that are built in
    #[arg(long, global = true)]
    no_builtin: bool,
    /// Use only entries of these domains
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',', global = true)]
    domain: Vec<String>,
}

/// How text is shown.
#[derive(Debug, Clone, Args)]
struct ShowArgs {
    /// Language of explanations; by default that of the locale
    #[arg(long, value_name = "LANG", global = true)]
    lang: Option<Language>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: ColorWhen,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// English
    En,
    /// Chinese
    Zh,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ShowArgs {
    fn locale(&self) -> Locale {
        match self.lang {
            Some(Language::En) => Locale::En,
            Some(Language::Zh) => Locale::Zh,
            None => knowledge::settings().locale.unwrap_or_else(Self::locale_of_system),
        }
    }

    fn locale_of_system() -> Locale {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .map_or(Locale::En, |tag| Locale::of_tag(&tag))
    }

    /// Standard output, which strips colour where it is not wanted.
    fn stdout(&self) -> anstream::AutoStream<std::io::Stdout> {
        let choice = match self.color {
            ColorWhen::Auto => anstream::AutoStream::choice(&std::io::stdout()),
            ColorWhen::Always => anstream::ColorChoice::Always,
            ColorWhen::Never => anstream::ColorChoice::Never,
        };
        anstream::AutoStream::new(std::io::stdout(), choice)
    }

    fn style(&self) -> PlainStyle {
        let color = match self.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
        };
        PlainStyle { width: textwrap::termwidth().clamp(40, 100), color }
    }
}

/// What a subcommand ends with, as the exit status says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Nothing known was found; nothing is wrong.
    Nothing,
    /// Something was found.
    Something,
    /// Something could not be read or done.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Nothing => 0,
            Outcome::Something => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Runs the command line of this process.
///
/// Exit status: 0 nothing known (or nothing wrong), 1 something found, 2 something could not be read or the arguments
/// are wrong.
pub fn main() -> ExitCode {
    let command = command().version(VERSION);
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let wrong = error.use_stderr();
            // Nothing is left to be done where the message itself cannot be written.
            let _ = error.print();
            return ExitCode::from(if wrong { 2 } else { 0 });
        }
    };
    let outcome = match cli.command {
        Command::Scan(args) => scan::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Entries(command) => entries::run(&command),
        Command::Lsp(args) => lsp::run(&args).map(|never| match never {}),
        Command::Completions(args) => shell::completions(&args),
        Command::Man => shell::man(),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        // Whoever read our output has enough of it.
        Err(error) if is_broken_pipe(&error) => ExitCode::from(0),
        Err(error) => {
            // An error of the system says what it is about, but where it is our own output.
            let own = error.chain().count() == 1 && io_kind(error.root_cause()).is_some();
            let _ = writeln!(std::io::stderr(), "loglore: {}{error:#}", if own { "standard output: " } else { "" });
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| io_kind(cause) == Some(ErrorKind::BrokenPipe))
}

fn io_kind(cause: &(dyn std::error::Error + 'static)) -> Option<ErrorKind> {
    match cause.downcast_ref::<serde_json::Error>() {
        // Of what it passes on, its chain says nothing.
        Some(error) => error.io_error_kind(),
        None => cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind),
    }
}

/// What `--version` says after the name: the version, and how many entries are built in, as `build.rs` counted them.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("LOGLORE_ENTRIES"), " entries)");

/// The command with all its arguments.
fn command() -> clap::Command {
    Cli::command()
}
