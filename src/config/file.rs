//! The file as a whole.

use std::{ops::Range, path::Path};

use toml::de::DeTable;

use super::{Globs, Mistake, Scope, scope, table::Table};
use crate::{engine::Policy, finding::Severity};

/// What a configuration file means.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// For every document.
    pub scope: Scope,
    /// Findings of this severity or more make a run fail; `Some(None)` is never.
    pub fail_on: Option<Option<Severity>>,
    /// Rule files and folders, relative to the file, with their places.
    pub extend_rules: Vec<(String, Range<usize>)>,
    /// Only these documents of a folder; `None` means all.
    pub include: Option<Globs>,
    /// Not these documents of a folder.
    pub exclude: Option<Globs>,
    /// The baseline, relative to the file.
    pub baseline: Option<String>,
    /// Largest document that is read, in bytes.
    pub max_size: Option<u64>,
    /// For some documents, in order; a later one wins.
    pub overrides: Vec<(Globs, Scope)>,
}

/// The keys of the file.
pub const KEYS: [&str; 14] = [
    "select",
    "ignore",
    "min-confidence",
    "jurisdiction",
    "profile",
    "policy-type",
    "rules",
    "fail-on",
    "extend-rules",
    "include",
    "exclude",
    "baseline",
    "max-size",
    "override",
];

/// The keys of an `[[override]]`.
pub const OVERRIDE_KEYS: [&str; 8] = [
    "files",
    "select",
    "ignore",
    "min-confidence",
    "jurisdiction",
    "profile",
    "policy-type",
    "rules",
];

/// What `equilint init` writes.
pub const TEMPLATE: &str = include_str!("template.toml");

impl Config {
    /// What `text`, a file in `folder`, means.
    ///
    /// # Errors
    /// Every mistake in it, in the order of their places.
    pub fn parse(folder: &Path, text: &str) -> Result<Self, Vec<Mistake>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut mistakes: Vec<Mistake> = errors
            .iter()
            .take(1)
            .map(|error| Mistake::new(error.message()).at(error.span().unwrap_or(0..0)))
            .collect();
        if !mistakes.is_empty() {
            // What is said after the first error of syntax is mostly wrong.
            return Err(mistakes);
        }
        let config = Self::read(folder, table.get_ref(), &mut mistakes);
        mistakes.sort_by_key(|mistake| mistake.span.start);
        if mistakes.is_empty() {
            Ok(config)
        } else {
            Err(mistakes)
        }
    }

    fn read(folder: &Path, table: &DeTable<'_>, mistakes: &mut Vec<Mistake>) -> Self {
        let mut table = Table::new(table, "the configuration", mistakes);
        let mut config = Self {
            scope: Scope::read(&mut table),
            fail_on: table.parsed("fail-on", |text| {
                if text == "never" {
                    return Ok(None);
                }
                scope::severity(text, &["never"]).map(Some)
            }),
            extend_rules: table
                .texts("extend-rules")
                .into_iter()
                .map(|(text, span)| (text.to_owned(), span))
                .collect(),
            include: globs(&mut table, "include", folder),
            exclude: globs(&mut table, "exclude", folder),
            baseline: table.text("baseline").map(|(text, _)| text.to_owned()),
            max_size: table.number("max-size").map(|(number, _)| number),
            overrides: Vec::new(),
        };
        for (inner, span) in table.tables("override") {
            let mut inner = Table::new(inner, "`[[override]]`", table.mistakes());
            let told = inner.mistakes().len();
            let files = globs(&mut inner, "files", folder);
            let wrong = inner.mistakes().len() > told;
            let scope = Scope::read(&mut inner);
            if files.is_none() && !wrong {
                let mistake = Mistake::new("an `[[override]]` says which `files` it is for");
                inner.mistake(mistake.with_help("add `files = [\"archive/**\"]`"), span);
            }
            inner.finish();
            config.overrides.extend(files.map(|files| (files, scope)));
        }
        table.finish();
        config
    }

    /// What the file wants of the document at `path`.
    pub fn policy(&self, path: &Path) -> Policy {
        let mut policy = Policy::default();
        self.scope.apply(&mut policy);
        for (files, scope) in &self.overrides {
            if files.matches(path) {
                scope.apply(&mut policy);
            }
        }
        policy
    }

    /// The part for every document, and those for some.
    fn scopes(&self) -> impl Iterator<Item = &Scope> {
        std::iter::once(&self.scope).chain(self.overrides.iter().map(|(_, scope)| scope))
    }

    /// Kinds of policy that are named and that `is_kind` does not know; `known` are their names.
    pub fn unknown_kinds<'a>(
        &self,
        is_kind: impl Fn(&str) -> bool,
        known: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Vec<Mistake> {
        self.scopes()
            .flat_map(|scope| &scope.kinds)
            .filter(|(kind, _)| !is_kind(kind))
            .map(|(kind, span)| {
                let mistake = Mistake::new(format!("no kind of policy is called `{kind}`"));
                mistake.did_you_mean(kind, known.clone()).at(span.clone())
            })
            .collect()
    }

    /// Rules that are named and that `known` does not hold.
    pub fn unknown_rules<'a>(
        &self,
        known: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (id, span) in self.scopes().flat_map(|scope| &scope.named) {
            if !known.clone().into_iter().any(|rule| rule == id) {
                let mistake = Mistake::new(format!("no rule is called `{id}`"));
                mistakes.push(mistake.did_you_mean(id, known.clone()).at(span.clone()));
            }
        }
        mistakes
    }
}

