//! `compare`, and `audit --against`: what a manual gained, weakened and lost.

use crate::support::{Equilint, equilint};

const REVIEW: &str = "# Meeting rooms\n\n## Review\n\nThe Director shall review this policy every two years, by March, with people whom it affects.\n";
const HIRING: &str = "# Hiring\n\nHiring panels are trained each year, and every posting shall state the salary range.\n";

/// A program with an old and a new folder.
fn manual(old: &[(&str, &str)], new: &[(&str, &str)]) -> Equilint {
    let mut run = equilint();
    for (name, text) in old {
        run = run.file(&format!("old/{name}"), text);
    }
    for (name, text) in new {
        run = run.file(&format!("new/{name}"), text);
    }
    run
}

fn compared(run: Equilint, code: i32) -> serde_json::Value {
    run.args(["compare", "old", "new", "--format", "json"])
        .exit(code)
        .run()
        .json()
}

fn names(list: &serde_json::Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|one| one["commitment"].as_str().unwrap())
        .collect()
}

#[test]
fn what_is_the_same_is_no_change_and_ends_with_0() {
    let both = [("rooms.md", REVIEW), ("hiring.md", HIRING)];
    let report = compared(manual(&both, &both), 0);
    assert_eq!(report["schema"], "equilint-compare/1");
    for key in ["lost", "weakened", "moved", "strengthened", "gained"] {
        assert_eq!(report[key].as_array().unwrap().len(), 0, "{key}");
    }
    assert_eq!(report["documents"], serde_json::json!([2, 2]));
}

#[test]
fn a_duty_that_became_a_permission_and_a_deadline_that_went_are_weaker() {
    let weaker = |text: &str| {
        let report = compared(manual(&[("rooms.md", REVIEW)], &[("rooms.md", text)]), 1);
        let change = report["weakened"][0].clone();
        assert_eq!(change["commitment"], "review-cycle", "{report}");
        assert_eq!(change["path"], "new/rooms.md");
        (change["why"].to_string(), report)
    };
    let (why, report) = weaker(&REVIEW.replace("shall review", "may review"));
    assert!(why.contains("no longer binding"), "{why}");
    let quote = report["weakened"][0]["before"]["quote"].as_str().unwrap();
    assert!(quote.contains("shall review"), "{quote}");
    let (why, _) = weaker(&REVIEW.replace(" every two years, by March,", ""));
    assert!(why.contains("no deadline any more"), "{why}");
    let owner = REVIEW.replace(
        "The Director shall review this policy",
        "This policy shall be reviewed",
    );
    let (why, _) = weaker(&owner);
    assert!(why.contains("no owner any more"), "{why}");
}

#[test]
fn a_deadline_that_grew_is_weaker_and_one_that_shrank_is_not() {
    let answers = |days: &str| {
        format!(
            "# Equity policy\n\nThe Director shall investigate each report of discrimination within {days} days and correct the practice that caused it.\n"
        )
    };
    let (short, long) = (answers("10"), answers("30"));
    let report = compared(manual(&[("a.md", &short)], &[("a.md", &long)]), 1);
    let why = report["weakened"][0]["why"].to_string();
    assert!(
        why.contains("a longer deadline: 30 days in place of 10"),
        "{report}"
    );
    compared(manual(&[("a.md", &long)], &[("a.md", &short)]), 0);
    let working = answers("10 working");
    compared(
        manual(&[("a.md", &working)], &[("a.md", &answers("14"))]),
        0,
    );
}

#[test]
fn what_is_gone_is_lost_and_what_is_new_is_gained() {
    let old = [("rooms.md", REVIEW), ("hiring.md", HIRING)];
    let report = compared(manual(&old, &old[..1]), 1);
    assert!(
        names(&report["lost"]).contains(&"equitable-hiring"),
        "{report}"
    );
    assert_eq!(report["removed"], serde_json::json!(["old/hiring.md"]));
    let report = compared(manual(&old[..1], &old), 0);
    assert!(
        names(&report["gained"]).contains(&"equitable-hiring"),
        "{report}"
    );
    assert_eq!(report["added"], serde_json::json!(["new/hiring.md"]));
}

