//! Living with findings: suppressions, fixes and baselines, as the program does them.

use crate::support::equilint;

/// A sentence with a note.
const DISCLAIMER: &str =
    "Use of a meeting room does not imply that the library endorses the views of the group.";
/// A sentence that is flagged, whose rewrites want a review.
const NEUTRAL: &str = "The library remains neutral on controversial issues.";

#[test]
fn a_comment_with_a_reason_hides_a_finding_and_one_without_is_a_finding() {
    let text = |head: &str| format!("# Rooms\n\n<!-- equilint-{head} -->\n\n{NEUTRAL}\n");
    let run = |head: &str, code: i32| {
        equilint()
            .file("a.md", text(head))
            .args(["--format", "json"])
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .exit(code)
            .run()
            .json()
    };
    let hidden = run("disable-next-line neutral-stance -- words of the grant", 0);
    assert_eq!(hidden["hidden"]["suppressed"], 1);
    let rules = |report: serde_json::Value| -> Vec<String> {
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    let found = rules(run("disable-next-line neutral-stance", 1));
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], "structure/suppression-without-reason");
    let found = rules(run(
        "disable-next-line neutral-stance until=2026-11-20 -- soon",
        1,
    ));
    assert_eq!(found[0], "structure/suppression-expired");
    let found = rules(run("disable-file comfort -- once", 1));
    assert_eq!(found[0], "structure/suppression-unused");
    equilint()
        .args(["explain", "structure/suppression-unused"])
        .exit(0)
        .run();
}

#[test]
fn a_suppression_in_a_code_block_is_text() {
    let comment = "<!-- equilint-disable-file neutral-stance -- an example -->";
    for (name, text) in [
        (
            "a.md",
            format!("# Rooms\n\n```html\n{comment}\n```\n\n{NEUTRAL}\n"),
        ),
        ("b.md", format!("# Rooms\n\n    {comment}\n\n{NEUTRAL}\n")),
        (
            "c.md",
            format!("# Rooms\n\nWrite `{comment}` so.\n\n{NEUTRAL}\n"),
        ),
        (
            "d.rst",
            format!(
                "Rooms\n=====\n\n::\n\n    .. equilint-disable-file neutral-stance -- an example\n\n{NEUTRAL}\n"
            ),
        ),
        (
            "e.adoc",
            format!(
                "= Rooms\n\n----\n// equilint-disable-file neutral-stance -- an example\n----\n\n{NEUTRAL}\n"
            ),
        ),
        (
            "f.html",
            format!(
                "<h1>Rooms</h1><pre>{}</pre><p>{NEUTRAL}</p>",
                comment.replace('<', "&lt;")
            ),
        ),
    ] {
        let said = equilint()
            .file(name, &text)
            .args(["--format", "short"])
            .exit(1)
            .run();
        assert_eq!(said.stdout.lines().count(), 1, "{name}: {}", said.stdout);
        assert!(
            said.stdout.contains("neutral-stance/"),
            "{name}: {}",
            said.stdout
        );
    }
    // Outside of one, each of the forms works.
    for (name, text) in [
        ("a.md", format!("# Rooms\n\n{comment}\n\n{NEUTRAL}\n")),
        (
            "a.rst",
            format!(
                "Rooms\n=====\n\n.. equilint-disable-file neutral-stance -- an example\n\n{NEUTRAL}\n"
            ),
        ),
        (
            "a.adoc",
            format!(
                "= Rooms\n\n// equilint-disable-file neutral-stance -- an example\n\n{NEUTRAL}\n"
            ),
        ),
        ("a.html", format!("<h1>Rooms</h1>{comment}<p>{NEUTRAL}</p>")),
        ("a.txt", format!("Rooms\n\n{comment}\n\n{NEUTRAL}\n")),
    ] {
        let said = equilint().file(name, &text).exit(0).run();
        said.tells("not shown: 1 suppressed");
    }
}

