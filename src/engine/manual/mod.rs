//! A manual, judged: what no document says alone. Every finding here is said once, however many documents it is about.
//!
//! A manual may have tens of thousands of documents, so little is kept of each: numbers in place of words, and in place
//! of what a finding would show where it stands. The few places that are shown are looked up in their documents again.

mod commitments;
mod contradictions;
mod deadlines;
mod metadata;
mod numbers;
mod references;
mod repeated;
mod survey;

use self::{
    commitments::Commitments, contradictions::Contradictions, deadlines::Deadlines,
    metadata::Metadata, numbers::Numbers, references::References, repeated::Repeated,
};
use super::{Policy, Reading, look::questions, report::Hidden, say};
use crate::{
    document::Document,
    finding::{Finding, Location, Place, Severity},
    rule::{Rule, RuleSet, StructureCheck},
    text::Span,
};

pub use survey::Survey;
pub(super) use survey::survey;

/// Fewer policies are no manual.
const LEAST: usize = 3;
/// Documents that are named in a finding, at most.
const NAMED: usize = 5;
/// Places that are shown with a finding, at most.
const SHOWN: usize = 6;

/// The documents of a manual, by number.
pub trait Documents {
    /// The path of a document, as shown to people.
    fn path(&self, number: u32) -> String;

    /// A document, read again; `None` where it cannot be read any more.
    fn again(&self, number: u32) -> Option<Document>;
}

/// What the documents of a manual came to so far.
#[derive(Debug, Default)]
pub struct Manual {
    /// What its policies are called. One policy in four formats is one policy.
    titles: Numbers,
    commitments: Commitments,
    metadata: Metadata,
    references: References,
    repeated: Repeated,
    deadlines: Deadlines,
    contradictions: Contradictions,
}

impl Manual {
    /// Take in what the document called `number` adds. Documents come in path order. `rules` and `policy` are those of
    /// the manual.
    pub fn add(&mut self, number: u32, survey: &Survey, rules: &RuleSet, policy: &Policy) {
        self.commitments.add(number, survey, rules);
        self.contradictions.add(survey, rules, policy);
        self.references.add(number, survey);
        if !survey.policy {
            return;
        }
        let title = self.titles.number(&survey.title);
        self.metadata.add(number, survey);
        self.repeated.add(number, title, survey);
        self.deadlines.add(number, title, survey);
    }

    /// What the documents of the manual called `name` say and leave out together. Fewer than three policies are no
    /// manual, and nothing is asked of them.
    pub fn judge(
        &self,
        name: &str,
        documents: &dyn Documents,
        rules: &RuleSet,
        policy: &Policy,
    ) -> Reading {
        let mut reading = Reading::default();
        if self.titles.len() < LEAST {
            return reading;
        }
        let view = View {
            name,
            documents,
            rules,
            policy,
            titles: &self.titles,
        };
        let structures = self.structures(&view);
        for finding in self.commitments.findings(&view).chain(structures) {
            let shown = policy
                .min_confidence
                .is_none_or(|least| finding.confidence >= least);
            if shown {
                reading.findings.push(finding);
            } else {
                reading.hidden.push((finding, Hidden::BelowThreshold));
            }
        }
        reading
    }

    /// What rules about the structure of a manual say.
    fn structures(&self, view: &View<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        for asked in questions(view.rules, view.policy) {
            match asked.code.check {
                StructureCheck::Metadata => out.extend(self.metadata.finding(view, asked)),
                StructureCheck::Reference => out.extend(self.references.finding(view, asked)),
                StructureCheck::Repeated => out.extend(self.repeated.finding(view, asked)),
                StructureCheck::Deadline => out.extend(self.deadlines.findings(view, asked)),
                StructureCheck::Contradiction => {
                    out.extend(self.contradictions.findings(view, asked));
                }
                // Asked of documents.
                StructureCheck::Parts
                | StructureCheck::EmptySection
                | StructureCheck::Stale
                | StructureCheck::Ratio => {}
            }
        }
        out
    }
}

/// The documents of a run and what is wanted of them.
struct View<'a> {
    name: &'a str,
    documents: &'a dyn Documents,
    rules: &'a RuleSet,
    policy: &'a Policy,
    titles: &'a Numbers,
}

impl View<'_> {
    /// A finding of `rule` about all documents; `key` tells it from others of the rule.
    fn finding(&self, rule: &Rule, severity: Severity, key: &str) -> Finding {
        let location = Location {
            path: self.name.to_owned(),
            ..Location::default()
        };
        say::finding(rule, severity, Place::Manual, location, key)
    }

    /// Documents by path, the first few named.
    fn documents(&self, named: &Named) -> String {
        let mut names: Vec<String> = named
            .first
            .iter()
            .map(|number| self.documents.path(*number))
            .collect();
        if named.count > names.len() {
            names.push(format!("{} more", named.count - names.len()));
        }
        say::list(&names)
    }

    /// What `of` makes of the words at `spot`; the document alone where they are not there any more.
    fn place(&self, spot: Spot, of: impl Fn(&Document, Span) -> Location) -> Location {
        let document = self.documents.again(spot.document);
        let document = document.filter(|document| document.text.get(spot.span.range()).is_some());
        document.map_or_else(
            || Location {
                path: self.documents.path(spot.document),
                ..Location::default()
            },
            |document| of(&document, spot.span),
        )
    }
}

/// Documents that a finding is about.
#[derive(Debug, Default)]
struct Named {
    count: usize,
    /// Those that are named.
    first: Vec<u32>,
}

impl Named {
    fn add(&mut self, document: u32) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(document);
        }
    }
}

/// Words of a document, to be looked up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    document: u32,
    span: Span,
}

/// Path and line, or section.
fn at(location: &Location) -> String {
    match (location.line, location.heading.last()) {
        (Some(line), _) => format!("{}:{line}", location.path),
        (None, Some(heading)) => format!("{} § {heading}", location.path),
        (None, None) => location.path.clone(),
    }
}
