//! Every format for programs: what it promises, and what hostile words cannot do to it.

use crate::support::{Said, equilint};

const FORMATS: [&str; 11] = [
    "pretty",
    "plain",
    "short",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "markdown",
];

/// A document whose words try to be something else in every format.
const HOSTILE: &str = "# Rooms ]]> <b> \u{1b}[31m\n\n\
    The \u{202e}library::set-output name=x::y remains neutral on %0A<script>alert(1)</script>]]> @everyone \u{9b}issues.\n";

fn run(format: &str) -> Said {
    equilint()
        .file("a %0A,b]]>'\"é.md", HOSTILE)
        .file("broken.md", [0u8, 1, 2, 0, 255, 0])
        .args(["--format", format])
        .exit(2)
        .run()
}

#[test]
fn hostile_words_stay_data_in_every_format() {
    for format in FORMATS {
        let said = run(format).stdout;
        assert!(!said.is_empty(), "{format}");
        for control in ['\u{1b}', '\u{9b}'] {
            // JSON escapes what it holds; the bytes themselves are nowhere.
            let raw = said.contains(control);
            assert!(
                !raw || (control == '\u{9b}'
                    && ["json", "jsonl", "sarif", "gitlab"].contains(&format)),
                "{format}: {control:?}"
            );
        }
        if ["junit", "checkstyle", "markdown"].contains(&format) {
            assert!(!said.contains("<script>"), "{format}: {said}");
            assert!(!said.contains("]]>"), "{format}");
        }
        if format == "github" {
            let commands = said.lines().filter(|line| line.starts_with("::")).count();
            assert_eq!(commands, said.lines().count(), "{said}");
            assert!(
                said.lines()
                    .all(|line| ["::warning ", "::error ", "::notice "]
                        .iter()
                        .any(|c| line.starts_with(c))),
                "{said}"
            );
        }
    }
}

#[test]
fn json_formats_are_json_and_name_what_was_not_read() {
    for format in ["json", "sarif", "gitlab"] {
        let text = run(format).stdout;
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
        assert!(text.contains("broken.md"), "{format}: {text}");
    }
    for line in run("jsonl").stdout.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn sarif_has_rules_regions_in_characters_fingerprints_and_relative_uris() {
    let report = run("sarif").json();
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let result = &run["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "a%20%250A%2Cb%5D%5D%3E%27%22%C3%A9.md"
    );
    assert_eq!(place["region"]["startLine"], 3);
    assert!(result["partialFingerprints"]["equilint/1"].is_string());
    let ids: Vec<_> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    assert!(ids.contains(&&result["ruleId"]));
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
        assert!(said.stderr.contains(why), "{}", said.stderr);
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
