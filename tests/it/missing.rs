//! What documents and manuals leave out: found, placed, and quiet where nothing may be asked.

use serde_json::Value;

use crate::support::{Said, equilint};

const MANUAL: &str = "fixtures/manuals/elm-street";

/// The program over `args`, with nothing but what is missing.
fn check(args: &[&str]) -> Said {
    let all = ["check", "--exit-zero", "--format", "json"];
    equilint().args(all).args(args.iter().copied()).run()
}

/// `rule place path` of each finding of `family`.
fn found(said: &Said, family: &str) -> Vec<String> {
    let json = said.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["family"] == family)
        .map(|finding| {
            let path = text(&finding["path"]);
            let name = path.rsplit('/').next().unwrap().to_owned();
            let rule = text(&finding["rule"]);
            let place = text(&finding["place"]);
            let level = text(&finding["severity"]);
            format!("{level} {} {place} {name}", rule.split('/').nth(1).unwrap())
        })
        .collect()
}

/// Each policy is asked for what its kind should say; minutes, a form and a French text are not asked at all.
#[test]
fn a_manual_is_told_what_it_leaves_out() {
    let said = check(&[MANUAL]);
    assert_eq!(
        found(&said, "commitment"),
        [
            "warning diverse-collections section collection.md",
            "warning safety-over-comfort section conduct.md",
            "note equitable-hiring document hiring.md",
            "warning accountability document plan.md",
            "warning equitable-spaces-services document rooms.md",
            "note social-justice-action manual elm-street",
            "note staff-learning manual elm-street",
            "note listening-to-marginalized manual elm-street",
            "note remedy manual elm-street",
            "note equity-lens manual elm-street",
            "note budget-for-equity manual elm-street",
        ]
    );
}

/// What is not there has no words, no line and no span; a section that it belongs to is named by its heading.
#[test]
fn absence_has_no_invented_place() {
    let json = check(&[MANUAL]).json();
    let missing: Vec<&Value> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["family"] == "commitment")
        .collect();
    for finding in &missing {
        assert!(
            finding["span"].is_null() && finding["line"].is_null(),
            "{finding}"
        );
        assert_eq!(finding["words"], "");
        let clause = finding["fixes"][0]["after"].as_str().unwrap();
        assert!(clause.contains('[') && clause.ends_with('.'), "{clause}");
        assert_eq!(finding["fixes"][0]["edits"], serde_json::json!([]));
    }
    assert_eq!(
        missing[1]["heading"],
        serde_json::json!(["Code of Conduct", "When rules are broken"])
    );
    assert_eq!(
        missing[1]["fixes"][0]["title"],
        "Add a clause after § When rules are broken"
    );
    // What says it in part is shown where it stands.
    assert_eq!(missing[2]["related"][0]["line"], 3);
}

/// One file is no manual, and neither are two policies: nothing is asked of them together.
#[test]
fn a_single_file_is_not_asked_for_a_manual() {
    let one = format!("{MANUAL}/conduct.md");
    let only = ["warning safety-over-comfort section conduct.md"];
    assert_eq!(found(&check(&[&one]), "commitment"), only);
    let two = format!("{MANUAL}/rooms.md");
    assert!(
        found(&check(&[&one, &two]), "commitment")
            .iter()
            .all(|finding| !finding.contains(" manual "))
    );
}

