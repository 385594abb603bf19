//! Every format for programs: what it promises, and what hostile words cannot do to it.

use std::{fs, path::Path};

use crate::support::{Said, equilint, root};

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

/// What text of others may hold to become something else in a format.
const HOSTILE: [&str; 8] = [
    "::set-output name=x::y",
    "%0A::error::x%25",
    "\u{1b}[31m\u{7}\u{8}\u{9b}31m\u{7f}",
    "\u{202e}\u{2066}\u{200f}\u{2028}",
    "]]><b>&amp;<script>alert(1)</script>",
    "@everyone [l](javascript:x) `c` | # $x$",
    "\"'\\,;=cmd|' /C calc'!A0",
    "é\u{301}\u{1f468}\u{200d}\u{1f469}\u{feff}",
];

/// Findings whose sentences and headings hold all of [`HOSTILE`], and the word `long`.
fn hostile_text(long: &str) -> String {
    let mut text = String::new();
    for words in HOSTILE {
        text.push_str(&format!(
            "# Rooms {words}\n\nThe {words} library remains neutral on {words} issues.\n\n"
        ));
    }
    text + &format!("# Long\n\nThe library remains neutral on {long} issues.\n")
}

/// File names: every hostile text that the system allows in one, line ends included.
fn hostile_names() -> Vec<String> {
    let names = HOSTILE.iter().map(|words| words.replace('/', "∕"));
    let mut names: Vec<String> = names.map(|words| format!("{words}.md")).collect();
    if cfg!(unix) {
        names.push("a\n::error file=x::forged\nb.md:1:1: error[x] forged\r.md".to_owned());
        names.push("=cmd|' \t.md".to_owned());
    }
    names
}

fn hostile(args: &[&str], long: &str) -> Said {
    let mut run = equilint().file("broken\n::error::x.md", [0u8, 1, 2, 0, 255, 0]);
    for name in hostile_names() {
        run = run.file(&name, "# Rooms\n\nThe library remains neutral on issues.\n");
    }
    run.file("z.md", hostile_text(long))
        .args(args.iter().copied())
        .exit(2)
        .run()
}

/// Whether `c` is a control character that no format may pass on as it is.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// Fail unless `text` is well-formed XML.
fn xml(text: &str) {
    use quick_xml::{Reader, events::Event};
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap();
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

#[test]
fn hostile_words_stay_data_in_every_format() {
    // One run draws them all, each into a file of its own.
    let outputs = FORMATS.map(|format| format!("{format}=out.{format}"));
    let outputs = outputs
        .iter()
        .flat_map(|output| ["--output", output.as_str()]);
    let said = hostile(&outputs.collect::<Vec<_>>(), &"x".repeat(1 << 20));
    for format in FORMATS {
        let out = &said.text_of(&format!("out.{format}"));
        let json = ["json", "jsonl", "sarif", "gitlab"].contains(&format);
        // JSON escapes what is below a space; what is above is data to whoever parses it.
        let raw = out
            .chars()
            .find(|c| is_control(*c) && !(json && *c >= '\u{7f}'));
        assert_eq!(raw, None, "{format}");
        assert!(
            !said.stderr.contains(is_control),
            "{format}: {}",
            said.stderr
        );
        // No line of a file name begins a line of its own.
        for forged in ["::error file=x::forged", "b.md:1:1: error[x] forged"] {
            for text in [out, &said.stderr] {
                assert!(
                    !text.lines().any(|line| line.starts_with(forged)),
                    "{format}: {forged}"
                );
            }
        }
        let bidi = ['\u{202e}', '\u{2066}', '\u{200f}', '\u{2028}'];
        let drawn = ["pretty", "plain", "short", "github", "markdown"];
        assert!(!drawn.contains(&format) || !out.contains(bidi), "{format}");
        // A word of any length is drawn in a few lines.
        let prose = ["pretty", "short", "markdown"];
        assert!(
            !prose.contains(&format) || out.len() < 1 << 20,
            "{format}: {}",
            out.len()
        );
        match format {
            "junit" | "checkstyle" => {
                xml(out);
                assert!(
                    !out.contains("<script>") && !out.contains("]]>"),
                    "{format}"
                );
            }
            "markdown" => {
                assert!(
                    !out.contains("<script>") && !out.contains("](javascript"),
                    "{out}"
                );
                assert!(!out.contains("@everyone"), "a mention");
            }
            "github" => {
                let known = ["::warning file=", "::error file=", "::notice file="];
                for line in out.lines() {
                    assert!(known.iter().any(|head| line.starts_with(head)), "{line}");
                }
            }
            "short" => {
                let odd = |line: &&str| !line.contains(": warning[neutral-stance/");
                assert_eq!(out.lines().find(odd), None);
            }
            _ => {}
        }
    }
}

#[test]
fn formats_of_json_give_back_names_and_words_as_they_are() {
    let mut names = hostile_names();
    names.sort();
    let report = hostile(
        &[
            "--format", "json", "--output", "sarif=s", "--output", "gitlab=g", "--output",
            "jsonl=l",
        ],
        "long",
    );
    let said = report.json();
    let mut found: Vec<&str> = said["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["path"].as_str().unwrap())
        .filter(|path| *path != "z.md")
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, names);
    let words = said["findings"].as_array().unwrap().iter();
    let excerpts: String = words
        .map(|finding| finding["excerpt"].as_str().unwrap())
        .collect();
    for words in &HOSTILE[..2] {
        assert!(excerpts.contains(words), "{words}");
    }
    for file in ["s", "g"] {
        let other: serde_json::Value = serde_json::from_str(&report.text_of(file)).unwrap();
        assert!(other.to_string().contains("broken"), "{file}");
    }
    for line in report.text_of("l").lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn hostile_words_stay_data_in_every_format_of_an_audit() {
    let commit = "The library posts the salary range of every job";
    for format in ["table", "json", "csv", "markdown", "html"] {
        let mut run = equilint();
        for (name, words) in hostile_names().iter().zip(HOSTILE) {
            run = run.file(name, format!("# Hiring {words}\n\n{commit} {words}.\n"));
        }
        let out = run.args(["audit", "--format", format]).exit(0).run().stdout;
        let raw = out
            .chars()
            .find(|c| is_control(*c) && *c < '\u{7f}' && *c != '\r');
        assert_eq!(raw, None, "{format}");
        if ["markdown", "html"].contains(&format) {
            assert!(!out.contains("<script>alert"), "{format}");
        }
        if format == "csv" {
            // A spreadsheet takes what begins so for a formula.
            let mut rows = csv::Reader::from_reader(out.as_bytes());
            for cell in rows.records().flat_map(|row| {
                let row = row.unwrap();
                row.iter().map(str::to_owned).collect::<Vec<_>>()
            }) {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
        }
    }
}

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
    let text = "# Räume\n\nÜber alles: the library remains neutral on all issues.\n";
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
        "Über alles: the library remains neutral on all issues."
    );
    let inserted = replaced["insertedContent"]["text"].as_str().unwrap();
    assert!(
        inserted.starts_with("On all issues, the library"),
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
