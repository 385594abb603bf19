//! What a model makes of candidates: some are hidden, some are less sure, some sentences are raised.
//!
//! Learned rules look for the vocabulary of their family as any rule looks for its words, stance and all; what they reach
//! is only a question to the model. So a sentence is scored only where a rule or a family's vocabulary reaches it.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    features::{Features, Sentence},
    model::Model,
    reading::{Room, Stand},
};
use crate::{
    document::Document,
    finding::{Confidence, Family},
    rule::{
        Match, Outcome, RuleKind, RuleSet,
        lang::{Program, Weigh},
        prose::Prose,
    },
    text::Span,
};

/// The model as trained: `docs/learned.md` says how.
static MODEL: &[u8] = include_bytes!("../../../rules/learned/model.bin");

/// Most words of a raised finding.
const WINDOW: usize = 12;

/// The embedded model, read once.
fn embedded() -> Option<&'static Model> {
    static READ: OnceLock<Option<Model>> = OnceLock::new();
    READ.get_or_init(|| Model::embedded(MODEL).ok()).as_ref()
}

/// Weigh `found` by the embedded model, as the learned rules of `set` say.
pub(in crate::rule) fn weigh(document: &Document, set: &RuleSet, found: &mut Vec<Match>) {
    let settings = settings(set.program(), set);
    match embedded() {
        Some(model) if !settings.is_empty() => weigh_by(model, &settings, document, set, found),
        _ => found.retain(|one| !is_learned(set, one)),
    }
}

fn settings(program: &Program, set: &RuleSet) -> BTreeMap<Family, Weigh> {
    let rules = set.rules().iter().zip(&program.rules);
    rules
        .filter_map(|(rule, code)| Some((rule.family, code.weigh?)))
        .collect()
}

fn is_learned(set: &RuleSet, one: &Match) -> bool {
    set.rules()
        .get(one.rule)
        .is_some_and(|rule| rule.kind == RuleKind::Learned)
}

fn holds(one: &Match) -> bool {
    matches!(one.outcome, Outcome::Found { .. })
}

fn weigh_by(
    model: &Model,
    settings: &BTreeMap<Family, Weigh>,
    document: &Document,
    set: &RuleSet,
    found: &mut [Match],
) {
    let mut places: Vec<(usize, Span)> = found
        .iter()
        .filter(|one| holds(one))
        .map(|one| (one.block, one.sentence))
        .collect();
    places.sort_unstable();
    places.dedup();
    let mut prose = Prose::new(document, set.program());
    let mut room = Room::default();
    let mut features = Features::default();
    let before = found.to_vec();
    for (block, span) in places {
        let sentences = prose.block(block);
        let Some(sentence) = sentences.iter().find(|one| one.span == span) else {
            continue;
        };
        room.show(
            document,
            set,
            sentence,
            &before,
            &mut |sentence: &Sentence<'_>, stand: Stand<'_>| {
                features.read(sentence);
                let scores = model.scores(&features);
                let here = found
                    .iter_mut()
                    .filter(|one| one.block == block && one.sentence == span && holds(one));
                let mut taken: Vec<Family> = before
                    .iter()
                    .filter(|one| one.block == block && one.sentence == span && holds(one))
                    .filter(|one| !is_learned(set, one))
                    .filter_map(|one| set.rules().get(one.rule).map(|rule| rule.family))
                    .collect();
                for one in here {
                    let Some(family) = set.rules().get(one.rule).map(|rule| rule.family) else {
                        continue;
                    };
                    let Some(head) = model.family(family.name()) else {
                        continue;
                    };
                    let (Some(weigh), Some(p)) = (settings.get(&family), scores.get(head)) else {
                        continue;
                    };
                    if is_learned(set, one) {
                        raise(model, head, sentence, stand, *p, *weigh, one);
                        if holds(one) && taken.contains(&family) {
                            one.outcome =
                                Outcome::Silenced("this sentence is flagged already".to_owned());
                        } else if holds(one) {
                            taken.push(family);
                        }
                    } else {
                        doubt(model, head, sentence, *p, *weigh, one);
                    }
                }
            },
        );
    }
    found.sort_by_key(|one| (one.span.start, one.rule, one.span.end));
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
fn doubt(
    model: &Model,
    head: usize,
    sentence: &Sentence<'_>,
    p: f32,
    weigh: Weigh,
    one: &mut Match,
) {
    let likely = thousandths(p);
    if likely < weigh.hide {
        one.outcome = Outcome::Silenced(unlikely(model, head, sentence, p, weigh.hide));
        return;
    }
    if let Outcome::Found { confidence, .. } = &mut one.outcome {
        let most = if likely < weigh.doubt {
            Confidence::Low
        } else if likely < weigh.sure {
            Confidence::Medium
        } else {
            Confidence::High
        };
        *confidence = (*confidence).min(most);
    }
}

/// What only the family's vocabulary reached: raised where the model is sure, with the words that weighed most.
fn raise(
    model: &Model,
    head: usize,
    sentence: &Sentence<'_>,
    stand: Stand<'_>,
    p: f32,
    weigh: Weigh,
    one: &mut Match,
) {
    if thousandths(p) < weigh.raise {
        one.outcome = Outcome::Silenced(unlikely(model, head, sentence, p, weigh.raise));
        return;
    }
    let window = model.window(head, sentence, WINDOW);
    let ends = stand.tokens.get(window.start).zip(
        window
            .end
            .checked_sub(1)
            .and_then(|last| stand.tokens.get(last)),
    );
    if let Some((first, last)) = ends {
        one.span = first.join(*last);
    }
}

/// Why the model speaks against a sentence, for `why-not`.
fn unlikely(model: &Model, head: usize, sentence: &Sentence<'_>, p: f32, wanted: u16) -> String {
    let words = model.strongest(head, sentence, 3);
    let words: Vec<String> = words.iter().map(|(word, _)| format!("“{word}”")).collect();
    let spoke = if words.is_empty() {
        "no word spoke for it".to_owned()
    } else {
        format!("{} spoke for it", words.join(", "))
    };
    format!(
        "unlikely by labelled text: {:.1} %, {:.1} % wanted; {spoke}",
        p * 100.0,
        f32::from(wanted) / 10.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
