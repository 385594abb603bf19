//! Completions and the manual page, made from the command line itself.

use clap::CommandFactory as _;

use super::{
    args::Cli,
    exit::{Exit, Failure},
    terminal::Terminal,
};

/// Print completions for `shell`.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "equilint", &mut script);
    Terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

/// Print the manual page, with a section for each command.
pub(super) fn man() -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for inner in command
        .get_subcommands()
        .filter(|inner| inner.get_name() != "help")
    {
        let inner = inner
            .clone()
            .display_name(format!("equilint {}", inner.get_name()));
        clap_mangen::Man::new(inner).render(&mut page)?;
    }
    Terminal::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Clean)
}
