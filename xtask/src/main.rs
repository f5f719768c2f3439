//! Tasks of the people who work on loglore: `cargo xtask --help`.

mod prove;

use clap::Parser;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Tasks of the people who work on loglore", max_term_width = 100)]
enum Task {
    /// Run proofs: provoke an error, find it, apply the workaround, see the program pass
    Prove(prove::ProveArgs),
}

fn main() -> std::process::ExitCode {
    let done = match Task::parse() {
        Task::Prove(args) => prove::prove(&args),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        std::process::ExitCode::from(2)
    })
}
