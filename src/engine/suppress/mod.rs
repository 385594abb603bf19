//! Findings that someone decided to live with, and why: comments in a document, and entries of a side file for documents
//! that hold no comments or should not be touched.
//!
//! A comment says `equilint-disable-next-line RULES -- reason`. `-next-line` holds for the paragraph, list item or cell
//! that follows (inside a paragraph, for the next line), `-line` for its own line, `-file` for the document, and a bare
//! `equilint-disable` until `equilint-enable`. Before the reason may stand `until=2027-01-31` and `owner=NAME`.

mod fault;

use std::ops::Range;

pub use fault::{Fault, removal};

use super::{Date, Hidden, Policy, Reading, Selector};
use crate::{
    document::{Comment, Document},
    finding::{Finding, Place},
    text::{Span, fold_space},
};

/// What every directive begins with.
const MARK: &str = "equilint-";

/// Whether `id` is a rule about suppressions.
pub fn is_suppression_rule(id: &str) -> bool {
    Fault::ALL.iter().any(|fault| fault.id() == id)
}

/// An entry of a side file that is for this document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEntry {
    /// What it silences.
    pub rules: Selector,
    /// Words that the finding's words or sentence hold, white space folded; `None` for every finding of the rule.
    pub words: Option<String>,
    /// Last day on which it works.
    pub until: Option<Date>,
}

impl SideEntry {
    /// Whether it silences `finding` on the day `today`.
    pub fn silences(&self, finding: &Finding, today: Option<Date>) -> bool {
        !self.until.is_some_and(|until| until.is_over(today))
            && self.rules.covers(&finding.rule, finding.family)
            && self.words.as_deref().is_none_or(|words| {
                let words = fold(words);
                fold(&finding.location.words).contains(&words)
                    || fold(&finding.location.excerpt).contains(&words)
            })
    }
}

/// `text` in lower case with every run of white space as one space.
fn fold(text: &str) -> String {
    fold_space(text).to_lowercase()
}

/// What suppressions are judged by.
#[derive(Clone, Copy)]
pub struct Suppressing<'a> {
    /// Whether there is a rule of that id.
    pub known: &'a dyn Fn(&str) -> bool,
    /// What is wanted of the document, and on which day.
    pub policy: &'a Policy,
}

/// What a directive silences.
#[derive(Debug)]
struct Directive<'d> {
    comment: &'d Comment,
    rules: Vec<Selector>,
    reach: Reach,
    used: bool,
}

/// Where a directive works.
#[derive(Debug)]
enum Reach {
    /// Between these bytes of the document's text.
    Text(Range<u32>),
    /// On this line of the file, from 0.
    Line(u32),
}

/// Hide what the comments of `document` silence, and say what is wrong with them.
pub fn suppress(document: &Document, by: Suppressing<'_>, reading: &mut Reading) {
    if !document
        .comments
        .iter()
        .any(|comment| comment.text.contains(MARK))
    {
        return;
    }
    let mut about = Vec::new();
    let mut directives = directives(document, by, &mut about);
    let mut shown = Vec::with_capacity(reading.findings.len());
    for finding in reading.findings.drain(..) {
        let mut silenced = false;
        for directive in &mut directives {
            if directive.silences(document, &finding) {
                directive.used = true;
                silenced = true;
            }
        }
        if silenced {
            reading.hidden.push((finding, Hidden::Suppressed));
        } else {
            shown.push(finding);
        }
    }
    if by.policy.runs_every_rule() {
        for directive in directives.iter().filter(|directive| !directive.used) {
            // What the wanted confidence hides would be hidden here too: then the comment is not unused.
            let hides = |(finding, _): &(Finding, Hidden)| directive.silences(document, finding);
            if !reading.hidden.iter().any(hides) {
                about.push(unused(document, directive.comment));
            }
        }
    }
    for finding in about {
        if let Some(severity) = by
            .policy
            .severity(&finding.rule, finding.family, finding.severity)
        {
            shown.push(Finding {
                severity,
                ..finding
            });
        }
    }
    shown.sort_by_key(|finding| {
        finding
            .location
            .span
            .as_ref()
            .map_or(u32::MAX, |span| span.start)
    });
    reading.findings = shown;
}

impl Directive<'_> {
    fn silences(&self, document: &Document, finding: &Finding) -> bool {
        if !self
            .rules
            .iter()
            .any(|rules| rules.covers(&finding.rule, finding.family))
        {
            return false;
        }
        let whole = matches!(&self.reach, Reach::Text(range) if *range == (0..u32::MAX));
        match (finding.place, &self.reach) {
            (Place::Text(span), Reach::Text(range)) => {
                range.start <= span.start && span.start < range.end
            }
            (Place::Text(span), Reach::Line(line)) => {
                document.source_range(span).is_some_and(|range| {
                    let lines = document.lines();
                    let last = range.end.saturating_sub(1).max(range.start);
                    (lines.line(range.start)..=lines.line(last)).contains(line)
                })
            }
            // Only a comment for the whole document speaks of what the document lacks.
            (Place::Section(_) | Place::Document | Place::Manual, _) => whole,
        }
    }
}

