//! `rules new`: a rule file to fill in.

use std::path::{Path, PathBuf};

use super::{
    exit::{Exit, Failure},
    put,
    terminal::Terminal,
};
use crate::{config, files, finding::Family, output::Problem};

/// The file, with `{id}` and `{file}` to fill in. Its examples hold, so that it can be tried before anything is changed.
const TEMPLATE: &str = include_str!("rule_template.toml");

/// Write a file for the rule `id` to `output`, or to `NAME.toml`; one that is there stays.
pub(super) fn run(id: &str, output: Option<&Path>, terminal: &Terminal) -> Result<Exit, Failure> {
    let name = name(id)?;
    let path = output.map_or_else(|| PathBuf::from(format!("{name}.toml")), Path::to_owned);
    let shown = files::shown(&path);
    if path.exists() {
        return Err(Failure::one(
            Problem::new(format!("{shown} is already there"))
                .with_help("choose another file with `--output FILE`, or move that one away"),
        ));
    }
    let text = TEMPLATE.replace("{id}", id).replace("{file}", &shown);
    put::write(&path, text.as_bytes())?;
    if !terminal.quiet {
        Terminal::say(&format!(
            "wrote {shown}: fill it in, then `equilint rules test --rules {shown} {id}`\n"
        ));
    }
    Ok(Exit::Clean)
}

/// The name in `family/name`.
fn name(id: &str) -> Result<&str, Failure> {
    let families = Family::ALL.map(Family::name);
    let wrong = |message: String, help: String| Failure::one(Problem::new(message).with_help(help));
    let Some((family, name)) = id.split_once('/') else {
        return Err(wrong(
            format!("`{id}` is no rule id"),
            format!("write it as `family/name`, such as `merit/{id}`"),
        ));
    };
    if !families.contains(&family) {
        let help = match config::closest(family, families) {
            Some(close) => format!("did you mean `{close}/{name}`?"),
            None => format!("families are {}", families.join(", ")),
        };
        return Err(wrong(format!("no family is called `{family}`"), help));
    }
    let fits =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if name.is_empty() || !name.chars().all(fits) {
        return Err(wrong(
            format!("`{id}` is no rule id"),
            "a name has small letters, digits and hyphens only".to_owned(),
        ));
    }
    Ok(name)
}
