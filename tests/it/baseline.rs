//! Findings that are known already: written down, hidden, taken out.

use crate::support::equilint;

/// A sentence with a note.
const DISCLAIMER: &str =
    "Use of a meeting room does not imply that the library endorses the views of the group.";

/// A sentence that is flagged, whose rewrites want a review.
const NEUTRAL: &str = "The library remains neutral on controversial issues.";

#[test]
fn a_baseline_hides_what_it_knows_and_not_a_second_copy() {
    let text = format!("# Rooms\n\n{NEUTRAL}\n");
    let said = equilint()
        .file("a.md", &text)
        .args(["baseline", "create", "--by", "ana"])
        .exit(0)
        .run();
    let baseline = said.text_of("equilint-baseline.json");
    assert!(baseline.contains("\"by\":\"ana\""), "{baseline}");
    let run = |text: &str| {
        equilint()
            .file("a.md", text)
            .file("equilint-baseline.json", &baseline)
            .args(["--format", "json"])
    };
    assert_eq!(run(&text).exit(0).run().json()["hidden"]["baseline"], 1);
    // Wrapped anew and moved down, under the same heading.
    let moved = "# Rooms\n\nNew words.\n\nThe library remains\nneutral on controversial issues.\n";
    assert_eq!(run(moved).exit(0).run().json()["hidden"]["baseline"], 1);
    let twice = format!("# Rooms\n\n{NEUTRAL}\n\nMore.\n\n{NEUTRAL}\n");
    let report = run(&twice).exit(1).run().json();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    run(&text).args(["--no-baseline"]).exit(1).run();
    let mended = run("# Rooms\n\nWords.\n").exit(0).run();
    mended.tells("1 entry of the baseline stale");
}

#[test]
fn update_takes_out_what_is_gone_and_takes_in_only_when_told() {
    let text = format!("# Rooms\n\n{NEUTRAL}\n");
    let baseline = equilint()
        .file("a.md", &text)
        .args(["baseline", "create"])
        .run()
        .text_of("equilint-baseline.json");
    let other = format!("# Rooms\n\n{DISCLAIMER}\n");
    let run = |args: &[&str]| {
        equilint()
            .file("a.md", &other)
            .file("equilint-baseline.json", &baseline)
            .args(args.iter().copied())
            .exit(0)
            .run()
    };
    let said = run(&["baseline", "update"]);
    said.tells("1 taken out, 0 taken in");
    let said = run(&["baseline", "update", "--add"]);
    said.tells("1 taken out, 1 taken in");
    assert!(
        run(&["baseline", "show"])
            .stdout
            .contains("remains neutral")
    );
}

#[test]
fn a_baseline_that_is_damaged_or_there_already_is_an_error() {
    let run = |text: &str| {
        equilint()
            .file("a.md", NEUTRAL)
            .file("equilint-baseline.json", text)
    };
    for (text, why) in [
        ("<<<<<<< ours\n{}", "merge conflict"),
        ("{\"schema\":", "damaged"),
        (
            "{\"schema\":\"equilint-baseline/9\"}",
            "reads `equilint-baseline/1`",
        ),
    ] {
        let said = run(text).exit(2).run();
        said.tells(why);
    }
    run("{}").args(["baseline", "create"]).exit(2).run();
    run("{}")
        .args(["baseline", "create", "--force"])
        .exit(0)
        .run();
    equilint()
        .file("a.md", NEUTRAL)
        .args(["--baseline", "nowhere.json"])
        .exit(2)
        .run();
}

#[test]
fn a_baseline_stands_beside_the_configuration_whatever_folder_is_checked() {
    let text = format!("# Rooms\n\n{NEUTRAL}\n");
    let said = equilint()
        .file("equilint.toml", "")
        .file("below/deep/a.md", &text)
        .args(["baseline", "create", "below"])
        .exit(0)
        .run();
    let known = said.text_of("equilint-baseline.json");
    assert!(known.contains("\"below/deep/a.md\""), "{known}");
    let run = |args: &[&str], folder: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_equilint"))
            .args(args)
            .current_dir(said.folder().join(folder))
            .output()
            .unwrap();
        output.status.code()
    };
    for folder in ["", "below", "below/deep"] {
        assert_eq!(run(&["--quiet"], folder), Some(0), "{folder}");
    }
    assert_eq!(run(&["below/deep/a.md"], ""), Some(0));
    assert_eq!(
        run(&["--no-config"], "below/deep"),
        Some(1),
        "no configuration, no baseline beside it"
    );
}

#[test]
fn a_fingerprint_has_no_position_no_number_and_stays_the_same_in_every_release() {
    let rule = r#"[[phrase]]
id = "deflection/mistakes-were-made"
message = "This sentence tells of a mistake that nobody made"
why = "A mistake without an author cannot be mended by anyone."
find = ["mistakes were made"]
bad = [
  { text = "We know that mistakes were made.", flags = "mistakes were made" },
  { text = "Mistakes were made in this case.", flags = "Mistakes were made" },
]
good = ["We made mistakes in hiring.", "The board lists its mistakes."]
"#;
    let print = |text: &str| {
        let args = [
            "--rules",
            "r.toml",
            "--select",
            "deflection/mistakes-were-made",
            "--format",
            "json",
        ];
        let report = equilint()
            .file("r.toml", rule)
            .file("a.md", text)
            .args(args)
            .exit(1)
            .run()
            .json();
        report["findings"][0]["fingerprint"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // Pinned: an entry of a baseline that was written once is known for ever.
    let first = print("# 1. Rooms\n\nMistakes were made in this case.\n");
    assert_eq!(first, "025044910e57d80a7b86517e564f1f3b");
    // Moved, wrapped anew, numbered anew.
    let other = "# 12. Rooms\n\nNew words.\n\n**Mistakes**\nwere made in that case.\n";
    assert_eq!(print(other), first);
    assert_ne!(print("# Desk\n\nMistakes were made in this case.\n"), first);
}