/// Every directive of `document` that works; what is wrong with the others goes to `about`.
fn directives<'d>(
    document: &'d Document,
    by: Suppressing<'_>,
    about: &mut Vec<Finding>,
) -> Vec<Directive<'d>> {
    let mut directives: Vec<Directive<'_>> = Vec::new();
    // Blocks that wait for their `equilint-enable`, indexes of directives.
    let mut open: Vec<usize> = Vec::new();
    for comment in &document.comments {
        let text = comment.text.trim();
        let Some(text) = text.strip_prefix(MARK) else {
            continue;
        };
        let (verb, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let typed = match Typed::read(rest) {
            Ok(typed) => typed,
            Err(wrong) => {
                about.push(say(document, comment, Fault::Unreadable, &wrong));
                continue;
            }
        };
        if verb == "enable" {
            close(&mut directives, &mut open, &typed, comment.at);
            continue;
        }
        let Some(reach) = reach(document, comment, verb) else {
            about.push(say(
                document,
                comment,
                Fault::Unreadable,
                &format!("`{MARK}{verb}` is none of equilint's comments"),
            ));
            continue;
        };
        let unknown: Vec<_> = typed
            .rules
            .iter()
            .filter(|rule| !is_known(rule, by.known))
            .collect();
        for rule in &unknown {
            if let Selector::Rule(id) = rule {
                about.push(say(
                    document,
                    comment,
                    Fault::UnknownRule,
                    &format!("no rule or family is called `{id}`"),
                ));
            }
        }
        if typed.reason.is_empty() {
            about.push(say(
                document,
                comment,
                Fault::NoReason,
                "this suppression gives no reason",
            ));
            continue;
        }
        if let Some(until) = typed.until.filter(|until| until.is_over(by.policy.today)) {
            let owner = typed
                .owner
                .map(|owner| format!("; ask {owner}"))
                .unwrap_or_default();
            about.push(say(
                document,
                comment,
                Fault::Expired,
                &format!("this suppression held until {until}{owner}"),
            ));
            continue;
        }
        if unknown.len() == typed.rules.len() {
            continue;
        }
        if verb == "disable" {
            open.push(directives.len());
        }
        directives.push(Directive {
            comment,
            rules: typed.rules,
            reach,
            used: false,
        });
    }
    for index in open {
        if let Some(directive) = directives.get(index) {
            about.push(say(
                document,
                directive.comment,
                Fault::Unclosed,
                "this suppression is never closed",
            ));
        }
    }
    directives
}

/// End the open blocks that an `equilint-enable` of `typed` at `at` speaks of.
fn close(directives: &mut [Directive<'_>], open: &mut Vec<usize>, typed: &Typed<'_>, at: u32) {
    open.retain(|index| {
        let Some(directive) = directives.get_mut(*index) else {
            return false;
        };
        let all = typed.rules == [Selector::All];
        let named = directive
            .rules
            .iter()
            .all(|rule| typed.rules.contains(rule));
        if (all || named)
            && let Reach::Text(range) = &mut directive.reach
        {
            range.end = at;
            return false;
        }
        true
    });
}

/// Where the directive `verb` in `comment` works; `None` where there is no such directive.
fn reach(document: &Document, comment: &Comment, verb: &str) -> Option<Reach> {
    let lines = document.lines();
    Some(match verb {
        "disable-file" => Reach::Text(0..u32::MAX),
        // One byte less than the whole document, so that the two can be told apart.
        "disable" => Reach::Text(comment.at..u32::MAX - 1),
        "disable-line" => Reach::Line(lines.line(comment.range.start)),
        "disable-next-line" => {
            let inside = document
                .blocks
                .iter()
                .any(|block| block.span.start < comment.at && comment.at < block.span.end);
            if inside {
                return Some(Reach::Line(lines.line(comment.range.end) + 1));
            }
            let next = document
                .blocks
                .iter()
                .find(|block| block.span.start >= comment.at);
            let span = next.map_or(Span::default(), |block| block.span);
            Reach::Text(span.start..span.end)
        }
        _ => return None,
    })
}

fn is_known(rule: &Selector, known: &dyn Fn(&str) -> bool) -> bool {
    match rule {
        Selector::All | Selector::Family(_) => true,
        Selector::Rule(id) => known(id) || is_suppression_rule(id),
    }
}

/// What stands behind a directive.
struct Typed<'t> {
    rules: Vec<Selector>,
    until: Option<Date>,
    owner: Option<&'t str>,
    reason: &'t str,
}

impl<'t> Typed<'t> {
    fn read(text: &'t str) -> Result<Self, String> {
        let (head, reason) = match text.split_once("--") {
            Some((head, reason)) => (head, reason.trim()),
            None => (text, ""),
        };
        let mut typed = Self {
            rules: Vec::new(),
            until: None,
            owner: None,
            reason,
        };
        for word in head
            .split([' ', ',', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty())
        {
            match word.split_once('=') {
                Some(("until", day)) => typed.until = Some(day.parse()?),
                Some(("owner", name)) => typed.owner = Some(name),
                Some((key, _)) => return Err(format!("`{key}` is neither `until` nor `owner`")),
                None => typed.rules.push(Selector::parse(word)),
            }
        }
        if typed.rules.is_empty() {
            typed.rules.push(Selector::All);
        }
        Ok(typed)
    }
}

/// A finding about `comment`.
fn say(document: &Document, comment: &Comment, fault: Fault, message: &str) -> Finding {
    fault.at(document, comment.range.clone(), comment.at, message)
}

/// A suppression that hides nothing, with the edit that takes it out: its whole line where it is alone there.
fn unused(document: &Document, comment: &Comment) -> Finding {
    let mut finding = say(
        document,
        comment,
        Fault::Unused,
        "this suppression hides nothing",
    );
    let lines = document.lines();
    let source = document.source.as_deref().unwrap_or_default();
    let last = lines.line(comment.range.end.saturating_sub(1));
    let whole = lines.start(lines.line(comment.range.start))..lines.end(last);
    let get = |range: Range<u32>| {
        source
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    };
    let alone = get(whole.start..comment.range.start).trim().is_empty()
        && get(comment.range.end..whole.end).trim().is_empty();
    let range = if alone { whole } else { comment.range.clone() };
    finding.fixes.push(removal(&finding, document, range));
    finding
}

#[cfg(test)]
mod tests;
