//! What a model makes of candidates: some are hidden, some are less sure, some sentences are raised.
//!
//! Learned rules look for the vocabulary of their family as any rule looks for its words, stance and all; what they reach
//! is only a question to the model. So a sentence is scored only where a rule or a family's vocabulary reaches it.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    features::{Features, Sentence},
    model::{Look, Model},
    reading::{Room, Stand},
};
use crate::{
    finding::{Confidence, Family},
    rule::{
        Match, Outcome, RuleKind, RuleSet,
        lang::{Program, Weigh},
        prose::Prose,
    },
};

/// The model as trained: `docs/learned.md` says how.
static MODEL: &[u8] = include_bytes!("../../../rules/learned/model.bin");

/// Most words of a raised finding.
const WINDOW: usize = 12;
/// Fewer words and marks say too little to be raised: a heading, a bullet of two words.
const LEAST: usize = 5;

/// The embedded model, read once.
fn embedded() -> Option<&'static Model> {
    static READ: OnceLock<Option<Model>> = OnceLock::new();
    READ.get_or_init(|| Model::embedded(MODEL).ok()).as_ref()
}

/// Weigh `found` by the embedded model, as the learned rules of `set` say.
pub(in crate::rule) fn weigh(
    prose: &Prose<'_>,
    set: &RuleSet,
    found: &mut Vec<Match>,
    explain: bool,
) {
    if found.is_empty() {
        return;
    }
    let settings = settings(set.program(), set);
    match embedded() {
        Some(model) if !settings.is_empty() => {
            weigh_by(model, &settings, prose, set, found, explain);
        }
        _ => found.retain(|one| !is_learned(set, one)),
    }
}

/// When the model's word counts for a family, and which model: the embedded one where none is named.
type Setting = (Weigh, Option<u32>);

fn settings(program: &Program, set: &RuleSet) -> BTreeMap<Family, Setting> {
    let rules = set.rules().iter().zip(&program.rules);
    rules
        .filter_map(|(rule, code)| Some((rule.family, (code.weigh?, code.model))))
        .collect()
}

fn is_learned(set: &RuleSet, one: &Match) -> bool {
    set.rules()
        .get(one.rule)
        .is_some_and(|rule| rule.kind == RuleKind::Learned)
}

fn is_unweighed(set: &RuleSet, one: &Match) -> bool {
    let rule = set.program().rules.get(one.rule);
    rule.is_some_and(|rule| rule.unweighed)
}

fn holds(one: &Match) -> bool {
    matches!(one.outcome, Outcome::Found { .. })
}

fn weigh_by(
    model: &Model,
    settings: &BTreeMap<Family, Setting>,
    prose: &Prose<'_>,
    set: &RuleSet,
    found: &mut [Match],
    explain: bool,
) {
    // By sentence, so that each is scored once and looks only at its own candidates.
    found.sort_by_key(|one| (one.block, one.sentence));
    let mut room = Room::default();
    let mut features = Features::default();
    for here in found.chunk_by_mut(|a, b| a.block == b.block && a.sentence == b.sentence) {
        let Some(first) = here.iter().find(|one| holds(one)) else {
            continue;
        };
        let (block, span) = (first.block, first.sentence);
        let Some((_, sentence)) = prose.sentence_at(block, span) else {
            continue;
        };
        let before = here.to_vec();
        let family = |one: &Match| set.rules().get(one.rule).map(|rule| rule.family);
        room.show(
            prose,
            set,
            sentence,
            &before,
            &mut |sentence: &Sentence<'_>, stand: Stand<'_>| {
                features.read(sentence);
                // The embedded model and the user's own, each asked once where a family needs it.
                let mut looks: BTreeMap<Option<u32>, Look> = BTreeMap::new();
                let by_rule = |one: &&Match| holds(one) && !is_learned(set, one);
                let mut taken: Vec<Family> =
                    before.iter().filter(by_rule).filter_map(family).collect();
                for one in here.iter_mut().filter(|one| holds(one)) {
                    let Some(family) = family(one) else { continue };
                    let Some((weigh, named)) = settings.get(&family) else {
                        continue;
                    };
                    let model = named.and_then(|number| set.model(number)).unwrap_or(model);
                    let Some(head) = model.family(family.name()) else {
                        continue;
                    };
                    let look = looks.entry(*named).or_insert_with(|| model.look(&features));
                    let seen = Seen {
                        model,
                        head,
                        sentence,
                        p: model.likely(head, look),
                        explain,
                    };
                    if is_learned(set, one) {
                        if sentence.tokens.len() < LEAST {
                            one.outcome =
                                Outcome::Silenced("too short to be told by its words".to_owned());
                        } else if thousandths(seen.p) < weigh.raise {
                            one.outcome = Outcome::Silenced(unlikely(&seen, weigh.raise));
                        } else if taken.contains(&family) {
                            one.outcome =
                                Outcome::Silenced("this sentence is flagged already".to_owned());
                        } else {
                            raise(&seen, *weigh, stand, one);
                            taken.push(family);
                        }
                    } else if !is_unweighed(set, one) {
                        doubt(&seen, *weigh, one);
                    }
                }
            },
        );
    }
    found.sort_by_key(|one| (one.span.start, one.rule, one.span.end));
}

