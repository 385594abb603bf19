//! What one document adds to what is asked of a manual: what it says of each of the manual's rules.

use std::{collections::BTreeSet, sync::Arc};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    document::{BlockKind, Document},
    engine::{
        audit::place,
        look::{Look, Question},
    },
    finding::{Family, Location},
    rule::{
        State, StructureCheck, StructureCode, headings, named_policies, shown, shown_in, stems,
        term,
    },
    text::{Span, folded},
};

/// Words of a paragraph that may be boilerplate, at least.
const PARAGRAPH: usize = 30;

/// A paragraph that other documents may have too.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Of its words, folded.
    pub(super) hash: u64,
    pub(super) words: u32,
    pub(super) span: Span,
}

/// A duty with a term.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    /// `10 working days`.
    pub(super) term: String,
    /// What it is about.
    pub(super) stems: Vec<String>,
    pub(super) span: Span,
}

/// A claim of neutrality on a service.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The rule that asks about contradictions.
    pub(super) asks: Arc<str>,
    /// Its topic, by number.
    pub(super) topic: usize,
    pub(super) location: Location,
}

/// What a document adds to its manual.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// What it is called; the path where it has no title.
    pub(super) title: String,
    /// What it was surely taken for, the policies in a handbook included.
    pub(super) kinds: Vec<Arc<str>>,
    /// Whether it is a policy that may be asked.
    pub(super) policy: bool,
    /// Commitments that it makes, fully or in part, with the words that show it.
    pub(super) made: Vec<(Arc<str>, State, Location)>,
    /// Stems of its title, of its file's name and of its headings: what a reference may mean.
    pub(super) names: Vec<Vec<String>>,
    /// By rule: which of its parts the document shows.
    pub(super) metadata: Vec<(Arc<str>, Vec<bool>)>,
    /// Policies and forms that it names, each with the block where it first does.
    pub(super) references: Vec<(String, Span)>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) duties: Vec<Duty>,
    pub(super) claims: Vec<Claim>,
}

/// What the document adds; `said` is what its sentences say, by family.
pub(in crate::engine) fn survey(look: &Look<'_>, said: &[(Family, Location)]) -> Survey {
    let (document, rules, kinds) = (look.document, look.rules, look.kinds);
    let title = document.title().unwrap_or(&document.path).trim().to_owned();
    let file = document.path.rsplit('/').next().unwrap_or_default();
    let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let common = rules.checks().common_in_names();
    let name = |words: &str| stems(words, common);
    let mut survey = Survey {
        names: vec![name(&title), name(file)],
        title,
        ..Survey::default()
    };
    if !look.may_ask() {
        return survey;
    }
    let sections = kinds.sections.iter().flat_map(|section| &section.kinds);
    let sure: BTreeSet<&Arc<str>> = kinds
        .kinds
        .iter()
        .chain(sections)
        .filter(|kind| kind.sure)
        .map(|kind| &kind.name)
        .collect();
    survey.kinds = sure.into_iter().cloned().collect();
    survey.policy = !survey.kinds.is_empty();
    survey.commitments(look);
    if survey.policy {
        survey
            .names
            .extend(headings(document).map(|(_, words)| name(words)));
        for Question { code, rule, .. } in look.asked() {
            match code.check {
                StructureCheck::Metadata => {
                    let shown = metadata(look, code);
                    survey.metadata.push((Arc::clone(&rule.id), shown));
                }
                StructureCheck::Reference => survey.references(look, code),
                StructureCheck::Repeated => survey.paragraphs(document),
                StructureCheck::Deadline => survey.duties(document, &code.common),
                StructureCheck::Contradiction => survey.claims(look, code, &rule.id, said),
                // Asked of the document itself.
                StructureCheck::Parts
                | StructureCheck::EmptySection
                | StructureCheck::Stale
                | StructureCheck::Ratio => {}
            }
        }
    }
    survey
}

/// Which parts of a rule about metadata a document shows, in its properties or its words.
fn metadata(look: &Look<'_>, code: &StructureCode) -> Vec<bool> {
    let in_words = shown(look.prose, look.rules, &code.parts);
    let mut properties = BTreeSet::new();
    for (name, value) in &look.document.properties {
        let name = name.to_lowercase().replace(['-', '_'], " ");
        if !value.trim().is_empty() && code.properties.contains(&name) {
            properties.extend(shown_in(&name, look.rules, &code.parts));
        }
    }
    let parts = code.parts.iter();
    parts
        .map(|part| in_words.contains_key(part) || properties.contains(part))
        .collect()
}

