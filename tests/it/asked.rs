//! `fix --interactive`: what is asked, and what is written for which answer.

#[cfg(target_os = "linux")]
use crate::support::missing;
use crate::support::{Said, equilint};

/// A sentence with several rewrites.
const SAME: &str = "We treat everyone the same and do not see differences between our visitors.";
/// A sentence of another family.
const NEUTRAL: &str = "The library remains neutral on controversial issues.";

fn text() -> String {
    format!("# Rooms\r\n\r\n{SAME}\r\n\r\nA clean *line*.\r\n\r\n{NEUTRAL}\r\n")
}

fn answer(answers: &str) -> Said {
    equilint()
        .file("a.md", text())
        .args(["fix", "--interactive", "--format", "short"])
        .stdin(answers)
        .run()
}

#[test]
fn what_is_accepted_is_written_and_what_is_refused_stays() {
    let said = answer("y\nn\n");
    let fixed = said.text_of("a.md");
    assert!(!fixed.contains(SAME) && fixed.contains(NEUTRAL), "{fixed}");
    assert!(fixed.contains("\r\n\r\nA clean *line*.\r\n\r\n"), "{fixed}");
    assert!(fixed.ends_with(&format!("{NEUTRAL}\r\n")), "{fixed}");
    assert_eq!(said.stdout.lines().count(), 1, "{}", said.stdout);
    let told = &said.stderr;
    assert!(
        told.contains("1 rewrite written in 1 document; left: 1 that you left"),
        "{told}"
    );
    assert!(told.contains("Write a rewrite? [y,1-"), "{told}");
}

#[test]
fn an_alternative_is_chosen_by_its_number() {
    let first = answer("1\nn\n").text_of("a.md");
    assert_eq!(first, answer("y\nn\n").text_of("a.md"));
    let second = answer("2\n[year]\n\n\n\n\nn\n").text_of("a.md");
    assert_ne!(second, first);
    assert!(!second.contains(SAME), "{second}");
}

#[test]
fn a_blank_is_filled_by_the_person_and_never_written_empty() {
    let said = answer("2\n2027\nn\n");
    let fixed = said.text_of("a.md");
    assert!(
        fixed.contains("2027") && !fixed.contains('['),
        "{fixed}\n{}",
        said.stderr
    );
    let said = answer("2\n\nn\n");
    assert_eq!(said.text_of("a.md"), text());
    said.tells("a blank was not filled");
}

#[test]
fn words_of_ones_own_replace_the_sentence_alone() {
    let own = "Staff adapt their help to each visitor.";
    let said = answer(&format!("e\n{own}\nn\n"));
    assert_eq!(said.text_of("a.md"), text().replace(SAME, own));
    let said = answer("e\n\nn\n");
    assert_eq!(said.text_of("a.md"), text());
    said.tells("suggested: ");
}

#[test]
fn quitting_writes_what_was_accepted_and_asks_no_more() {
    let said = answer("y\nq\n");
    let fixed = said.text_of("a.md");
    assert!(!fixed.contains(SAME) && fixed.contains(NEUTRAL), "{fixed}");
    // The end of input is quitting, too.
    assert_eq!(answer("y\n").text_of("a.md"), fixed);
    let said = answer("q\n");
    assert_eq!(said.text_of("a.md"), text());
    assert_eq!(said.stderr.matches("Write a rewrite?").count(), 1);
    let said = answer("what?\nq\n");
    said.tells("q - write what was accepted");
}

#[test]
fn a_yes_to_everything_ends_and_leaves_nothing_that_could_be_written() {
    let said = answer(&"y\n".repeat(10_000));
    let fixed = said.text_of("a.md");
    assert!(!fixed.contains(SAME) && !fixed.contains(NEUTRAL), "{fixed}");
}

#[test]
fn standard_input_is_not_both_document_and_answers() {
    let said = equilint()
        .args(["fix", "--interactive", "-"])
        .stdin(SAME)
        .exit(2)
        .run();
    said.tells("both the document and the answers");
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_the_editor_of_the_person_is_used() {
    use std::process::Command;
    if Command::new("script").arg("--version").output().is_err() {
        missing("script is not installed: answers given in a terminal are NOT tested");
        return;
    }
    let said = equilint().file("a.md", text()).args(["--version"]).run();
    let folder = said.folder();
    let editor = folder.join("editor.sh");
    std::fs::write(&editor, "printf 'Staff adapt their help.\\n' > \"$1\"\n").unwrap();
    let program = env!("CARGO_BIN_EXE_equilint");
    // `script` gives the program a terminal.
    let run = Command::new("sh")
        .args([
            "-c",
            "printf 'e\\nn\\n' | script -qec \"$PROGRAM fix --interactive a.md\" /dev/null",
        ])
        .env("PROGRAM", program)
        .env("VISUAL", format!("sh {}", editor.display()))
        .current_dir(&folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(
        said.text_of("a.md"),
        text().replace(SAME, "Staff adapt their help."),
        "{told}"
    );
}
