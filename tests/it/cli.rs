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
fn what_is_mistyped_gets_a_suggestion() {
    for (args, help) in [
        (
            ["--select", "neutral-stanse"],
            "did you mean `neutral-stance`?",
        ),
        (
            ["--ignore", "neutral-stance/remain-neutral"],
            "did you mean `neutral-stance/remains-neutral`?",
        ),
        (["--format", "jsn"], "a similar value exists: 'json'"),
        (
            ["--fail-on", "warn"],
            "known are note, warning, error, never",
        ),
        (["--jobs", "0"], "0 is not in 1..=1024"),
    ] {
        let said = equilint().file("a.md", CLEAN).args(args).exit(2).run();
        said.tells(help);
    }
    let said = equilint()
        .args(["explain", "remains-neutral"])
        .exit(2)
        .run();
    said.tells("did you mean `neutral-stance/remains-neutral`?");
}

#[test]
fn what_would_do_nothing_is_refused() {
    for (args, why) in [
        (
            &["--unsafe"][..],
            "`--unsafe` does nothing where no rewrite is written",
        ),
        (
            &["check", "--with-blanks", "a.md"],
            "`--with-blanks` does nothing",
        ),
        (
            &["--stdin-filename", "b.md", "a.md"],
            "`--stdin-filename` names standard input, which is not read here",
        ),
        (
            &["text", "a.md", "--stdin-filename", "b.md"],
            "`--stdin-filename` names standard input",
        ),
        (
            &["fix", "--watch"],
            "`--watch` checks files again and again",
        ),
        (
            &["baseline", "create", "--fix"],
            "unexpected argument '--fix'",
        ),
        (
            &["baseline", "create", "--format", "json"],
            "unexpected argument '--format'",
        ),
    ] {
        let args = args.iter().copied();
        let said = equilint().file("a.md", NEUTRAL).args(args).exit(2).run();
        said.tells(why);
        assert_eq!(said.text_of("a.md"), NEUTRAL);
    }
}

#[test]
fn the_day_is_that_of_source_date_epoch_or_an_error_that_says_so() {
    for args in [&["a.md"][..], &["baseline", "create"], &["fix"]] {
        let args = args.iter().copied();
        let run = equilint().file("a.md", NEUTRAL).args(args);
        let said = run.env("SOURCE_DATE_EPOCH", "today").exit(2).run();
        said.tells("SOURCE_DATE_EPOCH is no number: “today”");
        said.tells("give seconds since 1970");
    }
    let run = equilint()
        .file("a.md", NEUTRAL)
        .args(["baseline", "create"]);
    let said = run.env("SOURCE_DATE_EPOCH", " 1795219200\n").exit(0).run();
    let baseline = said.text_of("equilint-baseline.json");
    assert!(
        baseline.contains("\"written\":\"2026-11-21\""),
        "{baseline}"
    );
}

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
fn a_rule_file_of_the_wrong_kind_is_an_error() {
    let said = equilint()
        .file("r.toml", "[[prase]]\nid = \"x\"\n")
        .file("a.md", CLEAN)
        .args(["--rules", "r.toml"])
        .exit(2)
        .run();
    said.tells("r.toml:1:");
    let said = equilint()
        .file("a.md", CLEAN)
        .args(["--rules", "nowhere"])
        .exit(2)
        .run();
    said.tells("nowhere");
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
