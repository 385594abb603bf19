//! The command line: what a person types, and what comes of it.

use std::{
    io::Read as _,
    process::{Command, Stdio},
};

use insta::assert_snapshot;

use crate::support::equilint;

/// One sentence that every rule set flags.
const NEUTRAL: &str = "# Rooms\n\nThe library remains neutral on controversial issues.\n";

/// A document without fault.
const CLEAN: &str = "# Rooms\n\nThe rooms have step-free access.\n";

#[test]
fn the_word_check_can_be_left_out() {
    let short = ["--format", "short", "a.md"];
    let bare = equilint().file("a.md", NEUTRAL).args(short).exit(1).run();
    let said = equilint()
        .file("a.md", NEUTRAL)
        .args(["check"])
        .args(short)
        .exit(1)
        .run();
    assert_eq!(bare.stdout, said.stdout);
    assert!(bare.stdout.starts_with("a.md:3:"), "{}", bare.stdout);
}

#[test]
fn a_folder_without_arguments_is_checked_as_a_whole() {
    let said = equilint()
        .file("x/a.md", NEUTRAL)
        .file("b.md", CLEAN)
        .args(["--format", "json"])
        .exit(1)
        .run();
    let paths: Vec<_> = said.json()["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(paths, ["b.md", "x/a.md"]);
}

#[test]
fn the_span_of_a_finding_is_its_words_in_the_file() {
    let text = "# Räume\r\n\r\nÜber all — the library *remains* neutral\r\non every issue.\r\n";
    let said = equilint()
        .file("a.md", text)
        .args(["--format", "json"])
        .run();
    let found = said.json()["findings"].clone();
    assert!(!found.as_array().unwrap().is_empty());
    for finding in found.as_array().unwrap() {
        let at = |key: &str| usize::try_from(finding["span"][key].as_u64().unwrap()).unwrap();
        let words = text[at("start")..at("end")]
            .replace('*', "")
            .replace("\r\n", " ");
        let said = finding["words"]
            .as_str()
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(words, said);
    }
}

#[test]
fn every_format_gives_the_same_bytes_with_one_and_with_eight_threads() {
    for format in ["pretty", "plain", "short", "json", "jsonl"] {
        let run = |jobs| {
            let mut run = equilint().args(["--format", format, "--jobs", jobs]);
            for number in 0..40 {
                run = run.file(&format!("{:02}/{number}.md", number % 7), NEUTRAL);
            }
            run.exit(1).run().stdout
        };
        assert_eq!(run("1"), run("8"), "{format}");
    }
}

#[test]
fn a_path_that_is_not_there_is_an_error_and_a_mistyped_command_is_understood() {
    let said = equilint().args(["nowhere.md"]).exit(2).run();
    assert_snapshot!(said.stderr, @"  × no such file or folder: nowhere.md");
    let said = equilint().args(["chekc"]).exit(2).run();
    assert_snapshot!(said.stderr, @r#"
    × no such file or folder: chekc
    help: did you mean the command `equilint check`?
    "#);
}

#[test]
fn a_folder_without_documents_is_an_error_that_says_what_was_skipped() {
    let said = equilint().file("photo.jpg", [0xff, 0xd8]).exit(2).run();
    assert_snapshot!(said.stderr, @r#"
    0 documents read, 1 other file skipped: nothing found
      × no documents found: nothing was checked
      help: 1 other file was skipped (`--verbose` names it); equilint reads
            Markdown, text, reStructuredText, AsciiDoc, HTML, DOCX, ODT, EPUB and
            PDF, and leaves out of a folder what `.gitignore` or the configuration
            leaves out
    "#);
}

#[test]
fn a_document_that_cannot_be_read_is_named_and_the_others_are_checked() {
    let said = equilint()
        .file("a.md", [0u8, 1, 2, 0, 255, 254, 0])
        .file("b.md", NEUTRAL)
        .args(["--format", "short"])
        .exit(2)
        .run();
    assert!(said.stdout.starts_with("b.md:3:"), "{}", said.stdout);
    assert!(
        said.stderr.starts_with("not read: a.md: "),
        "{}",
        said.stderr
    );
    let quiet = equilint()
        .file("a.md", [0u8, 1, 2, 0, 255, 254, 0])
        .args(["--quiet"])
        .exit(2)
        .run();
    assert!(
        quiet.stderr.starts_with("not read: a.md: "),
        "{}",
        quiet.stderr
    );
}

#[test]
fn a_document_over_the_limit_is_unread_and_not_skipped() {
    let said = equilint()
        .file("a.md", NEUTRAL)
        .args(["--max-size", "10", "--format", "json"])
        .exit(2)
        .run();
    assert_eq!(said.json()["documents"][0]["status"], "unread");
    said.tells("more than the limit of 10: `--max-size` raises it");
    let said = equilint()
        .stdin(NEUTRAL)
        .args(["--max-size", "10", "-"])
        .exit(2)
        .run();
    said.tells("--max-size");
}

#[test]
fn an_empty_document_is_read_and_has_nothing_to_find() {
    let said = equilint()
        .file("a.md", "")
        .args(["--format", "json"])
        .exit(0)
        .run();
    assert_eq!(said.json()["documents"][0]["status"], "read");
}

#[test]
fn standard_input_is_named_and_read_as_its_name_says() {
    let html = "<p>The library remains neutral on all issues.</p>";
    let args = [
        "-",
        "--stdin-filename",
        "policies/a.html",
        "--format",
        "short",
    ];
    let said = equilint().stdin(html).args(args).exit(1).run();
    assert!(
        said.stdout.starts_with("policies/a.html:1:"),
        "{}",
        said.stdout
    );
    let said = equilint()
        .stdin(NEUTRAL)
        .args(["-", "--format", "short"])
        .exit(1)
        .run();
    assert!(said.stdout.starts_with("<stdin>:3:"), "{}", said.stdout);
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let said = equilint()
        .file("a.md", NEUTRAL.repeat(3000))
        .args(["--version"])
        .exit(0)
        .run();
    let mut child = Command::new(env!("CARGO_BIN_EXE_equilint"))
        .args(["--format", "short", "a.md"])
        .current_dir(said.folder())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut byte = [0];
    stdout.read_exact(&mut byte).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn colour_follows_the_wish_and_the_environment() {
    let colored = |args: &[&str], env: &[(&str, &str)]| {
        let mut run = equilint().file("a.md", NEUTRAL).args(args.iter().copied());
        for (name, value) in env {
            run = run.env(name, value);
        }
        run.run().stdout.contains('\u{1b}')
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--color", "always", "--format", "json"], &[]));
}

#[test]
fn what_was_read_and_why_nothing_was_flagged_can_be_asked() {
    let text = "# Rooms\n\nThe library does not remain neutral on racism.\n";
    let said = equilint()
        .file("a.md", text)
        .args(["why-not", "a.md", "neutral-stance"])
        .exit(0)
        .run();
    assert!(said.stdout.contains("not flagged: "), "{}", said.stdout);
    assert!(said.stdout.contains("a.md: "), "{}", said.stdout);
    // Of what is flagged, `--verbose` says which words weighed most; nothing else does.
    for (more, wanted) in [(None, false), (Some("--verbose"), true)] {
        let said = equilint()
            .file("b.md", "# Rooms\n\nStaff remain neutral on every issue.\n")
            .args(["check", "b.md"])
            .args(more)
            .exit(1)
            .run();
        assert_eq!(
            said.stdout.contains("By labelled text: ")
                && said.stdout.contains("“neutral”")
                && said.stdout.contains("spoke for it"),
            wanted,
            "{}",
            said.stdout
        );
    }
    let said = equilint()
        .file("a.md", text)
        .args(["text", "a.md", "--format", "json"])
        .exit(0)
        .run();
    let first: serde_json::Value =
        serde_json::from_str(said.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["kind"], &first["text"], &first["line"]),
        (&"heading".into(), &"Rooms".into(), &1.into())
    );
}

#[test]
fn rules_are_listed_and_explained_from_the_same_words() {
    let said = equilint()
        .args(["rules", "list", "--format", "json"])
        .exit(0)
        .run();
    let rules = said.json();
    let rule = &rules.as_array().unwrap()[0];
    let id = rule["id"].as_str().unwrap();
    let explained = equilint().args(["explain", id]).exit(0).run().stdout;
    let explained = explained.split_whitespace().collect::<Vec<_>>().join(" ");
    let why = rule["why"]
        .as_str()
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(explained.contains(&why), "{explained}");
    let sources = equilint()
        .args(["rules", "list", "--sources"])
        .exit(0)
        .run()
        .stdout;
    // By the idea that it rests on; what names no idea of the seeds is listed as it stands.
    let named = rule["sources"][0].as_str().unwrap();
    let id = named
        .rsplit('(')
        .next()
        .unwrap()
        .split([',', ')'])
        .next()
        .unwrap();
    assert!(sources.contains(id), "{named}: {sources}");
}

#[test]
fn completions_and_the_manual_page_are_made_from_the_command_line() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = equilint().args(["completions", shell]).exit(0).run().stdout;
        assert!(
            script.contains("why-not") && script.contains("min-confidence"),
            "{shell}"
        );
    }
    let page = equilint().args(["man"]).exit(0).run().stdout;
    for words in ["min\\-confidence", "equilint\\-why\\-not(1)"] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn statistics_count_by_rule_and_by_document() {
    let said = equilint()
        .file("a.md", NEUTRAL.repeat(2))
        .file("b.md", NEUTRAL)
        .args(["--statistics", "--format", "short"])
        .exit(1)
        .run();
    let rows: Vec<&str> = said.stderr.lines().collect();
    let rule = rows
        .iter()
        .position(|row| *row == "findings by rule:")
        .unwrap();
    assert!(
        rows[rule + 1].starts_with("      3  neutral-stance/"),
        "{}",
        said.stderr
    );
    let document = rows
        .iter()
        .position(|row| *row == "findings by document:")
        .unwrap();
    assert_eq!(
        &rows[document + 1..document + 3],
        ["      2  a.md", "      1  b.md"]
    );
}

#[test]
fn a_profile_goes_to_standard_error_and_changes_no_result() {
    let run = |args: &[&str]| {
        equilint()
            .file("a.md", NEUTRAL)
            .args(["--format", "json"])
            .args(args.iter().copied())
            .exit(1)
            .run()
    };
    let said = run(&["--profile"]);
    assert_eq!(said.stdout, run(&[]).stdout);
    for stage in [
        "finding documents, rules and configuration",
        "reading documents",
        "judging",
        "from start to end",
    ] {
        let row = said.stderr.lines().find(|row| row.ends_with(stage));
        let row = row.unwrap_or_else(|| panic!("{stage}: {}", said.stderr));
        assert!(row.contains(" ms  "), "{row}");
    }
}