#[test]
fn of_configurations_that_contradict_the_nearest_holds_and_the_command_line_above_all() {
    let run = || {
        equilint()
            .file("equilint.toml", "[rules]\nneutral-stance = \"off\"\n\"neutral-stance/remains-neutral\" = \"error\"\n")
            .file("other.toml", "[rules]\nneutral-stance = \"note\"\n")
            .file("below/equilint.toml", "select = [\"neutral-stance\"]\nignore = [\"neutral-stance\"]\n")
            .file("a.md", NEUTRAL)
            .file("below/b.md", NEUTRAL)
            .args(["--format", "short"])
    };
    // The narrower entry of one file wins; what is both selected and ignored is ignored; above is not asked.
    let said = run().exit(1).run().stdout;
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.starts_with("a.md:1:") && said.contains("error["),
        "{said}"
    );
    // One that is named holds for all.
    let said = run().args(["--config", "other.toml"]).exit(0).run().stdout;
    assert_eq!(said.matches("note[").count(), 2, "{said}");
    // What is typed comes last.
    run()
        .args(["--ignore", "neutral-stance/remains-neutral"])
        .exit(0)
        .run();
    let said = run()
        .args(["--config", "other.toml", "--no-config"])
        .exit(2)
        .run();
    said.tells("cannot be used with");
}

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