/// A sentence under the model's eyes, for one family.
struct Seen<'a> {
    model: &'a Model,
    head: usize,
    sentence: &'a Sentence<'a>,
    /// How likely it is a fault of the family.
    p: f32,
    /// Whether to say which words weighed most.
    explain: bool,
}

/// Thousandths of a probability.
fn thousandths(p: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1000"
    )]
    {
        (p.clamp(0.0, 1.0) * 1000.0) as u16
    }
}

/// What a rule reached: hidden where the model doubts it, and less sure where it is not sure.
fn doubt(seen: &Seen<'_>, weigh: Weigh, one: &mut Match) {
    let likely = thousandths(seen.p);
    if likely < weigh.hide {
        one.outcome = Outcome::Silenced(unlikely(seen, weigh.hide));
        return;
    }
    sure(seen, weigh, one);
}

/// How sure a finding is, at most, by what the model says.
fn sure(seen: &Seen<'_>, weigh: Weigh, one: &mut Match) {
    let Outcome::Found {
        confidence,
        weighed,
        ..
    } = &mut one.outcome
    else {
        return;
    };
    *weighed = likely_by(seen);
    let likely = thousandths(seen.p);
    let most = if likely < weigh.doubt {
        Confidence::Low
    } else if likely < weigh.sure {
        Confidence::Medium
    } else {
        Confidence::High
    };
    *confidence = (*confidence).min(most);
}

/// What only the family's vocabulary reached: raised, with the words that weighed most, and as sure as the model is.
fn raise(seen: &Seen<'_>, weigh: Weigh, stand: Stand<'_>, one: &mut Match) {
    sure(seen, weigh, one);
    let window = seen.model.window(seen.head, seen.sentence, WINDOW);
    let last = window.end.checked_sub(1);
    let last = last.and_then(|last| stand.tokens.get(last));
    if let Some((first, last)) = stand.tokens.get(window.start).zip(last) {
        one.span = first.join(*last);
    }
}

/// Why the model speaks against a sentence, for `why-not`.
fn unlikely(seen: &Seen<'_>, wanted: u16) -> String {
    if !seen.explain {
        return "unlikely by labelled text".to_owned();
    }
    format!(
        "unlikely by labelled text: {:.1} %, {:.1} % wanted; {}",
        seen.p * 100.0,
        f32::from(wanted) / 10.0,
        spoke(seen)
    )
}

/// What the model says of a finding, for `--verbose`.
fn likely_by(seen: &Seen<'_>) -> Option<String> {
    let percent = seen.p * 100.0;
    seen.explain
        .then(|| format!("By labelled text: {percent:.1} % likely; {}.", spoke(seen)))
}

/// The words that weighed most.
fn spoke(seen: &Seen<'_>) -> String {
    let words = seen.model.strongest(seen.head, seen.sentence, 3);
    let words: Vec<String> = words.iter().map(|(word, _)| format!("“{word}”")).collect();
    if words.is_empty() {
        "no word spoke for it".to_owned()
    } else {
        format!("{} spoke for it", words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::{ReadOptions, read},
        rule::judge,
    };

    #[test]
    fn the_embedded_model_is_whole_and_knows_the_families_of_its_rules() {
        let model = Model::embedded(MODEL).unwrap();
        let set = RuleSet::builtin();
        let settings = settings(set.program(), &set);
        assert!(!settings.is_empty());
        for family in settings.keys() {
            assert!(model.family(family.name()).is_some(), "{}", family.name());
        }
        assert!(MODEL.len() <= 1_000_000, "{}", MODEL.len());
    }
    #[test]
    fn a_few_words_are_never_raised() {
        let set = RuleSet::builtin();
        let options = ReadOptions::default();
        let document = read("a.md", b"# Merit\n\nDisadvantaged people\n", &options).unwrap();
        let prose = Prose::new(&document, &set);
        let found = judge(&prose, &set, false);
        let learned: Vec<&Match> = found.iter().filter(|one| is_learned(&set, one)).collect();
        assert!(learned.len() >= 2, "{found:?}");
        let short = Outcome::Silenced("too short to be told by its words".to_owned());
        assert!(
            learned.iter().all(|one| one.outcome == short),
            "{learned:?}"
        );
    }
}
