//! `init`: a commented `equilint.toml`.

use std::path::Path;

use super::{
    exit::{Exit, Failure},
    put,
    terminal::Terminal,
};
use crate::{config, output::Problem};

/// Write the file into this folder; one that is there stays unless `force` is set.
pub(super) fn run(force: bool, terminal: &Terminal) -> Result<Exit, Failure> {
    let path = Path::new(config::FILE_NAME);
    if path.exists() && !force {
        let problem = Problem::new(format!("{} is already here", config::FILE_NAME));
        return Err(Failure::one(
            problem.with_help("`equilint init --force` replaces it"),
        ));
    }
    put::write(path, config::TEMPLATE.as_bytes())?;
    if !terminal.quiet {
        Terminal::say(&format!(
            "wrote {}: every setting is in it, most switched off\n",
            config::FILE_NAME
        ));
    }
    Ok(Exit::Clean)
}
