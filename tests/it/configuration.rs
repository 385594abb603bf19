//! `equilint.toml`: which one holds for a document, what it decides, and every mistake in it.

use insta::assert_snapshot;

use crate::support::equilint;

/// One sentence that every rule set flags.
const NEUTRAL: &str = "# Rooms\n\nThe library remains neutral on controversial issues.\n";

/// A document without fault.
const CLEAN: &str = "# Rooms\n\nThe rooms have step-free access.\n";

#[test]
fn the_severity_that_fails_a_run_can_be_chosen() {
    let with = |args: &[&str]| equilint().file("a.md", NEUTRAL).args(args.iter().copied());
    with(&[]).exit(1).run();
    with(&["--fail-on", "error"]).exit(0).run();
    with(&["--fail-on", "never"]).exit(0).run();
    with(&["--exit-zero"]).exit(0).run();
    with(&["--exit-zero", "nowhere.md"]).exit(2).run();
    with(&["--ignore", "all"]).exit(0).run();
    let config = |text: &str| equilint().file("a.md", NEUTRAL).file("equilint.toml", text);
    config("fail-on = \"never\"").exit(0).run();
    config("fail-on = \"never\"")
        .args(["--fail-on", "note"])
        .exit(1)
        .run();
    config("fail-on = \"never\"")
        .args(["--no-config"])
        .exit(1)
        .run();
}

#[test]
fn the_nearest_configuration_above_a_document_holds() {
    let said = equilint()
        .file(
            "equilint.toml",
            "[rules]\nneutral-stance = \"off\"\nboth-sides = \"off\"\n",
        )
        .file("a.md", NEUTRAL)
        .file(
            "strict/equilint.toml",
            "[rules]\nneutral-stance = \"error\"\n",
        )
        .file("strict/deep/b.md", NEUTRAL)
        .args(["--format", "json"])
        .exit(1)
        .run();
    let report = said.json();
    let found: Vec<_> = report["findings"].as_array().unwrap().iter().collect();
    assert!(!found.is_empty());
    for finding in found {
        assert_eq!(finding["path"], "strict/deep/b.md");
    }
    assert_eq!(report["findings"][0]["severity"], "error");
}

#[test]
fn a_configuration_leaves_out_documents_of_folders_and_not_those_that_are_named() {
    let run = || {
        equilint()
            .file("equilint.toml", "exclude = [\"archive/\"]")
            .file("archive/a.md", NEUTRAL)
            .file("b.md", CLEAN)
    };
    let said = run().args(["--verbose"]).exit(0).run();
    said.tells("skipped: archive/a.md: left out by the configuration");
    run().args(["archive/a.md"]).exit(1).run();
}

#[test]
fn every_mistake_of_a_configuration_is_underlined() {
    let config = "min-confidence = \"hihg\"\n\n[rules]\n\"neutral-stance/nosuch\" = \"off\"\nneutrl-stance = \"off\"\n";
    let said = equilint()
        .file("equilint.toml", config)
        .file("a.md", CLEAN)
        .exit(2)
        .run();
    let shown = said
        .stderr
        .replace(&said.folder().display().to_string(), "@@FOLDER@@");
    assert_snapshot!(shown, @r#"
     × unknown confidence `hihg`
      ╭─[@@FOLDER@@/equilint.toml:1:18]
    1 │ min-confidence = "hihg"
      ·                  ───┬──
      ·                     ╰── here
    2 │ 
      ╰────
     help: did you mean `high`?
     × `neutrl-stance` is neither a family nor the id of a rule (`family/name`)
      ╭─[@@FOLDER@@/equilint.toml:5:1]
    4 │ "neutral-stance/nosuch" = "off"
    5 │ neutrl-stance = "off"
      · ──────┬──────
      ·       ╰── here
      ╰────
     help: did you mean `neutral-stance`?
    "#);
    let config = "[rules]\n\"neutral-stance/remain-neutral\" = \"off\"\n";
    let said = equilint()
        .file("equilint.toml", config)
        .file("a.md", CLEAN)
        .exit(2)
        .run();
    said.tells("did you mean `neutral-stance/remains-neutral`?");
    let config = "[[override]]\nfiles = [\"{a,b\"]\n";
    let said = equilint()
        .file("equilint.toml", config)
        .file("a.md", CLEAN)
        .exit(2)
        .run();
    said.tells("`{a,b` is no pattern of files");
}

#[test]
fn init_writes_a_configuration_that_holds_and_replaces_none() {
    let said = equilint().file("a.md", CLEAN).args(["init"]).exit(0).run();
    let text = said.text_of("equilint.toml");
    assert!(text.contains("[rules]"));
    let said = equilint()
        .file("equilint.toml", "fail-on = \"note\"")
        .args(["init"])
        .exit(2)
        .run();
    assert_eq!(said.text_of("equilint.toml"), "fail-on = \"note\"");
    equilint()
        .file("equilint.toml", &text)
        .file("a.md", CLEAN)
        .exit(0)
        .run();
}

#[test]
fn the_schema_of_the_configuration_takes_what_the_program_takes() {
    let schema = include_str!("../../schemas/equilint.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let init = equilint()
        .file("a.md", CLEAN)
        .args(["init"])
        .exit(0)
        .run()
        .text_of("equilint.toml");
    // Every line that `init` writes as an example, switched on.
    let on: String = init
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("#! ").unwrap_or(line)))
        .collect();
    let wrong = [
        "selct = [\"sameness\"]",
        "fail-on = \"nevr\"",
        "max-size = \"big\"",
        "[rules]\ncomfort = \"warn\"",
        "[[override]]\nrules = { comfort = \"off\" }",
    ];
    let cases = [(init.as_str(), true), (on.as_str(), true)];
    for (text, right) in cases.into_iter().chain(wrong.map(|text| (text, false))) {
        let value: serde_json::Value = toml::from_str(text).unwrap();
        assert_eq!(schema.is_valid(&value), right, "{text}");
        if !text.contains("extend-rules") {
            let code = if right { 0 } else { 2 };
            equilint()
                .file("equilint.toml", text)
                .file("a.md", CLEAN)
                .exit(code)
                .run();
        }
    }
}

#[test]
fn of_configurations_that_contradict_the_nearest_holds_and_the_command_line_above_all() {
    let sentence = "The library remains neutral on controversial issues.";
    let run = || {
        equilint()
            .file("equilint.toml", "[rules]\nneutral-stance = \"off\"\n\"neutral-stance/remains-neutral\" = \"error\"\n")
            .file("other.toml", "[rules]\nneutral-stance = \"note\"\n")
            .file("below/equilint.toml", "select = [\"neutral-stance\"]\nignore = [\"neutral-stance\"]\n")
            .file("a.md", sentence)
            .file("below/b.md", sentence)
            .args(["--format", "short"])
    };
    // The narrower entry of one file wins; what is both selected and ignored is ignored; above is not asked.
    let said = run().exit(1).run().stdout;
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.starts_with("a.md:1:") && said.contains("error["),
        "{said}"
    );
    // One that is named holds for all.
    let said = run().args(["--config", "other.toml"]).exit(0).run().stdout;
    assert_eq!(said.matches("note[").count(), 2, "{said}");
    // What is typed comes last.
    run()
        .args(["--ignore", "neutral-stance/remains-neutral"])
        .exit(0)
        .run();
    let said = run()
        .args(["--config", "other.toml", "--no-config"])
        .exit(2)
        .run();
    said.tells("cannot be used with");
}
