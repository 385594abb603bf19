//! Rules and texts that people write: read, and every mistake in them shown where it stands.

use std::{io, path::Path};

use super::exit::Failure;
use crate::{
    config::{self, Mistake},
    engine, files,
    finding::Family,
    output::Problem,
    rule::{self, RuleSet, RuleSource},
};

/// The embedded rules, and those in the files and folders `paths`.
pub(super) fn rules(paths: &[&Path]) -> Result<RuleSet, Failure> {
    if paths.is_empty() {
        return Ok(RuleSet::builtin());
    }
    let mut sources = Vec::new();
    for path in paths {
        if !path.exists() {
            let shown = files::shown(path);
            let problem = Problem::new(format!("no such file or folder: {shown}"));
            return Err(Failure::one(problem));
        }
        let found = files::with_extension(path, "toml")
            .map_err(|error| Failure::one(Problem::new(error.to_string())))?;
        if found.is_empty() {
            let problem =
                Problem::new(format!("no rule file (`*.toml`) in {}", files::shown(path)));
            return Err(Failure::one(problem));
        }
        for file in found {
            sources.push(RuleSource {
                name: files::shown(&file),
                text: text_of(&file, "the rule file")?,
                embedded: false,
            });
        }
    }
    let beside = |rules: &str, model: &str| {
        let path = Path::new(rules)
            .parent()
            .unwrap_or(Path::new(""))
            .join(model);
        files::read(&path, 1 << 26).map_err(|error| error.to_string())
    };
    RuleSet::with_models(&sources, &beside).map_err(|mistakes| {
        let problem = |mistake: rule::Problem| {
            let mut problem = Problem::new(mistake.message);
            if let Some(source) = sources.get(mistake.file) {
                problem = problem.in_file(&source.name, &source.text, mistake.span);
            }
            let problem = match mistake.help {
                Some(help) => problem.with_help(help),
                None => problem,
            };
            Box::new(problem) as Box<_>
        };
        Failure::Problems(mistakes.into_iter().map(problem).collect())
    })
}

/// Every one of `mistakes`, underlined in `text`, the file called `shown`.
pub(super) fn underlined(shown: &str, text: &str, mistakes: Vec<Mistake>) -> Failure {
    let problem = |mistake: Mistake| {
        let problem = Problem::new(mistake.message).in_file(shown, text, mistake.span);
        let problem = match mistake.help {
            Some(help) => problem.with_help(help),
            None => problem,
        };
        Box::new(problem) as Box<_>
    };
    Failure::Problems(mistakes.into_iter().map(problem).collect())
}

/// Whether a rule is called `id`, those about suppressions included.
pub(super) fn is_rule(rules: &RuleSet, id: &str) -> bool {
    rules.rules().iter().any(|rule| &*rule.id == id) || engine::is_suppression_rule(id)
}

/// Refuse `id` where no rule of `rules` is called so.
pub(super) fn known_rule(rules: &RuleSet, id: &str) -> Result<(), Failure> {
    if is_rule(rules, id) {
        return Ok(());
    }
    let families = Family::ALL.iter().map(|family| family.name());
    let known = rules.rules().iter().map(|rule| &*rule.id).chain(families);
    let help = match config::closest(id, known) {
        Some(close) => format!("did you mean `{close}`? `equilint rules list` has them all"),
        None => "`equilint rules list` has them all".to_owned(),
    };
    let problem = Problem::new(format!("no rule or family is called `{id}`"));
    Err(Failure::one(problem.with_help(help)))
}

/// Why a file, as it is called in messages, could not be read.
pub(super) fn not_read(what: &str, error: &io::Error) -> Problem {
    Problem::new(match error.kind() {
        io::ErrorKind::NotFound => format!("{what} is not there"),
        _ => format!("{what} cannot be read: {error}"),
    })
}

/// The text of `path`, called `what` in messages.
pub(super) fn text_of(path: &Path, what: &str) -> Result<String, Failure> {
    let shown = files::shown(path);
    let bytes = files::read(path, 1 << 28)
        .map_err(|error| Failure::one(not_read(&format!("{what} {shown}"), &error)))?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::one(Problem::new(format!("{what} {shown} is not UTF-8 text"))))
}
