//! `fix`: what is written, what is only shown, what is left.

use crate::support::equilint;

/// A sentence that is flagged, whose rewrites want a review.
const NEUTRAL: &str = "The library remains neutral on controversial issues.";

#[test]
fn fix_writes_the_rewrites_that_were_asked_for_and_nothing_else() {
    let text = format!("\u{feff}# Rooms\r\n\r\nOne *line* of ours.\r\n\r\n{NEUTRAL}\r\n");
    let said = equilint().file("a.md", &text).args(["fix"]).exit(0).run();
    assert!(
        said.text_of("a.md").contains(NEUTRAL),
        "{}",
        said.text_of("a.md")
    );
    let said = equilint()
        .file("a.md", &text)
        .args(["fix", "--unsafe"])
        .run();
    let fixed = said.text_of("a.md");
    assert!(
        fixed.starts_with("\u{feff}# Rooms\r\n\r\nOne *line* of ours.\r\n\r\n"),
        "{fixed}"
    );
    assert!(
        fixed.ends_with(".\r\n") && !fixed.contains("remains neutral"),
        "{fixed}"
    );
    said.tells("1 rewrite written in 1 document");
    let again = equilint()
        .file("a.md", &fixed)
        .args(["fix", "--unsafe"])
        .run();
    assert_eq!(again.text_of("a.md"), fixed);
    again.tells("0 rewrites written");
}

#[test]
fn a_diff_shows_what_fix_would_write_and_writes_nothing() {
    let text = format!("# Rooms\n\n{NEUTRAL}\n");
    let said = equilint()
        .file("a.md", &text)
        .args(["fix", "--unsafe", "--diff"])
        .run();
    assert_eq!(said.text_of("a.md"), text);
    assert!(
        said.stdout.starts_with("--- a/a.md\n+++ b/a.md\n@@ "),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains(&format!("\n-{NEUTRAL}\n+")),
        "{}",
        said.stdout
    );
    said.tells("1 rewrite to write in 1 document");
}

#[test]
fn a_document_in_another_encoding_is_judged_and_not_written() {
    let bytes: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(NEUTRAL.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let said = equilint()
        .file("a.md", &bytes)
        .args(["fix", "--unsafe"])
        .run();
    assert_eq!(std::fs::read(said.folder().join("a.md")).unwrap(), bytes);
    said.tells("in words that cannot be edited in place");
}
