//! Suppressions in comments and in a side file: what they hide, and what is wrong with them.

use crate::support::equilint;

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
