//! One policy in seven formats: the readers must agree on its words and on what is found in it.
//!
//! `fixtures/formats/make.sh` makes the other six from `policy.md`.

use crate::support::equilint;

const FORMATS: [&str; 7] = ["md", "txt", "html", "docx", "odt", "epub", "pdf"];

/// The words of the policy, as read.
fn words(extension: &str) -> Vec<String> {
    let path = format!("fixtures/formats/policy.{extension}");
    let said = equilint()
        .args(["text", "--format", "json", &path])
        .exit(0)
        .run();
    let blocks = said.stdout.lines().map(|line| {
        let block: serde_json::Value = serde_json::from_str(line).unwrap();
        block["text"].as_str().unwrap().to_owned()
    });
    let text: Vec<String> = blocks.collect();
    text.join(" ")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// What is found in the policy: rule and words.
fn findings(extension: &str) -> Vec<(String, String)> {
    let path = format!("fixtures/formats/policy.{extension}");
    let said = equilint()
        .args(["check", "--no-config", "--format", "json", &path])
        .exit(1)
        .run();
    let json = said.json();
    let mut found: Vec<_> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let text = |key: &str| {
                let text = finding[key].as_str().unwrap_or_default();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            (text("rule"), text("words"))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn seven_formats_have_the_same_words() {
    let wanted = words("md");
    assert!(wanted.len() > 100);
    for extension in FORMATS {
        assert_eq!(words(extension), wanted, "{extension}");
    }
}

#[test]
fn seven_formats_have_the_same_findings() {
    let wanted = findings("md");
    assert!(wanted.len() > 3, "{wanted:?}");
    for extension in FORMATS {
        assert_eq!(findings(extension), wanted, "{extension}");
    }
}

#[test]
fn a_word_document_is_annotated_and_never_replaced() {
    let source = "fixtures/formats/policy.docx";
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.docx");
    let copy = copy.to_str().unwrap();
    let said = equilint()
        .args(["annotate", "--no-config", source, "-o", copy])
        .exit(0)
        .run();
    let count = findings("docx").len();
    assert!(
        said.stderr.contains(&format!("{count} comments")),
        "{}",
        said.stderr
    );
    let before = equilint().args(["text", source]).exit(0).run();
    let after = equilint()
        .args(["text", "--tracked", "original", copy])
        .exit(0)
        .run();
    assert_eq!(before.stdout, after.stdout);
    let said = equilint()
        .args(["annotate", copy, "-o", copy])
        .exit(2)
        .run();
    assert!(said.stderr.contains("must not replace"), "{}", said.stderr);
    let said = equilint()
        .args(["annotate", "fixtures/formats/policy.md", "-o", copy])
        .exit(2)
        .run();
    assert!(
        said.stderr.contains("only Word documents"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_check_can_annotate_what_it_finds_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().to_str().unwrap();
    equilint()
        .args([
            "check",
            "--no-config",
            "--annotate",
            target,
            "fixtures/formats",
        ])
        .exit(1)
        .run();
    let copy = folder.path().join("fixtures/formats/policy.docx");
    let copied = std::fs::read(copy).unwrap();
    let original = std::fs::read("fixtures/formats/policy.docx").unwrap();
    assert!(copied.len() > original.len(), "comments were added");
}