#[cfg(unix)]
#[test]
fn the_shell_of_the_github_action_passes_paths_as_data() {
    let said = equilint()
        .file("a b; touch x.md", format!("# Rooms\n\n{NEUTRAL}\n"))
        .file(
            "$(touch y).md",
            "# Rooms\n\nThe rooms have step-free access.\n",
        )
        .args(["--version"])
        .run();
    let script = crate::support::root().join(".ci/action.sh");
    let output = std::process::Command::new("bash")
        .arg(script)
        .current_dir(said.folder())
        .env("EQUILINT", env!("CARGO_BIN_EXE_equilint"))
        .env("PATHS", "a b; touch x.md\n$(touch y).md\n")
        .env("FAIL_ON", "warning")
        .env("MIN_CONFIDENCE", "medium")
        .env("SARIF", "out.sarif")
        .env_remove("GITHUB_STEP_SUMMARY")
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stdout}");
    assert!(
        stdout.starts_with("::warning file=a b; touch x.md,line=3,"),
        "{stdout}"
    );
    let sarif: serde_json::Value = serde_json::from_str(&said.text_of("out.sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{results:?}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b%3B%20touch%20x.md");
    let names: Vec<_> = std::fs::read_dir(said.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

/// A side file whose one entry suppresses `rule` in `a.md` until `until`.
fn side(rule: &str, until: &str) -> String {
    format!(
        "[[suppress]]\npath = \"a.md\"\nrule = \"{rule}\"\nwords = \"remains  NEUTRAL\"\nreason = \"signed by the council\"\nuntil = \"{until}\"\n"
    )
}

fn with_side(text: &str) -> crate::support::Equilint {
    equilint()
        .file("a.md", format!("# Rooms\n\n{NEUTRAL}\n"))
        .file("equilint.suppress.toml", text)
        .env("SOURCE_DATE_EPOCH", "1795219200")
}

#[test]
fn a_side_file_silences_what_a_comment_cannot_and_its_mistakes_are_findings() {
    let run = |text: &str| with_side(text).args(["--format", "short"]);
    let said = run(&side("neutral-stance", "2026-11-21")).exit(0).run();
    said.tells("not shown: 1 suppressed");
    let reason = side("neutral-stance", "2026-11-21").replace("signed by the council", " ");
    for (text, line, rule) in [
        (
            side("neutral-stance", "2026-11-20"),
            1,
            "warning[structure/suppression-expired]",
        ),
        (
            side("comfort", "2027-01-31"),
            1,
            "note[structure/suppression-unused]",
        ),
        (
            side("comfrt", "2027-01-31"),
            3,
            "warning[structure/suppression-unknown-rule]",
        ),
        (reason, 1, "warning[structure/suppression-without-reason]"),
    ] {
        let said = run(&text).exit(1).run().stdout;
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 2, "{said}");
        assert!(lines[0].starts_with("a.md:3:"), "{said}");
        let place = format!("equilint.suppress.toml:{line}:");
        assert!(
            lines[1].starts_with(&place) && lines[1].contains(rule),
            "{said}"
        );
    }
    // As with comments, they are rules that can be switched off, and only the last note fails nothing.
    let unused = side("comfort", "2027-01-31");
    run(&unused)
        .args(["--ignore", "structure,neutral-stance"])
        .exit(0)
        .run();
    let said = run(&unused)
        .args(["--select", "neutral-stance"])
        .exit(1)
        .run();
    assert!(
        !said.stdout.contains("suppression-unused"),
        "{}",
        said.stdout
    );
    let broken = format!("{unused}words = 1\n");
    run(&broken).exit(2).run();
}

#[test]
fn an_entry_of_a_pattern_is_unused_only_where_all_its_documents_were_judged() {
    let text = side("comfort", "2027-01-31").replace("a.md", "*.md");
    let said = with_side(&text)
        .args(["a.md", "--format", "short"])
        .exit(1)
        .run();
    assert!(!said.stdout.contains("unused"), "{}", said.stdout);
    let said = with_side(&text)
        .args([".", "--format", "short"])
        .exit(1)
        .run();
    assert!(said.stdout.contains("unused"), "{}", said.stdout);
}

#[test]
fn fix_takes_out_suppressions_that_hide_nothing() {
    let kept = side("neutral-stance", "2027-01-31");
    let text = format!("# Ours.\n\n{}\n{kept}", side("comfort", "2027-01-31"));
    let said = with_side(&text).args(["fix"]).exit(0).run();
    assert_eq!(
        said.text_of("equilint.suppress.toml"),
        format!("# Ours.\n\n{kept}")
    );
    let said = with_side(&text).args(["fix", "--diff"]).exit(0).run();
    assert_eq!(said.text_of("equilint.suppress.toml"), text);
    assert!(
        said.stdout.contains("-rule = \"comfort\""),
        "{}",
        said.stdout
    );
    let comment = "<!-- equilint-disable-file comfort -- once -->\n";
    let document = format!("# Rooms\n\n{comment}\nThe rooms have step-free access.\n");
    let said = equilint()
        .file("a.md", &document)
        .args(["fix"])
        .exit(0)
        .run();
    assert_eq!(said.text_of("a.md"), document.replace(comment, ""));
}

#[test]
fn a_side_file_speaks_of_word_documents_and_pdfs() {
    let fixture = |name: &str| std::fs::read(crate::support::root().join(name)).unwrap();
    let run = |side: &str| {
        equilint()
            .file("policy.docx", fixture("fixtures/formats/policy.docx"))
            .file("policy.pdf", fixture("fixtures/formats/policy.pdf"))
            .file("equilint.suppress.toml", side)
            .args(["--format", "json"])
            .run()
            .json()
    };
    let open = run("");
    let count = |report: &serde_json::Value| report["findings"].as_array().unwrap().len();
    let first = &open["findings"][0];
    let (path, rule, words) = (&first["path"], &first["rule"], &first["words"]);
    assert_eq!(path, "policy.docx");
    let side = format!(
        "[[suppress]]\npath = {path}\nrule = {rule}\nwords = {words}\nreason = \"signed\"\n\n\
         [[suppress]]\npath = \"*.pdf\"\nrule = \"all\"\nreason = \"printed\"\n"
    );
    let said = run(&side);
    assert_eq!(
        usize::try_from(said["hidden"]["suppressed"].as_u64().unwrap()).unwrap() + count(&said),
        count(&open)
    );
    let left = said["findings"].as_array().unwrap();
    assert!(
        left.iter().all(|finding| finding["path"] == "policy.docx"),
        "{left:?}"
    );
    assert!(
        !left
            .iter()
            .any(|finding| finding["words"] == *words && finding["rule"] == *rule)
    );
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
