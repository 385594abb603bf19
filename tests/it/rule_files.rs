//! Rule files: the schema that editors use, the file that `rules new` writes, the pages made from the rules.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use equilint::rule::{Example, RewriteMode, Rule, RuleKind, RuleSet, RuleSource};

use crate::support::{equilint, root};

fn schema() -> serde_json::Value {
    let printed = equilint().args(["rules", "schema"]).exit(0).run().stdout;
    serde_json::from_str(&printed).unwrap()
}

/// Every TOML file at or under `path`.
fn files(path: &Path) -> Vec<(String, String)> {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        return entries
            .flat_map(|entry| files(&entry.unwrap().path()))
            .collect();
    }
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        vec![(
            path.display().to_string(),
            fs::read_to_string(path).unwrap(),
        )]
    } else {
        Vec::new()
    }
}

fn as_json(toml: &str) -> serde_json::Value {
    serde_json::to_value(toml::from_str::<toml::Table>(toml).unwrap()).unwrap()
}

/// Every rule file of ours is what the schema says.
#[test]
fn our_rule_files_hold_to_the_schema() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let files = files(&root().join("rules"));
    assert!(files.len() > 30);
    for (name, text) in files {
        let written = as_json(&text);
        let faults = validator.iter_errors(&written);
        let faults: Vec<String> = faults
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(faults, [""; 0], "{name}");
    }
    for wrong in [
        "[[phrase]]\nid = \"merit/x\"\nmessage = \"m\"\nfnid = [\"x\"]\n",
        "[[phrase]]\nid = \"mreit/x\"\nmessage = \"m\"\n",
        "[[phrase]]\nid = \"merit/x\"\nmessage = \"m\"\nseverity = \"fatal\"\n",
        "[[context]]\nname = \"x\"\nsays = \"x\"\nscope = \"everywhere\"\nfind = []\n",
    ] {
        assert!(!validator.is_valid(&as_json(wrong)), "{wrong}");
    }
}

/// The schema knows every key that the program knows, and no other: asked with a key that nobody knows, the program says
/// which it knows.
#[test]
fn the_schema_has_every_key_of_a_rule_file() {
    let schema = schema();
    let tables = [
        ("", "/properties", ""),
        ("[[phrase]]", "/$defs/phrase/properties", ""),
        ("[[family]]", "/$defs/family/properties", ""),
        ("[[context]]", "/$defs/context/properties", ""),
        ("[[facet]]", "/$defs/facet/properties", ""),
        ("[[part]]", "/$defs/part/properties", ""),
        ("[[commitment]]", "/$defs/commitment/properties", ""),
        ("[[enumeration]]", "/$defs/enumeration/properties", ""),
        ("[[structure]]", "/$defs/structure/properties", ""),
        ("[[kind]]", "/$defs/kind/properties", ""),
        ("[[language]]", "/$defs/language/properties", ""),
        (
            "[[phrase]]\nid = \"merit/x\"\nmessage = \"m\"\n[[phrase.rewrites]]",
            "/$defs/rewrite/properties",
            "",
        ),
    ];
    for (table, pointer, _) in tables {
        let source = RuleSource {
            name: "x.toml".to_owned(),
            text: format!("{table}\nno-such-key = 1\n"),
            embedded: false,
        };
        let problems = RuleSet::with(&[source]).unwrap_err();
        let message = &problems[0].message;
        let known: BTreeSet<&str> = message
            .split("expected one of ")
            .nth(1)
            .or_else(|| message.split("expected ").nth(1))
            .unwrap_or_else(|| panic!("{table}: {message}"))
            .split('`')
            .skip(1)
            .step_by(2)
            .collect();
        let ours: BTreeSet<&str> = schema
            .pointer(pointer)
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(ours, known, "{table}");
    }
}

