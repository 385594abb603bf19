//! Lists that leave members out: what law names first, nothing reordered, every example of every list.

use equilint::{
    document::{ReadOptions, read},
    engine::{self, Jurisdiction, Policy},
    finding::{Finding, Severity},
    rule::RuleSet,
};

use crate::support::equilint;

fn short(text: &str, policy: &Policy) -> Vec<Finding> {
    let document = read("page.md", text.as_bytes(), &ReadOptions::default()).unwrap();
    let mut findings = engine::read(&document, &RuleSet::builtin(), policy).findings;
    findings.retain(|finding| finding.rule.starts_with("enumeration/"));
    findings
}

fn under(jurisdiction: Jurisdiction) -> Policy {
    Policy {
        jurisdiction: Some(jurisdiction),
        ..Policy::default()
    }
}

/// Every example of every embedded list is one, or none.
#[test]
fn examples_hold() {
    let mut seen = 0;
    for source in RuleSet::embedded() {
        let file: toml::Table = source.text.parse().unwrap();
        let tables = file.get("enumeration").and_then(toml::Value::as_array);
        for table in tables.into_iter().flatten() {
            let id = table["id"].as_str().unwrap();
            let policy = match table.get("only") {
                Some(_) => under(Jurisdiction::Uk),
                None => Policy::default(),
            };
            for (state, texts) in table["examples"].as_table().unwrap() {
                for text in texts.as_array().unwrap() {
                    let text = format!("# Equity statement\n\n{}\n", text.as_str().unwrap());
                    let found = short(&text, &policy)
                        .iter()
                        .any(|finding| &*finding.rule == id);
                    assert_eq!(found, state == "short", "{id}: {text}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= 24, "{seen}");
}

/// What the law of the place names is a warning and comes first; what only the seeds name is a note.
#[test]
fn law_comes_before_the_seeds() {
    let list = "# Hiring\n\nThe museum does not discriminate on the basis of age, disability, race, religion, sex, sexual orientation or pregnancy.\n";
    let uk = short(list, &under(Jurisdiction::Uk));
    assert_eq!(uk[0].severity, Severity::Warning);
    assert_eq!(
        uk[0].message,
        "this list leaves out gender identity and marital status, which the law of the United Kingdom names"
    );
    assert!(
        uk[0].notes[0].contains("housing status"),
        "{:?}",
        uk[0].notes
    );
    let whole = list.replace("pregnancy", "pregnancy, gender reassignment, marriage");
    let uk = short(&whole, &under(Jurisdiction::Uk));
    assert_eq!(uk[0].severity, Severity::Note);
    assert!(
        uk[0].message.contains("immigrant status"),
        "{}",
        uk[0].message
    );
}

/// A document that speaks of a law is held to that law.
#[test]
fn the_document_may_say_whose_law_holds() {
    let text = "# Hiring\n\nUnder the Equality Act 2010 we do not discriminate on grounds of age, disability, race, religion or sex.\n";
    let found = short(text, &Policy::default());
    assert!(
        found[0]
            .message
            .ends_with("which the law of the United Kingdom names"),
        "{}",
        found[0].message
    );
}

/// Slashes, brackets, bullets and a second sentence name members too, and a synonym counts once.
#[test]
fn members_are_found_however_they_are_written() {
    let missing = |text: &str| {
        let found = short(text, &under(Jurisdiction::Uk));
        found
            .first()
            .map(|finding| finding.message.clone())
            .unwrap_or_default()
    };
    let law = "gender identity and marital status";
    for text in [
        "# A\n\nNobody is refused because of discrimination on the basis of age/disability, race (including colour), religion or belief, sex (including pregnancy) and sexual orientation.\n",
        "# A\n\nWe do not discriminate on the basis of:\n\n- age\n- disability\n- race\n- creed\n- sex\n- maternity\n- sexuality\n",
        "# A\n\nWe do not discriminate on the basis of age, race, sex or religion. Disability, pregnancy and sexual orientation are protected, too.\n",
    ] {
        assert!(missing(text).contains(law), "{}", missing(text));
    }
}

/// The list stays word for word; what it leaves out follows in a sentence of its own, and then nothing is left out.
#[test]
fn a_list_is_added_to_and_never_reworded() {
    let list =
        "We do not discriminate on the basis of race, sex, age, disability, religion or pregnancy.";
    let said = equilint()
        .file("hiring.md", format!("# Hiring\n\n{list}\n"))
        .args(["fix", "--unsafe", "--select", "enumeration", "hiring.md"])
        .exit(0)
        .run();
    let text = said.text_of("hiring.md");
    assert!(
        text.starts_with(&format!(
            "# Hiring\n\n{list} These protections also cover sexual orientation, gender identity"
        )),
        "{text}"
    );
    assert_eq!(short(&text, &Policy::default()), []);
}

/// Where law limits naming groups, only what the law itself names is asked for.
#[test]
fn the_restricted_profile_asks_for_the_law_alone() {
    let list = "# Hiring\n\nWe do not discriminate on the basis of race, color, religion, sex, pregnancy, national origin, age, disability, genetic information, sexual orientation, gender identity or veteran status.\n";
    let mut policy = under(Jurisdiction::UsPublic);
    assert_eq!(short(list, &policy).len(), 1);
    policy.profile = engine::Profile::Restricted;
    assert_eq!(short(list, &policy), []);
}