#[test]
fn what_went_to_another_document_is_moved_and_renamed_documents_are_matched() {
    let both = format!(
        "{REVIEW}\n## Hiring\n\n{}",
        HIRING.split_once("\n\n").unwrap().1
    );
    let old = [("rooms.md", REVIEW), ("staff/hiring.md", HIRING)];
    let report = compared(manual(&old, &[("rooms.md", &both)]), 0);
    assert!(
        names(&report["moved"]).contains(&"equitable-hiring"),
        "{report}"
    );
    let new = [("space.md", REVIEW), ("people/hiring.md", HIRING)];
    let report = compared(manual(&old, &new), 0);
    assert_eq!(
        report["renamed"],
        serde_json::json!([["old/rooms.md", "new/space.md"]])
    );
}

#[test]
fn findings_come_and_go() {
    let neutral = "# Rooms\n\nThe library remains neutral on controversial issues.\n";
    let plain = "# Rooms\n\nThe rooms open at nine.\n";
    let report = compared(manual(&[("a.md", plain)], &[("a.md", neutral)]), 0);
    assert_eq!(report["findings"]["new"].as_array().unwrap().len(), 1);
    let rule = report["findings"]["new"][0]["rule"].as_str().unwrap();
    assert!(rule.starts_with("neutral-stance/"), "{rule}");
    let report = compared(manual(&[("a.md", neutral)], &[("a.md", plain)]), 0);
    assert_eq!(report["findings"]["fixed"].as_array().unwrap().len(), 1);
}

/// The audit of a folder with one document.
fn audit(text: &str) -> String {
    let args = ["audit", "manual", "--format", "json"];
    equilint()
        .file("manual/rooms.md", text)
        .args(args)
        .run()
        .stdout
}

#[test]
fn an_audit_that_was_written_down_is_compared_and_drawn_against() {
    let weak = REVIEW.replace("shall review", "may review");
    let run = || {
        equilint()
            .file("old.json", audit(REVIEW))
            .file("manual/rooms.md", &weak)
    };
    for (format, words) in [
        ("text", "no longer binding"),
        ("markdown", "## Weakened"),
        ("json", "\"weakened\":[{"),
    ] {
        let args = ["compare", "old.json", "manual", "--format", format];
        let said = run().args(args).exit(1).run();
        assert!(said.stdout.contains(words), "{}", said.stdout);
    }
    for (format, words) in [
        ("table", "no longer binding"),
        ("markdown", "**Since the earlier audit:**"),
        ("html", "Since the"),
    ] {
        let args = [
            "audit",
            "manual",
            "--against",
            "old.json",
            "--format",
            format,
        ];
        let said = run().args(args).exit(0).run();
        assert!(said.stdout.contains(words), "{}", said.stdout);
    }
}

#[test]
fn what_cannot_be_compared_is_an_error_that_says_what_to_do() {
    let later = audit(REVIEW).replace("equilint-audit/1", "equilint-audit/2");
    let cut = audit(REVIEW).split_at(200).0.to_owned();
    for (text, why) in [
        (later.as_str(), "another version of equilint"),
        (&cut, "it is damaged"),
        ("", "it is empty"),
        ("{\"schema\":\"equilint/1\"}", "no audit of equilint"),
    ] {
        for args in [
            ["compare", "old.json", "manual"],
            ["audit", "manual", "--against=old.json"],
        ] {
            let said = equilint()
                .file("old.json", text)
                .file("manual/rooms.md", REVIEW)
                .args(args)
                .exit(2)
                .run();
            let flat = said.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(why), "{flat}");
            assert!(flat.contains("equilint audit PATHS"), "{flat}");
            assert_eq!(said.stdout, "");
        }
    }
    for args in [
        ["compare", "nowhere", "manual"],
        ["compare", "nowhere.json", "manual"],
        ["compare", "manual", "empty"],
        ["audit", "manual", "--against=nowhere.json"],
    ] {
        equilint()
            .file("manual/rooms.md", REVIEW)
            .file("empty/photo.jpg", [0xff, 0xd8])
            .args(args)
            .exit(2)
            .run();
    }
}

#[test]
fn a_document_that_was_not_read_is_not_called_lost() {
    let said = manual(&[("rooms.md", REVIEW)], &[])
        .file("new/rooms.md", [0u8, 1, 2, 0, 255, 0])
        .args(["compare", "old", "new"])
        .exit(2)
        .run();
    assert!(
        said.stdout.contains("0 commitments lost"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("not read on one side"),
        "{}",
        said.stdout
    );
}
