//! What can be said about a document, where, and how to mend it.

mod level;
mod place;

use std::sync::Arc;

use crate::{
    document::Document,
    text::{Edit, Span},
};

pub use level::{Applicability, Confidence, Family, Severity};
pub use place::{Location, Place, Snippet};

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a person: "State the values that guide decisions".
    pub title: String,
    /// How freely it may be written.
    pub applicability: Applicability,
    /// The same change in the document's text, ascending: what Word and a preview use.
    pub changes: Vec<(Span, String)>,
    /// The change in bytes of the file, ascending; empty where the file has no such bytes.
    pub edits: Vec<Edit>,
    /// Line and column of the start and of the end of each edit, in step with them: from 1, columns in characters.
    pub places: Vec<[(u32, u32); 2]>,
    /// The sentence as it stands.
    pub before: String,
    /// The sentence as it would stand.
    pub after: String,
}

impl Fix {
    /// The same, with the places of its edits in the file of `document`.
    #[must_use]
    pub fn placed(mut self, document: &Document) -> Self {
        let source = document.source.as_deref().unwrap_or_default();
        let at = |offset: u32| document.lines().line_column(source, offset);
        let edits = self.edits.iter();
        self.places = edits
            .map(|edit| [at(edit.range.start), at(edit.range.end)])
            .collect();
        self
    }
}

/// Something that a rule has to say about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule, `family/name`.
    pub rule: Arc<str>,
    /// Its family.
    pub family: Family,
    /// How much it matters here, after context and configuration.
    pub severity: Severity,
    /// How sure the rule is here.
    pub confidence: Confidence,
    /// What the text does; stands alone.
    pub message: String,
    /// Why it matters, in a sentence or two.
    pub why: Arc<str>,
    /// Something to add to why: a legal context, what was found and what is missing.
    pub notes: Vec<String>,
    /// Where, for machines.
    pub place: Place,
    /// Where, for people.
    pub location: Location,
    /// Other places that belong to it, with what each shows.
    pub related: Vec<(Location, String)>,
    /// Ways to mend it, best first.
    pub fixes: Vec<Fix>,
    /// Stays the same when text around it moves: hash of rule, folded words and heading path, with a count for repeats.
    pub fingerprint: String,
}