/// The patterns at `key`, relative to `folder`; `None` where the key is absent or wrong.
fn globs(table: &mut Table<'_, '_>, key: &'static str, folder: &Path) -> Option<Globs> {
    let patterns = table.texts(key);
    if patterns.is_empty() {
        return None;
    }
    match Globs::new(folder, patterns.iter().map(|(text, _)| *text)) {
        Ok(globs) => Some(globs),
        Err((index, why)) => {
            let (text, span) = patterns.get(index)?.clone();
            table.mistake(
                Mistake::new(format!("`{text}` is no pattern of files: {why}")),
                span,
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::{Config, KEYS, OVERRIDE_KEYS, TEMPLATE};
    use crate::finding::{Confidence, Family, Severity};

    fn mistakes(text: &str) -> Vec<String> {
        let found = Config::parse(Path::new("/m"), text).unwrap_err();
        found
            .iter()
            .map(|mistake| {
                let help = mistake.help.as_deref().unwrap_or_default();
                format!(
                    "{}: {} {help}",
                    text.get(mistake.span.clone()).unwrap_or_default(),
                    mistake.message
                )
            })
            .collect()
    }

    #[test]
    fn overrides_follow_the_file_and_the_narrowest_wins() {
        let config = Config::parse(
            Path::new("/m"),
            r#"
            min-confidence = "medium"
            [rules]
            sameness = "off"
            "comfort/x" = "error"
            [[override]]
            files = "archive/**"
            rules = { sameness = "note" }
            min-confidence = "high"
            "#,
        )
        .unwrap();
        let severity = |path: &str, rule: &str, family| {
            config
                .policy(Path::new(path))
                .severity(rule, family, Severity::Warning)
        };
        assert_eq!(severity("/m/a.md", "sameness/y", Family::Sameness), None);
        assert_eq!(
            severity("/m/archive/a.md", "sameness/y", Family::Sameness),
            Some(Severity::Note)
        );
        assert_eq!(
            severity("/m/a.md", "comfort/x", Family::Comfort),
            Some(Severity::Error)
        );
        let archive = config.policy(Path::new("/m/archive/a.md"));
        assert_eq!(archive.min_confidence, Some(Confidence::High));
    }

    #[test]
    fn every_mistake_is_reported_with_its_place_and_what_to_do() {
        let text = r#"
selct = ["sameness"]
ignore = ["samenes"]
min-confidence = "hihg"
max-size = "big"
include = ["{a,b"]
[rules]
comfort = "warn"
merit = 3
[[override]]
severity = 1
[[override]]
files = ["{c,d"]
"#;
        insta::assert_snapshot!(mistakes(text).join("\n"), @r#"
        selct: unknown key `selct` in the configuration did you mean `select`?
        "samenes": `samenes` is neither a family nor the id of a rule (`family/name`) did you mean `sameness`?
        "hihg": unknown confidence `hihg` did you mean `high`?
        "big": `max-size` is a whole number, not a string 
        "{a,b": `{a,b` is no pattern of files: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?) 
        "warn": unknown severity `warn` did you mean `warning`?
        3: a severity is one of "off", "note", "warning", "error" 
        [[override]]: an `[[override]]` says which `files` it is for add `files = ["archive/**"]`
        severity: unknown key `severity` in `[[override]]` known are `files`, `ignore`, `jurisdiction`, `min-confidence`, `policy-type`, `profile`, `rules`, `select`
        "{c,d": `{c,d` is no pattern of files: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?) 
        "#);
    }

    #[test]
    fn a_broken_file_says_where() {
        insta::assert_snapshot!(mistakes("select = [\"a\"\n[rules]\n").join("\n"), @r#"[: missing comma between array elements, expected `,`"#);
    }

    #[test]
    fn unknown_rules_are_named_with_the_nearest() {
        let config =
            Config::parse(Path::new("/m"), "[rules]\n\"comfort/tsate\" = \"off\"").unwrap();
        let unknown = config.unknown_rules(["comfort/taste", "merit/fit"]);
        assert_eq!(unknown.len(), 1);
        assert_eq!(
            unknown[0].help.as_deref(),
            Some("did you mean `comfort/taste`?")
        );
    }

    #[test]
    fn the_template_holds_as_written_and_with_every_line_switched_on() {
        Config::parse(Path::new("/m"), TEMPLATE).unwrap();
        let on: String = TEMPLATE
            .lines()
            .map(|line| format!("{}\n", line.strip_prefix("#! ").unwrap_or(line)))
            .collect();
        let config = Config::parse(Path::new("/m"), &on).unwrap();
        assert!(config.include.is_some() && !config.overrides.is_empty());
        for key in KEYS {
            assert!(TEMPLATE.contains(key), "the template does not show `{key}`");
        }
    }

    #[test]
    fn every_listed_key_is_read_and_in_the_schema() {
        let schema = include_str!("../../schemas/equilint.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let keys = |value: &serde_json::Value| -> BTreeSet<String> {
            value["properties"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect()
        };
        let listed = |keys: &[&str]| {
            keys.iter()
                .map(|key| (*key).to_owned())
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(keys(&schema), listed(&KEYS));
        assert_eq!(keys(&schema["$defs"]["override"]), listed(&OVERRIDE_KEYS));
        let file: String = KEYS.iter().map(|key| format!("{key} = 1.5\n")).collect();
        let inner: String = OVERRIDE_KEYS
            .iter()
            .map(|key| format!("{key} = 1.5\n"))
            .collect();
        for (text, count) in [
            (file, KEYS.len()),
            (format!("[[override]]\n{inner}"), OVERRIDE_KEYS.len()),
        ] {
            let mistakes = Config::parse(Path::new("/m"), &text).unwrap_err();
            assert_eq!(mistakes.len(), count, "{mistakes:?}");
            assert!(
                mistakes
                    .iter()
                    .all(|mistake| !mistake.message.contains("unknown key"))
            );
        }
    }
}
