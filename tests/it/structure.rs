//! What documents and manuals lack of their make-up, and what they say against each other.

use serde_json::Value;

use crate::support::{Equilint, Said, equilint};

const MANUAL: &str = "fixtures/manuals/elm-street";
/// 21 November 2026.
const TODAY: &str = "1795219200";

fn checked(program: Equilint, args: &[&str]) -> Said {
    let all = [
        "check",
        "--select",
        "structure",
        "--exit-zero",
        "--format",
        "json",
    ];
    program
        .env("SOURCE_DATE_EPOCH", TODAY)
        .args(all)
        .args(args.iter().copied())
        .run()
}

/// `rule: message` of each finding.
fn said(said: &Said) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let json = said.json();
    let findings = json["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| {
            let rule = text(&finding["rule"]);
            format!(
                "{}: {}",
                rule.split('/').nth(1).unwrap(),
                text(&finding["message"])
            )
        })
        .collect()
}

#[test]
fn a_manual_is_told_what_it_lacks() {
    assert_eq!(
        said(&checked(equilint(), &[MANUAL])),
        [
            "stale: this policy was last looked at more than three years ago: 2019-05",
            "stale: its own date of review has passed: 2022-05",
            "plan-chain: this plan leaves out: an implementation plan, objectives, tactics or actions, an owner for each, a budget and an assessment",
            "empty-section: nothing stands under this heading",
            "adoption-and-owner: of 5 policies, 3 do not say when they were adopted, 4 name no owner and 3 say nothing of a review",
            "missing-reference: policies or forms are named that this manual does not have: “Exhibits and Displays Policy” and “Request for Reconsideration Form”",
        ]
    );
}

/// What is stale today was not on the day it was written; the day is that of `SOURCE_DATE_EPOCH`.
#[test]
fn the_day_decides_what_is_stale() {
    let run = |day: &str| {
        let args = [
            "check",
            MANUAL,
            "--select",
            "structure/stale",
            "--exit-zero",
            "--format",
            "json",
        ];
        said(&equilint().env("SOURCE_DATE_EPOCH", day).args(args).run()).len()
    };
    assert_eq!(run(TODAY), 2);
    // June 2019.
    assert_eq!(run("1560000000"), 0);
}

/// A policy of `title` that is long enough to be asked.
fn policy(title: &str, text: &str) -> String {
    let filler =
        "Books are put back on the shelf they came from, and the lamps are switched off at night. ";
    format!("# {title}\n\n{text}\n\n{}\n", filler.repeat(7))
}

fn folder(policies: &[(&str, String)]) -> Equilint {
    policies
        .iter()
        .fold(equilint(), |program, (name, text)| program.file(name, text))
}

/// Two places in one finding: what the collection policy pledges, the display policy takes back.
#[test]
fn equity_here_and_neutrality_there_is_one_finding() {
    let manual = folder(&[
        (
            "a-collection.md",
            policy(
                "Collection Development Policy",
                "Selectors must seek out works by and about people who have been underrepresented, and the Collections Manager audits the collection every two years.",
            ),
        ),
        (
            "b-display.md",
            policy(
                "Display Policy",
                "Displays of the library remain neutral on controversial issues.",
            ),
        ),
        (
            "c-rooms.md",
            policy("Meeting Room Policy", "Rooms are booked at the desk."),
        ),
    ]);
    let result = checked(manual, &[]);
    let json = result.json();
    let finding = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["rule"] == "structure/equity-and-neutrality")
        .unwrap();
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["place"], "manual");
    assert_eq!(
        finding["message"],
        "on the collection, a-collection.md:3 commits to equity and b-display.md:3 claims neutrality"
    );
    let related = finding["related"].as_array().unwrap();
    assert_eq!(related.len(), 2);
    assert_eq!(related[1]["path"], "b-display.md");
    assert_eq!(related[1]["line"], 3);
}

/// One duty with two terms is a contradiction; two duties with two terms are none.
#[test]
fn one_duty_has_one_deadline() {
    let manual = |second: &str| {
        folder(&[
            (
                "a.md",
                policy(
                    "Collection Development Policy",
                    "The director answers each request for reconsideration in writing within 30 days.",
                ),
            ),
            ("b.md", policy("Reconsideration of Materials", second)),
            (
                "c.md",
                policy("Meeting Room Policy", "Rooms are booked at the desk."),
            ),
        ])
    };
    let found = |second: &str| -> Vec<String> {
        let mut all = said(&checked(manual(second), &[]));
        all.retain(|one| one.starts_with("two-deadlines"));
        all
    };
    assert_eq!(
        found(
            "Each request for reconsideration is answered by the director in writing within ten working days."
        ),
        [
            "two-deadlines: the same duty has two deadlines: 30 days in a.md:3, 10 working days in b.md:3"
        ]
    );
    assert_eq!(
        found("Lost keys are reported to the caretaker within two days."),
        [""; 0]
    );
    assert_eq!(
        found(
            "Each request for reconsideration is answered by the director in writing within 30 days."
        ),
        [""; 0]
    );
}

/// The same paragraph in many policies is said once, with a count.
#[test]
fn boilerplate_is_said_once() {
    let same = "Whoever borrows something from the library agrees to bring it back on the day that is stamped in it, in the state in which it was lent, and to tell the desk at once when it is lost or broken.";
    let names = [
        "Collection Development Policy",
        "Meeting Room Policy",
        "Display Policy",
        "Internet Use Policy",
        "Code of Conduct",
    ];
    let manual: Vec<(String, String)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            (
                format!("{at}.md"),
                policy(name, &format!("{same} This holds for {name}.\n\n{same}")),
            )
        })
        .collect();
    let manual: Vec<(&str, String)> = manual
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    let all = said(&checked(folder(&manual), &[]));
    let repeated: Vec<&String> = all
        .iter()
        .filter(|one| one.starts_with("repeated-text"))
        .collect();
    assert_eq!(repeated.len(), 1, "{all:?}");
    assert!(repeated[0].contains("in 5 policies"), "{}", repeated[0]);
}

/// A text with more sound than substance is told so, with the sentences.
#[test]
fn sound_without_substance_is_counted() {
    let hollow = "We celebrate diversity in all its forms. We strive to be inclusive. We value equity and belonging. We hope to foster a culture of inclusion.";
    let firm = "The Director shall investigate each report of discrimination within ten days and correct its cause. All staff must complete six hours of paid learning on racism every year. Human Resources must post the salary range in every vacancy. The library issues full cards to residents without a fixed address.";
    let found = |text: &str| {
        let program = equilint().file("equity.md", policy("Equity Statement", text));
        said(&checked(program, &["equity.md"]))
            .iter()
            .any(|one| one.starts_with("more-sound-than-substance"))
    };
    assert!(found(hollow));
    assert!(!found(&format!("{hollow} {firm}")));
}
