//! From a template to the words that stand in the document.

use super::{
    Passage,
    actor::Agreement,
    reading::Reading,
    spelling::to_british,
    words::{capitalised, uncapitalised},
};
use crate::rule::lang::{Rewrite, RewriteMode, third_person};

/// Where neither the sentence nor its document says what the institution is called.
const UNNAMED: &str = "[the institution]";

/// The template with its slots filled; `None` where the sentence does not give what a slot asks for. `rest` is what the
/// rewrite leaves of the matched words.
pub(super) fn fill(
    passage: &Passage<'_>,
    reading: &Reading<'_>,
    rewrite: &Rewrite,
    rest: &str,
) -> Option<String> {
    let (template, mode) = (rewrite.with.as_str(), rewrite.mode);
    let acts = template.contains("{actor") && mode == RewriteMode::Sentence;
    let (actor, agreement) = match (&reading.actor, &reading.speaker) {
        (Some(actor), _) if mode == RewriteMode::Sentence => {
            (actor.phrase.as_str(), actor.agreement)
        }
        _ if acts => return None,
        (_, Some(speaker)) => (speaker.phrase.as_str(), speaker.agreement),
        (_, None) => (UNNAMED, Agreement::Singular),
    };
    let slots = Slots {
        passage,
        reading,
        actor,
        agreement,
        mode,
        rest,
    };
    let filled = slots.fill(template)?;
    let filled = if passage.british {
        to_british(&filled)
    } else {
        filled
    };
    Some(match (mode, &reading.trailing) {
        (RewriteMode::Words, Some(trailing)) if !template.contains("{rest}") => {
            format!("{filled} {trailing}")
        }
        (RewriteMode::Words, _) => filled,
        (RewriteMode::Sentence | RewriteMode::Append, _) => capitalised(&filled),
    })
}

struct Slots<'a> {
    passage: &'a Passage<'a>,
    reading: &'a Reading<'a>,
    actor: &'a str,
    agreement: Agreement,
    mode: RewriteMode,
    rest: &'a str,
}

impl Slots<'_> {
    fn fill(&self, template: &str) -> Option<String> {
        let opening = self.reading.opening.as_deref();
        let acts = template.contains("{actor") && self.mode == RewriteMode::Sentence;
        let mut out = opening.filter(|_| acts).unwrap_or_default().to_owned();
        let mut rest = match self.mode {
            RewriteMode::Append => template.strip_prefix("{sentence} ").unwrap_or(template),
            RewriteMode::Sentence | RewriteMode::Words => template,
        };
        let modal = match self.mode {
            RewriteMode::Sentence => self.reading.modal,
            RewriteMode::Words | RewriteMode::Append => None,
        };
        // Whether the verbs of the sentence at hand follow a modal.
        let mut plain = false;
        while let Some((before, slot)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = slot.split_once('}') else {
                break;
            };
            rest = after;
            let at_start = out.trim_end().is_empty() || out.trim_end().ends_with(['.', '?', '!']);
            plain = plain && !before.contains(". ");
            match (name.strip_prefix("v:"), modal) {
                (Some(verb), _) if plain => out.push_str(verb),
                (Some(verb), Some(modal)) => {
                    // "must not", never "must do not".
                    out.push_str(modal);
                    if verb != "do" {
                        out.push(' ');
                        out.push_str(verb);
                    }
                    plain = true;
                }
                _ => out.push_str(&self.slot(name, at_start)?),
            }
        }
        out.push_str(rest);
        Some(out)
    }

    fn slot(&self, name: &str, at_start: bool) -> Option<String> {
        let (its, it) = match self.agreement {
            Agreement::Singular => ("its", "it"),
            Agreement::Plural => ("their", "they"),
            Agreement::We => ("our", "we"),
        };
        Some(match name {
            "actor" | "actor^" if name == "actor^" || at_start => capitalised(self.actor),
            "actor" => uncapitalised(self.actor),
            "its" => its.to_owned(),
            "it" => it.to_owned(),
            "topic^" => {
                let topic = self.reading.topic.clone();
                topic
                    .filter(|_| self.mode == RewriteMode::Sentence)
                    .unwrap_or_default()
            }
            "person" => self.reading.person.clone(),
            "rest" => self.rest.to_owned(),
            "people" => self.reading.people.clone()?,
            "sentence" => self.reading.sentence.to_owned(),
            "words" => self.passage.document.slice(self.passage.span).to_owned(),
            _ => match name.strip_prefix("v:")? {
                verb if self.agreement == Agreement::Singular => third_person(verb),
                "be" => "are".to_owned(),
                verb => verb.to_owned(),
            },
        })
    }
}
