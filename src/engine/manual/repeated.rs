//! The same paragraph in many documents of a manual.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{SHOWN, Spot, View, at};
use crate::{
    document::Document,
    engine::{Survey, audit::place, look::Question, say},
    finding::{Finding, Location},
    text::Span,
};

/// Characters of such a paragraph that are shown.
const KEPT: usize = 160;

/// Long paragraphs of the documents so far.
#[derive(Debug, Default)]
pub(super) struct Repeated {
    paragraphs: Vec<Paragraph>,
}

/// A paragraph that other documents may have too.
#[derive(Debug)]
struct Paragraph {
    /// Of its words, folded.
    hash: u64,
    words: u32,
    /// Number of what its document is called.
    title: u32,
    spot: Spot,
}

impl Repeated {
    pub(super) fn add(&mut self, document: u32, title: u32, survey: &Survey) {
        let own = survey.paragraphs.iter();
        self.paragraphs.extend(own.map(|own| Paragraph {
            hash: own.hash,
            words: own.words,
            title,
            spot: Spot {
                document,
                span: own.span,
            },
        }));
    }

    pub(super) fn finding(&self, view: &View<'_>, asked: Question<'_>) -> Option<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let mut sorted: Vec<&Paragraph> = self.paragraphs.iter().collect();
        sorted.sort_unstable_by_key(|one| (one.hash, one.spot));
        let mut many: Vec<(u32, Vec<Spot>)> = sorted
            .chunk_by(|one, next| one.hash == next.hash)
            .filter(|same| same.len() >= code.least as usize)
            .filter_map(|same| {
                // One policy in four formats has its words once.
                let mut by_title = BTreeMap::new();
                for one in same {
                    let title = view.titles.words(one.title);
                    by_title.entry(title).or_insert(one.spot);
                }
                let words = same.first()?.words;
                let enough = by_title.len() >= code.least as usize;
                enough.then(|| (words, by_title.into_values().collect()))
            })
            .collect();
        many.sort_by_cached_key(|(words, places)| {
            let first = places
                .first()
                .map(|first| view.documents.path(first.document));
            (Reverse(places.len()), Reverse(*words), first)
        });
        let (_, most) = many.first()?;
        let mut finding = view.finding(rule, severity, "manual");
        finding.message = match many.len() {
            1 => format!("{} in {} policies", rule.message, most.len()),
            count => format!(
                "{}: {count} of them, the first in {} policies",
                rule.message,
                most.len()
            ),
        };
        finding.related = many
            .iter()
            .take(3)
            .filter_map(|(words, places)| {
                let shown = places.iter().take(SHOWN);
                let shown: Vec<Location> = shown.map(|spot| view.place(*spot, shortly)).collect();
                let paths: Vec<String> = shown.iter().map(at).collect();
                let says = format!(
                    "{words} words, {} times: {}",
                    places.len(),
                    say::list(&paths)
                );
                Some((shown.into_iter().next()?, says))
            })
            .collect();
        Some(finding)
    }
}

/// Where a paragraph stands, with its first words.
fn shortly(document: &Document, span: Span) -> Location {
    let mut location = place(document, span);
    location.words = cut(&location.words);
    location.excerpt = cut(&location.excerpt);
    location
}

/// The first words of `text`.
fn cut(text: &str) -> String {
    if text.chars().count() <= KEPT {
        return text.to_owned();
    }
    let head: String = text.chars().take(KEPT).collect();
    format!("{head}…")
}
