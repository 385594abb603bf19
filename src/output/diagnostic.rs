//! A finding as a `miette` diagnostic.

use std::{error, fmt};

use miette::{Diagnostic, LabeledSpan, SourceCode};

use super::{
    clean,
    look::Look,
    snippet::View,
    wording,
    words::{self, Run},
};
use crate::finding::{Finding, Fix, Location, Place, Severity};

/// What `miette` draws: everything is text by now, and safe to print.
#[derive(Debug, Default)]
pub(super) struct Shown {
    message: String,
    code: Option<String>,
    severity: Option<miette::Severity>,
    help: Option<String>,
    view: Option<View>,
    labels: Vec<LabeledSpan>,
    /// Whether the snippet has a place in words, and no line.
    pub(super) placed: bool,
}

impl Shown {
    /// `finding` with its words underlined, why it matters and how to mend it.
    pub(super) fn finding(finding: &Finding, look: &Look) -> Self {
        let mut shown = Self {
            message: wording::capital(&clean::text(&finding.message)),
            code: Some(format!(
                "{} · {} · {} confidence",
                finding.rule,
                finding.severity.name(),
                finding.confidence.name()
            )),
            severity: Some(severity(finding.severity)),
            help: Some(help(finding, look)),
            ..Self::default()
        };
        shown.show(&finding.location, wording::label(finding), look);
        if shown.view.is_none() {
            let place = wording::path_and_place(finding);
            shown.message = format!("{} ({})", shown.message, clean::line(&place));
        } else if look.plain && matches!(finding.place, Place::Section(_) | Place::Document) {
            shown.message = format!("{}: {}", clean::line(&finding.location.path), shown.message);
        }
        if look.plain && shown.labels.is_empty() && shown.view.is_some() {
            shown.view = None;
            let place = wording::path_and_place(finding);
            shown.message = format!(
                "{}: {}\nThe sentence: {}\nThe words: {}",
                clean::line(&place),
                shown.message,
                clean::text(&finding.location.excerpt),
                clean::text(&finding.location.words)
            );
        }
        shown
    }

    /// Another place that belongs to a finding.
    pub(super) fn related(location: &Location, says: &str, look: &Look) -> Self {
        let mut shown = Self {
            message: clean::text(says).into_owned(),
            severity: Some(miette::Severity::Advice),
            ..Self::default()
        };
        shown.show(location, "here", look);
        if shown.view.is_none() || (look.plain && shown.labels.is_empty()) {
            shown.view = None;
            shown.message = format!("{} ({})", shown.message, clean::line(&location.path));
        }
        shown
    }

    /// Underline the words of `location`, and say `label` under them.
    fn show(&mut self, location: &Location, label: &str, look: &Look) {
        let Some(snippet) = &location.snippet else {
            return;
        };
        let width = if look.plain { usize::MAX } else { look.width };
        let view = View::new(location, snippet, width);
        // Read aloud, a column of a line that was cut would be a wrong one: then the sentence is said instead.
        if !look.plain || (location.line.is_some() && !snippet.text.contains('…')) {
            self.labels = view.labels(label, width);
        }
        self.placed = location.line.is_none();
        self.view = Some(view);
    }
}

/// Severity as `miette` names it.
fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Note => miette::Severity::Advice,
    }
}

/// Why the finding matters, how to mend it, and what else to know.
fn help(finding: &Finding, look: &Look) -> String {
    // What `miette` sets before each line of a help text.
    let width = look
        .width
        .saturating_sub(if look.plain { 0 } else { 10 })
        .max(24);
    let plain = |text: &str| [(anstyle::Style::new(), clean::text(text).into_owned())];
    let mut out = String::new();
    words::wrap(&plain(&finding.why), width, "", "", &mut out);
    for note in &finding.notes {
        out.push('\n');
        words::wrap(&plain(note), width, "Note: ", "      ", &mut out);
    }
    let shown = if look.all_fixes {
        finding.fixes.len()
    } else {
        2
    };
    let mut before = None;
    for (index, fix) in finding.fixes.iter().take(shown).enumerate() {
        out.push_str("\n\n");
        let lead = if index == 0 { "Rewrite" } else { "Or" };
        let title = [
            (
                look.strong(),
                format!("{lead}: {}", clean::text(&fix.title)),
            ),
            (
                anstyle::Style::new(),
                format!(" ({})", wording::applicability(fix.applicability)),
            ),
        ];
        words::wrap(&title, width, "", "", &mut out);
        sentence(
            fix,
            before == Some(fix.before.as_str()),
            look,
            width,
            &mut out,
        );
        before = Some(fix.before.as_str());
    }
    if finding.fixes.len() > shown {
        let more = wording::count(finding.fixes.len() - shown, "more rewrite");
        out.push_str(&format!("\n\n{more}: --verbose"));
    }
    out
}

/// The sentence as it stands, unless it was `said` above, and as it would stand.
fn sentence(fix: &Fix, said: bool, look: &Look, width: usize, out: &mut String) {
    let before = clean::text(&fix.before);
    let after = clean::text(&fix.after);
    let (old, new): (Vec<Run>, Vec<Run>) = if look.color {
        words::changes(&before, &after, look.removed(), look.added())
    } else {
        let plain = anstyle::Style::new();
        (
            vec![(plain, before.into_owned())],
            vec![(plain, after.into_owned())],
        )
    };
    let (minus, plus) = if look.plain {
        ("As it stands: ", "Rewritten: ")
    } else {
        ("- ", "+ ")
    };
    let rest = if look.plain { "" } else { "  " };
    if !said && !fix.before.is_empty() {
        out.push('\n');
        words::wrap(&old, width, minus, rest, out);
    }
    out.push('\n');
    if fix.after.is_empty() {
        out.push_str(plus);
        out.push_str("(the sentence goes)");
    } else {
        words::wrap(&new, width, plus, rest, out);
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Shown {}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<_>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.severity
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<_>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.view.as_ref().map(|view| view as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.labels.is_empty() {
            return None;
        }
        Some(Box::new(self.labels.iter().cloned()))
    }
}