/// `rules new` writes a file whose examples hold, and never over another.
#[test]
fn a_new_rule_file_can_be_tried_at_once() {
    let said = equilint()
        .file("keep.txt", "x")
        .args(["rules", "new", "merit/our-idea"])
        .exit(0)
        .run();
    assert!(
        said.stderr.contains("wrote our-idea.toml"),
        "{}",
        said.stderr
    );
    let text = said.text_of("our-idea.toml");
    assert!(text.contains("id = \"merit/our-idea\""), "{text}");
    let validator = jsonschema::validator_for(&schema()).unwrap();
    assert!(validator.is_valid(&as_json(&text)));
    let tested = equilint()
        .file("our-idea.toml", &text)
        .args([
            "rules",
            "test",
            "--no-config",
            "--rules",
            "our-idea.toml",
            "merit/our-idea",
        ])
        .exit(0)
        .run();
    assert!(
        tested.stdout.contains("4 examples of 1 rules: 4 hold"),
        "{}",
        tested.stdout
    );
    let again = equilint()
        .file("our-idea.toml", "mine")
        .args(["rules", "new", "merit/our-idea"])
        .exit(2)
        .run();
    assert!(again.stderr.contains("already there"), "{}", again.stderr);
    assert_eq!(again.text_of("our-idea.toml"), "mine");
    for (id, says) in [
        ("merits/x", "did you mean `merit/x`?"),
        ("x", "write it as `family/name`"),
        ("merit/Über", "small letters, digits and hyphens"),
    ] {
        let said = equilint()
            .file("keep.txt", "x")
            .args(["rules", "new", id])
            .exit(2)
            .run();
        assert!(said.stderr.contains(says), "{}", said.stderr);
    }
}

/// `docs/rules.md` is made from the rules: one entry a rule. `UPDATE_DOCS=1 cargo test` writes it.
#[test]
fn the_rule_pages_are_those_of_the_rules() {
    let rules = RuleSet::builtin();
    let mut out = String::from(
        "# Rules\n\nMade from `rules/*.toml`: `UPDATE_DOCS=1 cargo test` writes it again. `equilint explain RULE` says the same.\n",
    );
    let mut families: Vec<_> = rules.rules().iter().map(|rule| rule.family).collect();
    families.sort();
    families.dedup();
    for family in families {
        let _ = write!(out, "\n## {}\n", family.name());
        for rule in rules.rules().iter().filter(|rule| rule.family == family) {
            page(rule, &mut out);
        }
    }
    let path = root().join("docs/rules.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &out).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == out,
        "docs/rules.md is not what the rules say: run `UPDATE_DOCS=1 cargo test --test it rule_files`"
    );
}

fn page(rule: &Rule, out: &mut String) {
    let message = rule.message.replace("{words}", "…");
    let _ = write!(
        out,
        "\n### {}\n\n{}. *{}, {} confidence.*\n\n**Why.** {}\n",
        rule.id,
        capitalised(&message),
        rule.severity.name(),
        rule.confidence.name(),
        rule.why
    );
    if let Some(other) = &rule.contested {
        let _ = write!(out, "\n**The other view.** {other}\n");
    }
    if let Some(limits) = &rule.out_of_reach {
        let _ = write!(out, "\n**Out of reach.** {limits}\n");
    }
    list(out, "Sources", rule.sources.iter().cloned());
    examples(out, "Flagged", &rule.bad);
    examples(out, "Not flagged", &rule.good);
    let rewrite = |rewrite: &equilint::rule::Rewrite| {
        let how = match rewrite.mode {
            RewriteMode::Sentence => "in place of the sentence",
            RewriteMode::Words => "in place of the words",
            RewriteMode::Append => "added",
        };
        format!("{} ({how}): `{}`", rewrite.title, rewrite.with)
    };
    let title = match rule.kind {
        RuleKind::Commitment | RuleKind::Enumeration | RuleKind::Structure => "Model wording",
        RuleKind::Phrase | RuleKind::Hollow | RuleKind::Learned => "Rewrites",
    };
    list(out, title, rule.rewrites.iter().map(rewrite));
}

fn examples(out: &mut String, title: &str, examples: &[Example]) {
    list(
        out,
        title,
        examples
            .iter()
            .map(|one| one.text.split_whitespace().collect::<Vec<_>>().join(" ")),
    );
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    let _ = write!(out, "\n**{title}**\n\n");
    for item in items {
        let _ = writeln!(out, "- {item}");
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