/// The commitment that `check` misses is the one that `audit` calls absent or partial, document by document.
#[test]
fn check_and_audit_agree() {
    let audit = equilint().args(["audit", MANUAL, "--format", "json"]).run();
    let audit = audit.json();
    let json = check(&[MANUAL]).json();
    let findings = json["findings"].as_array().unwrap();
    let mut compared = 0;
    for document in audit["documents"].as_array().unwrap() {
        for (name, state) in document["commitments"].as_object().unwrap() {
            let rule = format!("commitment/{name}");
            let finding = findings
                .iter()
                .find(|finding| finding["rule"] == *rule && finding["path"] == document["path"]);
            let Some(finding) = finding else { continue };
            let partly = finding["message"]
                .as_str()
                .unwrap()
                .contains("only in part");
            let said = if partly { "partial" } else { "absent" };
            assert_eq!(state, said, "{rule} in {}", document["path"]);
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
}

/// Rules about what is missing are selected, ignored and changed like every other.
#[test]
fn ids_work_as_everywhere() {
    let of = |args: &[&str]| {
        let args = [&[MANUAL], args].concat();
        found(&check(&args), "commitment")
    };
    assert_eq!(of(&["--select", "neutral-stance"]), [""; 0]);
    assert_eq!(
        of(&["--select", "commitment/safety-over-comfort"]),
        ["warning safety-over-comfort section conduct.md"]
    );
    assert_eq!(of(&["--ignore", "commitment/staff-learning"]).len(), 10);
    let conduct =
        "# Code of Conduct\n\n".to_owned() + &"Voices are low in the reading room. ".repeat(20);
    let config = "[rules]\n\"commitment/safety-over-comfort\" = \"error\"\n\n[[override]]\nfiles = [\"old/**\"]\nignore = [\"commitment\"]\n";
    let said = equilint()
        .file("equilint.toml", config)
        .file("new/conduct.md", &conduct)
        .file("old/conduct.md", &conduct)
        .args(["check", "--format", "json"])
        .exit(1)
        .run();
    assert_eq!(
        found(&said, "commitment"),
        ["error safety-over-comfort document conduct.md"]
    );
}

/// A comment for the whole document and the baseline, that of the manual included, silence what is missing.
#[test]
fn missing_commitments_are_suppressed_and_known() {
    let text = "# Code of Conduct\n\n<!-- equilint-disable-file commitment/safety-over-comfort -- in the staff manual -->\n\n".to_owned()
        + &"Voices are low in the reading room. ".repeat(20);
    let said = equilint()
        .file("conduct.md", text)
        .args(["check", "--format", "json"])
        .exit(0)
        .run();
    assert_eq!(found(&said, "commitment"), [""; 0]);
    assert_eq!(said.json()["hidden"]["suppressed"], 1);

    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("known.json");
    let file = file.to_str().unwrap();
    equilint()
        .args(["baseline", "create", MANUAL, "--baseline", file])
        .exit(0)
        .run();
    let said = equilint()
        .args(["check", MANUAL, "--baseline", file, "--format", "json"])
        .exit(0)
        .run();
    assert_eq!(said.json()["findings"], serde_json::json!([]));
}

/// What law limits is a note, and its clause names no groups.
#[test]
fn the_restricted_profile_asks_by_need() {
    let hiring = "# Hiring policy\n\n".to_owned()
        + &"The director posts each vacancy on the board. ".repeat(20);
    let run = |config: &str| {
        let said = equilint()
            .file("equilint.toml", config)
            .file("hiring.md", &hiring)
            .args(["check", "--format", "json", "--exit-zero"])
            .run();
        let json = said.json();
        let finding = &json["findings"][0];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (
            text(&finding["severity"]),
            text(&finding["fixes"][0]["after"]),
        )
    };
    let (level, clause) = run("");
    assert!(
        level == "warning" && clause.contains("diversity"),
        "{clause}"
    );
    let (level, clause) = run("profile = \"restricted\"\n");
    assert!(level == "note" && !clause.contains("diversity"), "{clause}");
}

/// A document of hardly any words, without headings or only of them, is asked for nothing and breaks nothing.
#[test]
fn stubs_are_not_asked() {
    for text in [
        "",
        "# Code of Conduct\n",
        "# Code of Conduct\n\n## A\n\n## B\n",
        "Code of conduct: see the binder.",
    ] {
        let said = equilint()
            .file("conduct.md", text)
            .args(["check", "conduct.md", "--format", "json"])
            .exit(0)
            .run();
        assert_eq!(found(&said, "commitment"), [""; 0], "{text}");
    }
}
