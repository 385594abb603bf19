//! What is typed wrong: refused, with what was meant or what to do.

use crate::support::equilint;

/// One sentence that every rule set flags.
const NEUTRAL: &str = "# Rooms\n\nThe library remains neutral on controversial issues.\n";
/// A document without fault.
const CLEAN: &str = "# Rooms\n\nThe rooms have step-free access.\n";

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
