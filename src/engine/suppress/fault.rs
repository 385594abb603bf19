//! What is wrong with a suppression, as a finding of its own.

use std::{ops::Range, sync::Arc};

use xxhash_rust::xxh3::xxh3_128;

use crate::{
    document::Document,
    finding::{Applicability, Confidence, Family, Finding, Fix, Location, Place, Severity},
    text::{Edit, Span, capital},
};

/// What can be wrong with a suppression. Each is a rule; they are no data, because they look at no prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It names no rule that there is.
    UnknownRule,
    /// It says no reason.
    NoReason,
    /// Its last day has passed.
    Expired,
    /// It is never closed.
    Unclosed,
    /// It hides nothing.
    Unused,
    /// It is none.
    Unreadable,
}

impl Fault {
    /// Every fault, in the order that lists have them.
    pub const ALL: [Self; 6] = [
        Self::UnknownRule,
        Self::NoReason,
        Self::Expired,
        Self::Unclosed,
        Self::Unused,
        Self::Unreadable,
    ];

    /// The id of the rule.
    pub fn id(self) -> &'static str {
        match self {
            Self::UnknownRule => "structure/suppression-unknown-rule",
            Self::NoReason => "structure/suppression-without-reason",
            Self::Expired => "structure/suppression-expired",
            Self::Unclosed => "structure/suppression-unclosed",
            Self::Unused => "structure/suppression-unused",
            Self::Unreadable => "structure/suppression-unreadable",
        }
    }

    /// How much it matters where nobody says otherwise.
    pub fn severity(self) -> Severity {
        match self {
            Self::Unused => Severity::Note,
            Self::UnknownRule
            | Self::NoReason
            | Self::Expired
            | Self::Unclosed
            | Self::Unreadable => Severity::Warning,
        }
    }

    /// Why it matters.
    pub fn why(self) -> &'static str {
        match self {
            Self::UnknownRule => {
                "A suppression that names no rule hides nothing, and looks as if it did."
            }
            Self::NoReason => {
                "A suppression without a reason cannot be reviewed: the next editor does not know whether it still holds. It does not work until it has one."
            }
            Self::Expired => {
                "Someone set a day until which this finding was accepted. That day has passed, so the finding counts again."
            }
            Self::Unclosed => {
                "A suppression that is never closed hides everything to the end of the document, also what is written later."
            }
            Self::Unused => {
                "This suppression hides nothing any more. Left in place it may hide a new finding that nobody has looked at."
            }
            Self::Unreadable => {
                "This comment begins like a suppression but is none, so it hides nothing."
            }
        }
    }

    /// The finding that the suppression in the bytes `range` of `document` has this fault, which `message` tells in
    /// small letters. `at` is where it stands in the document's text.
    pub fn at(self, document: &Document, range: Range<u32>, at: u32, message: &str) -> Finding {
        let location = Location::of_source(document, range);
        let key = format!("{}\0{message}\0{}", self.id(), location.excerpt);
        Finding {
            rule: Arc::from(self.id()),
            family: Family::Structure,
            severity: self.severity(),
            confidence: Confidence::High,
            message: capital(message),
            why: Arc::from(self.why()),
            notes: Vec::new(),
            place: Place::Text(Span::new(at, at)),
            location,
            related: Vec::new(),
            fixes: Vec::new(),
            fingerprint: format!("{:032x}", xxh3_128(key.as_bytes())),
        }
    }
}

/// The edit that takes out the bytes `range` of `document`: the suppression that `finding`, an unused one, is about.
pub fn removal(finding: &Finding, document: &Document, range: Range<u32>) -> Fix {
    Fix {
        title: "Remove it".to_owned(),
        applicability: Applicability::Safe,
        changes: Vec::new(),
        edits: vec![Edit::deletion(range)],
        places: Vec::new(),
        before: finding.location.excerpt.clone(),
        after: String::new(),
    }
    .placed(document)
}
