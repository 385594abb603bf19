//! Every format for programs: what it promises.

use std::{fs, path::Path};

use crate::{
    hostile_outputs::{hostile, xml},
    support::{equilint, root},
};

/// The official schema of SARIF 2.1.0, as published by OASIS.
fn sarif_schema() -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("fixtures/sarif-schema-2.1.0.json")).unwrap();
    // One pattern of it has a bracket too many, which strict readers of patterns refuse.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn sarif_holds_to_its_schema() {
    let schema = sarif_schema();
    let holds = |report: &serde_json::Value| {
        let wrong: Vec<String> = schema
            .iter_errors(report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(wrong, [""; 0]);
    };
    let sarif = ["--format", "sarif"];
    // Text, Word, OpenDocument, PDF and HTML; findings about documents and about a manual; nothing at all.
    for paths in [
        &["fixtures/formats"][..],
        &["fixtures/manuals"],
        &["README.md"],
    ] {
        holds(
            &equilint()
                .args(sarif)
                .args(paths.iter().copied())
                .run()
                .json(),
        );
    }
    holds(&hostile(&sarif, "long").json());
    // What is suppressed and what a baseline knows; what is wrong with a suppression, with its fix.
    let text = "# Rooms\n\n<!-- equilint-disable-line comfort -- once -->\n\nThe library remains neutral on issues.\n\n\
        <!-- equilint-disable-next-line neutral-stance -- grant -->\nStaff must stay neutral on all issues.\n";
    let baseline = equilint().file(
        "a.md",
        "# Rooms\n\nThe library remains neutral on issues.\n",
    );
    let baseline = baseline
        .args(["baseline", "create"])
        .run()
        .text_of("equilint-baseline.json");
    let report = equilint()
        .file("a.md", text)
        .file("equilint-baseline.json", baseline)
        .args(sarif)
        .run()
        .json();
    holds(&report);
    let results = report["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<&str> = results
        .iter()
        .filter_map(|result| result["suppressions"][0]["kind"].as_str())
        .collect();
    assert_eq!(kinds.len(), 2, "{results:?}");
    assert!(kinds.contains(&"inSource") && kinds.contains(&"external"));
    // The schema is one that something can fail.
    assert!(!schema.is_valid(&serde_json::json!({"version": "2.1.0", "runs": [{}]})));
}

#[test]
fn sarif_has_rules_regions_in_characters_fingerprints_fixes_and_relative_uris() {
    let text =
        "# Räume\n\nDies gilt für alle Säle. The library remains neutral on all issues in cafés.\n";
    let said = equilint()
        .file("a %0A/b]'é.md", text)
        .args(["--format", "sarif"])
        .run();
    let report = said.json();
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let result = &run["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "a%20%250A/b%5D%27%C3%A9.md"
    );
    let at = |region: &serde_json::Value| -> String {
        let line: usize = region["startLine"].as_u64().unwrap().try_into().unwrap();
        assert_eq!(region["startLine"], region["endLine"]);
        let column = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap() - 1;
        let line: Vec<char> = text.lines().nth(line - 1).unwrap().chars().collect();
        line[column("startColumn")..column("endColumn")]
            .iter()
            .collect()
    };
    assert_eq!(at(&place["region"]), "library remains neutral");
    assert!(result["partialFingerprints"]["equilint/1"].is_string());
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(
        at(&replaced["deletedRegion"]),
        "The library remains neutral on all issues in cafés."
    );
    let inserted = replaced["insertedContent"]["text"].as_str().unwrap();
    assert!(
        inserted.starts_with("On all issues in cafés, the library"),
        "{inserted}"
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
    assert!(
        rules
            .iter()
            .all(|rule| rule["help"]["markdown"].is_string())
    );
}

#[test]
fn several_formats_go_to_files_in_one_run() {
    let said = equilint()
        .file(
            "a.md",
            "# Rooms\n\nThe library remains neutral on all issues.\n",
        )
        .args([
            "--format",
            "short",
            "--output",
            "sarif=out.sarif",
            "--output",
            "markdown=out.md.txt",
        ])
        .exit(1)
        .run();
    assert!(said.stdout.starts_with("a.md:3:"));
    assert!(said.text_of("out.sarif").contains("\"version\":\"2.1.0\""));
    assert!(said.text_of("out.md.txt").starts_with("### equilint: 1 "));
    for (output, why) in [
        ("sarif", "FORMAT=FILE"),
        ("srif=x", "unknown format"),
        ("sarif=", "no file"),
    ] {
        let said = equilint().args(["--output", output]).exit(2).run();
        said.tells(why);
    }
}

#[test]
fn github_adds_a_summary_to_the_job() {
    let said = equilint()
        .file(
            "a.md",
            "# Rooms\n\nThe library remains neutral on all issues.\n",
        )
        .file("summary.md", "before\n")
        .env("GITHUB_STEP_SUMMARY", "summary.md")
        .args(["a.md", "--format", "github"])
        .exit(1)
        .run();
    assert!(
        said.text_of("summary.md")
            .starts_with("before\n### equilint: ")
    );
}

#[test]
fn the_fields_that_gitlab_junit_and_checkstyle_want_are_there() {
    let run = |format: &str| {
        let paths = Path::new("fixtures/manuals/riverside");
        let args = ["--format", format];
        equilint()
            .args([paths.to_str().unwrap()])
            .args(args)
            .exit(1)
            .run()
            .stdout
    };
    let issues: serde_json::Value = serde_json::from_str(&run("gitlab")).unwrap();
    for issue in issues.as_array().unwrap() {
        for field in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[field].is_string(), "{field}: {issue}");
        }
        assert!(issue["location"]["lines"]["begin"].is_u64(), "{issue}");
    }
    for (format, outer, inner) in [
        ("junit", "<testsuites", "<failure"),
        ("checkstyle", "<checkstyle", "<error"),
    ] {
        let text = run(format);
        xml(&text);
        assert!(text.contains(outer) && text.contains(inner), "{text}");
    }
}
