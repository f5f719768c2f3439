//! Shell completions and the manual page.

use std::io::Write as _;

use clap::Args;

use super::{Outcome, command};

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: clap_complete::Shell,
}

pub(super) fn completions(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "loglore", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Nothing)
}

pub(super) fn man() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command());
    man.render(&mut page)?;
    let mut command = command();
    command.build();
    for subcommand in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let name = format!("loglore-{}", subcommand.get_name());
        clap_mangen::Man::new(subcommand.clone().name(name)).render(&mut page)?;
    }
    std::io::stdout().write_all(&page)?;
    Ok(Outcome::Nothing)
}
