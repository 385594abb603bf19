//! The map from the three documents that equilint puts into practice to its rules.

use equilint::rule::RuleSet;

use crate::support::equilint;

/// How many ideas of each document are on the map: whoever takes one off says so here.
const IDEAS: [(&str, usize); 3] = [("000", 28), ("001", 24), ("002", 35)];

/// Every idea has a rule that names it, or a reason why no text can show it; none has both.
#[test]
fn every_idea_has_a_rule_or_a_reason() {
    let rules = RuleSet::builtin();
    let mut wrong = Vec::new();
    for seed in rules.seeds() {
        let named = rules
            .rules()
            .iter()
            .any(|rule| rule.sources.iter().any(|source| seed.is_in(source)));
        if named == seed.beyond.is_some() {
            wrong.push(seed.id.as_str());
        }
    }
    assert_eq!(wrong, [""; 0]);
    for (document, ideas) in IDEAS {
        let of = rules
            .seeds()
            .iter()
            .filter(|seed| seed.of.starts_with(document));
        assert_eq!(of.count(), ideas, "{document}");
    }
}

/// No rule names an idea that is not on the map.
#[test]
fn no_rule_names_an_idea_that_is_not_there() {
    let rules = RuleSet::builtin();
    for rule in rules.rules() {
        for source in &rule.sources {
            let words = source.split(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
            let ids = words.filter(|word| {
                ["RE-", "LW-", "AA-", "SD-"]
                    .iter()
                    .any(|head| word.starts_with(head))
            });
            for id in ids {
                let known = rules.seeds().iter().any(|seed| seed.id == id);
                assert!(known, "{} of {}", id, rule.id);
            }
        }
    }
}

/// The map is printed for people and programs, and `explain` says the idea in words.
#[test]
fn the_map_is_printed_and_explained() {
    let text = equilint()
        .args(["rules", "list", "--sources"])
        .exit(0)
        .run();
    let text = text.stdout;
    let at = text.find("LW-4: listen to recommendations").unwrap();
    assert!(
        text[at..]
            .lines()
            .nth(1)
            .unwrap()
            .contains("commitment/listening-to-marginalized")
    );
    assert!(text.contains("no rule: advice to persons"), "{text}");
    let json = equilint()
        .args(["rules", "list", "--sources", "--format", "json"])
        .exit(0)
        .run()
        .json();
    let seeds = json["seeds"].as_array().unwrap();
    assert_eq!(
        seeds.len(),
        IDEAS.iter().map(|(_, ideas)| ideas).sum::<usize>()
    );
    let explained = equilint()
        .args(["explain", "commitment/equitable-hiring"])
        .exit(0)
        .run()
        .stdout;
    let explained = explained.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        explained.contains("LW-1: equity, diversity, inclusion, justice and belonging"),
        "{explained}"
    );
}