impl Survey {
    /// Commitments that the manual is asked, and those that a contradiction may be about.
    fn commitments(&mut self, look: &Look<'_>) {
        let checks = look.rules.checks();
        let topics: BTreeSet<u32> = look
            .asked()
            .flat_map(|asked| &asked.code.topics)
            .map(|topic| topic.commitment)
            .collect();
        let wanted = |number: usize| {
            let Some(code) = checks.commitments.get(number) else {
                return false;
            };
            if u32::try_from(number).is_ok_and(|number| topics.contains(&number)) {
                return true;
            }
            let Some(ask) = &code.manual else {
                return false;
            };
            let rule = look.rules.rules().get(code.rule as usize);
            let runs = rule.is_some_and(|rule| {
                look.policy
                    .severity(&rule.id, Family::Commitment, ask.severity)
                    .is_some()
            });
            runs && (ask.of.is_empty() || self.kinds.iter().any(|kind| ask.of.contains(kind)))
        };
        let states = look.commitments.states(wanted);
        for (code, state) in checks.commitments.iter().zip(states) {
            // What is absent has no evidence.
            if let Some(shown) = state.evidence.first() {
                let shown = place(look.document, shown.span);
                let made = state.extent.state();
                self.made.push((Arc::clone(&code.name), made, shown));
            }
        }
    }

    fn references(&mut self, look: &Look<'_>, code: &StructureCode) {
        let document = look.document;
        for block in &document.blocks {
            let prose = match block.kind {
                BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Note => true,
                BlockKind::Heading(_)
                | BlockKind::Cell { .. }
                | BlockKind::Caption
                | BlockKind::Term
                | BlockKind::Boilerplate => false,
            };
            if !prose || block.quoted {
                continue;
            }
            let words = document.slice(block.span);
            for name in named_policies(words, &code.names) {
                let known = self.references.iter().any(|(other, _)| *other == name);
                // What others adopt is not to be found here.
                if known || !shown_in(&name, look.rules, &code.parts).is_empty() {
                    continue;
                }
                self.references.push((name, block.span));
            }
        }
    }

    fn paragraphs(&mut self, document: &Document) {
        for block in &document.blocks {
            let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_));
            let words = document.slice(block.span);
            let count = words.split_whitespace().count();
            if !prose || block.quoted || count < PARAGRAPH {
                continue;
            }
            let folded = folded(words);
            let hash = xxh3_64(folded.as_bytes());
            self.paragraphs.push(Paragraph {
                hash,
                words: u32::try_from(count).unwrap_or(u32::MAX),
                span: block.span,
            });
        }
    }

    fn duties(&mut self, document: &Document, common: &[String]) {
        for block in &document.blocks {
            if block.quoted || matches!(block.kind, BlockKind::Heading(_) | BlockKind::Boilerplate)
            {
                continue;
            }
            let words = document.slice(block.span);
            if !words.contains("within") {
                continue;
            }
            for range in crate::document::sentences(words) {
                let sentence = words.get(range.clone()).unwrap_or_default();
                let Some(term) = term(sentence) else {
                    continue;
                };
                let offset = |at: usize| block.span.start + u32::try_from(at).unwrap_or(0);
                self.duties.push(Duty {
                    term: term.to_string(),
                    stems: stems(sentence, common),
                    span: Span::new(offset(range.start), offset(range.end)),
                });
            }
        }
    }

    fn claims(
        &mut self,
        look: &Look<'_>,
        code: &StructureCode,
        asks: &Arc<str>,
        said: &[(Family, Location)],
    ) {
        let parts: Vec<u32> = code.topics.iter().map(|topic| topic.part).collect();
        let claims = said
            .iter()
            .filter(|(family, _)| code.claims.contains(family));
        for (_, location) in claims {
            let shown = shown_in(&location.excerpt, look.rules, &parts);
            let of_kind = |kinds: &[Arc<str>]| self.kinds.iter().any(|kind| kinds.contains(kind));
            // A sentence is about a service that its policy is about.
            let mut topics = code.topics.iter();
            let topic =
                topics.position(|topic| shown.contains(&topic.part) && of_kind(&topic.kinds));
            if let Some(topic) = topic {
                self.claims.push(Claim {
                    asks: Arc::clone(asks),
                    topic,
                    location: location.clone(),
                });
            }
        }
    }
}
