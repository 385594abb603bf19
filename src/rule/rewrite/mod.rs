//! Rewrites: templates with slots, filled from the sentence they are to replace.
//!
//! | slot | becomes |
//! | --- | --- |
//! | `{actor}`, `{actor^}` | who acts in the sentence; in an added sentence, the institution; capitalised |
//! | `{v:give}` | the verb as it agrees with the actor: gives, give |
//! | `{its}`, `{it}` | its, their, our; it, they, we |
//! | `{topic^}` | what the sentence speaks of, put in front ("On public questions, "), or nothing |
//! | `{person}` | the people served, in the singular: patron, visitor, pupil |
//! | `{people}` | the people whom the matched words name: pupils |
//! | `{rest}` | the matched words without those that the rewrite's `begins` or `ends` asks for |
//! | `{sentence}` | the whole sentence |
//! | `[…]` | a blank that only a person can fill |
//!
//! A rewrite is offered only where it loses nothing. The whole sentence is replaced where the matched words are nearly all
//! that it says, and by who acts only where it begins with them; elsewhere a sentence is added, or the matched words alone
//! are replaced. A list item keeps its shape, spelling follows the document, and where law or a list of protected
//! characteristics stands in the sentence, a rewrite may only add to it.

mod actor;
mod change;
mod cover;
mod fill;
mod people;
mod reading;
mod spelling;
mod words;

use self::{change::change, fill::fill, reading::Reading};
use super::{
    RuleSet,
    lang::{Rewrite, RewriteMode, Rewriting, Rule},
};
use crate::{document::Document, finding::Fix, text::Span};

pub(crate) use actor::Home;
pub(crate) use spelling::british;

/// What a rewrite works on.
pub(crate) struct Passage<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// The matched words.
    pub(crate) span: Span,
    /// Their sentence.
    pub(crate) sentence: Span,
    /// Their block.
    pub(crate) block: usize,
    /// Whether the document spells the British way.
    pub(crate) british: bool,
    /// What the document calls its institution.
    pub(crate) home: &'a Home<'a>,
    /// Whether only additions are allowed: law stands in the sentence.
    pub(crate) only_append: bool,
}

/// The rewrites of `rule` for a passage, best first.
pub(crate) fn rewrites(set: &RuleSet, rule: &Rule, passage: &Passage<'_>) -> Vec<Fix> {
    let reading = Reading::new(set, passage);
    let written = rule.rewrites.iter();
    let made = written.filter_map(|rewrite| {
        let rest = fits(set.rewriting(), passage, &reading, rewrite)?;
        let body = fill(passage, &reading, rewrite, rest)?;
        let fix = change(passage, &rewrite.title, &body, rewrite.mode);
        Some((rewrite.mode, fix))
    });
    let mut fixes: Vec<(RewriteMode, Fix)> = made.collect();
    // A label is named anew; nothing is said after it.
    if reading.label && fixes.iter().any(|(mode, _)| *mode == RewriteMode::Words) {
        fixes.retain(|(mode, _)| *mode != RewriteMode::Append);
    }
    fixes.into_iter().map(|(_, fix)| fix).collect()
}

/// The matched words without those that the rewrite asks for, where it has its place: a heading is no sentence, nothing can
/// follow half of one, and a whole sentence is replaced only where nothing else stands in it.
fn fits<'a>(
    listed: &Rewriting,
    passage: &Passage<'_>,
    reading: &'a Reading<'_>,
    rewrite: &Rewrite,
) -> Option<&'a str> {
    let stands_alone = !reading.heading && !reading.fragment;
    let covered = if rewrite.with.contains("{topic^}") {
        reading.covered_but_topic
    } else {
        reading.covered
    };
    let mode = match rewrite.mode {
        RewriteMode::Append => stands_alone,
        RewriteMode::Sentence => stands_alone && covered && !passage.only_append,
        RewriteMode::Words => !passage.only_append,
    };
    let rest = without(&reading.matched, &rewrite.begins, strip_begin)?;
    let rest = without(rest, &rewrite.ends, strip_end)?;
    // "in poverty of spirit", "if funds allow and the board agrees": what was matched goes on.
    let cut = rewrite.with.contains("{rest}");
    let goes_on = match reading.next.as_deref() {
        Some("of") => true,
        Some(_) => cut,
        None => false,
    };
    let ends = rewrite.ends.is_empty() || !goes_on;
    // Without its condition, "may be offered" or "efforts are made" still binds nobody.
    let vague = cut
        && rest
            .split_whitespace()
            .any(|word| listed.is_vague(&word.to_lowercase()));
    // "Staff ought, where possible, to …": the comma belongs to what is cut. "The differing views": one article is enough.
    let before = reading.before.as_deref();
    let begins = !(cut && before == Some(",")
        || rewrite.with.starts_with("a ") && before.is_some_and(words::is_determiner));
    (mode && begins && ends && !vague).then_some(rest)
}

/// `text` without the one of `phrases` that `strip` takes off; `text` itself where there are none, `None` where none fits.
fn without<'a>(
    text: &'a str,
    phrases: &[String],
    strip: impl Fn(&'a str, &str) -> Option<&'a str>,
) -> Option<&'a str> {
    if phrases.is_empty() {
        return Some(text);
    }
    let rests = phrases.iter().filter_map(|phrase| strip(text, phrase));
    rests.min_by_key(|rest| rest.len())
}

/// `text` without `phrase` at its beginning, where it does not begin with a longer word.
fn strip_begin<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let (begin, rest) = text.split_at_checked(phrase.len())?;
    let whole = !rest.starts_with(char::is_alphanumeric);
    (begin.eq_ignore_ascii_case(phrase) && whole).then(|| rest.trim_start_matches([' ', ',']))
}

/// `text` without `phrase` at its end, where it does not end with a longer word.
fn strip_end<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(phrase.len())?)?;
    let whole = !rest.ends_with(char::is_alphanumeric);
    (end.eq_ignore_ascii_case(phrase) && whole).then(|| rest.trim_end_matches([' ', ',']))
}
