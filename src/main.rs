//! The command line: parses arguments and calls a subcommand.

fn main() -> std::process::ExitCode {
    loglore::cli::main()
}
