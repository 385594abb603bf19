//! The comparison for a pull request or minutes.

use std::fmt::Write as _;

use super::{asides, heading, story, verdict};
use crate::{
    engine::{Comparison, KnownFinding, Shift, Words},
    output::escape::markdown as escaped,
};

/// Findings listed of each sort; the rest is counted.
const LISTED: usize = 50;

/// The comparison as GitHub's Markdown.
pub fn markdown(comparison: &Comparison) -> String {
    let mut out = String::from("# What changed in the policies\n\n");
    let _ = writeln!(out, "{}", escaped(&verdict(comparison)));
    changes(comparison, &mut out);
    findings("New findings", &comparison.new, &mut out);
    findings("Findings that are gone", &comparison.fixed, &mut out);
    let asides = asides(comparison);
    if !asides.is_empty() {
        out.push_str("\n## Documents\n\n");
        for aside in asides {
            let _ = writeln!(out, "- {}", escaped(&aside));
        }
    }
    out
}

/// Commitments that are not what they were.
pub(in crate::output) fn changes(comparison: &Comparison, out: &mut String) {
    for shift in Shift::ALL {
        if comparison.count(shift) == 0 {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n", heading(shift));
        for change in comparison.of(shift) {
            let mut line = format!(
                "- **{}** in {}",
                escaped(&change.title),
                escaped(&change.document)
            );
            let story = story(change);
            if !story.is_empty() {
                let _ = write!(line, ": {}", escaped(&story));
            }
            let _ = writeln!(out, "{line}");
            let same = change.before.as_ref().map(|words| &words.quote)
                == change.after.as_ref().map(|words| &words.quote);
            let before = change.before.as_ref().filter(|_| !same);
            for (when, words) in [("before", before), ("now", change.after.as_ref())] {
                if let Some(words) = words {
                    let _ = writeln!(out, "  - {when}: {}", quote(words));
                }
            }
        }
    }
}

fn quote(words: &Words) -> String {
    let place = if words.place.is_empty() {
        String::new()
    } else {
        format!(" ({})", escaped(&words.place))
    };
    format!("“{}”{place}", escaped(&words.quote))
}

fn findings(title: &str, list: &[(String, KnownFinding)], out: &mut String) {
    if list.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {title}\n");
    for (path, raised) in list.iter().take(LISTED) {
        let _ = writeln!(
            out,
            "- {}: {} `{}`: {}",
            escaped(path),
            raised.severity.name(),
            raised.rule.replace('`', ""),
            quote(&raised.words)
        );
    }
    if let Some(more) = list.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let _ = writeln!(out, "- and {more} more");
    }
}
