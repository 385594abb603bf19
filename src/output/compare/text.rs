//! The comparison in a terminal.

use super::{asides, heading, story, verdict};
use crate::{
    engine::{Comparison, KnownFinding, Shift, Words},
    output::{Look, clean_line, paragraph, wording::count},
};

/// Findings listed of each sort; the rest is counted.
const LISTED: usize = 30;

/// The comparison for a terminal of the width of `look`.
pub fn text(comparison: &Comparison, look: &Look) -> String {
    let mut out = format!(
        "{} before, {} now\n\n",
        count(comparison.documents.0, "document"),
        comparison.documents.1
    );
    changes(comparison, look, &mut out);
    for (title, list, mark) in [
        ("New findings", &comparison.new, '+'),
        ("Findings that are gone", &comparison.fixed, '-'),
    ] {
        findings(title, list, mark, look, &mut out);
    }
    for aside in asides(comparison) {
        out.push_str(&paragraph(&aside, look.width, "", ""));
        out.push('\n');
    }
    out.push_str(&paragraph(&verdict(comparison), look.width, "", ""));
    out.push('\n');
    out
}

/// Commitments that are not what they were.
pub(in crate::output) fn changes(comparison: &Comparison, look: &Look, out: &mut String) {
    for shift in Shift::ALL {
        if comparison.count(shift) == 0 {
            continue;
        }
        out.push_str(heading(shift));
        out.push_str("\n\n");
        for change in comparison.of(shift) {
            let head = format!("{}: {}", change.document, change.title);
            out.push_str(&paragraph(&head, look.width, "  ", "    "));
            out.push('\n');
            let story = story(change);
            if !story.is_empty() {
                out.push_str(&paragraph(&story, look.width, "    ", "    "));
                out.push('\n');
            }
            let same = change.before.as_ref().map(|words| &words.quote)
                == change.after.as_ref().map(|words| &words.quote);
            let before = change.before.as_ref().filter(|_| !same);
            for (mark, words) in [('-', before), ('+', change.after.as_ref())] {
                if let Some(words) = words {
                    quote(mark, words, look, out);
                }
            }
        }
        out.push('\n');
    }
}

fn quote(mark: char, words: &Words, look: &Look, out: &mut String) {
    let place = if words.place.is_empty() {
        String::new()
    } else {
        format!(" ({})", words.place)
    };
    let text = format!("{}{place}", words.quote);
    let first = format!("    {mark} ");
    out.push_str(&paragraph(&text, look.width, &first, "      "));
    out.push('\n');
}

fn findings(
    title: &str,
    list: &[(String, KnownFinding)],
    mark: char,
    look: &Look,
    out: &mut String,
) {
    if list.is_empty() {
        return;
    }
    out.push_str(title);
    out.push_str("\n\n");
    for (path, raised) in list.iter().take(LISTED) {
        let place = if raised.words.place.is_empty() {
            String::new()
        } else {
            format!(", {}", raised.words.place)
        };
        let text = format!(
            "{}{place}: {} {}",
            clean_line(path),
            raised.severity.name(),
            raised.rule
        );
        let first = format!("  {mark} ");
        out.push_str(&paragraph(&text, look.width, &first, "    "));
        out.push('\n');
        out.push_str(&paragraph(&raised.words.quote, look.width, "    ", "    "));
        out.push('\n');
    }
    if let Some(more) = list.len().checked_sub(LISTED).filter(|more| *more > 0) {
        out.push_str(&format!("    and {more} more\n"));
    }
    out.push('\n');
}
