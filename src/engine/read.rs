//! One document, judged: candidates become findings, with places, rewrites and fingerprints.

use std::{collections::BTreeMap, sync::Arc};

use xxhash_rust::xxh3::xxh3_128;

use super::{
    Candidate, DocumentEntry, Hidden, Policy, Reading, Status, lists::short_lists, look::Look,
    manual::survey, missing::missing,
};
use crate::{
    document::Document,
    finding::{Confidence, Family, Finding, Location, Place, Severity},
    rule::{
        Commitments, Depth, Home, Match, Outcome, Passage, Prose, Rule, RuleSet, british, facets,
        judge, kinds, rewrites,
    },
    text::{Span, folded},
};

/// What `document` says under `rules`, as `policy` wants it.
pub fn read(document: &Document, rules: &RuleSet, policy: &Policy) -> Reading {
    let mut entry = entry(document);
    let prose = Prose::new(document, rules);
    let kinds = kinds(&prose, rules, Depth::Names, &policy.kinds);
    entry.kinds = super::audit::names(&kinds);
    let commitments = Commitments::new(&prose, rules);
    let mut reading = Reading {
        entry: Some(entry),
        // First: what is asked of the document later is a part of it.
        row: policy
            .audit
            .then(|| Box::new(super::audit::row(&prose, &commitments, rules, policy))),
        ..Reading::default()
    };
    let matches = judge(&prose, rules, policy.candidates || policy.weights);
    if policy.candidates {
        reading.candidates = candidates(document, rules, policy, &matches);
    }
    let look = Look {
        document,
        prose: &prose,
        commitments: &commitments,
        rules,
        policy,
        kinds: &kinds,
    };
    let said = if policy.manual || look.counts() {
        said(document, rules, &matches)
    } else {
        Vec::new()
    };
    let mut repeats = BTreeMap::new();
    let mut style = None;
    let merged = merge(document, rules, policy, matches);
    let mut findings: Vec<Finding> = merged
        .iter()
        .map(|found| {
            let style = style.get_or_insert_with(|| Style::of(rules, &document.text));
            finding(&prose, rules, found, style, &mut repeats)
        })
        .collect();
    findings.extend(short_lists(&prose, rules, policy, &kinds));
    if policy.manual {
        let survey = survey(&look, &said);
        reading.survey = Some(Box::new(survey));
    }
    let structures = look.findings(&said);
    findings.extend(structures);
    findings.sort_by_key(|finding| match finding.place {
        Place::Text(span) => span.start,
        Place::Section(_) | Place::Document | Place::Manual => u32::MAX,
    });
    findings.extend(missing(&look));
    for finding in findings {
        if policy
            .min_confidence
            .is_some_and(|least| finding.confidence < least)
        {
            reading.hidden.push((finding, Hidden::BelowThreshold));
        } else {
            reading.findings.push(finding);
        }
    }
    reading
}

/// How a document speaks, for its rewrites.
struct Style<'a> {
    /// Whether it spells the British way.
    british: bool,
    /// What it calls its institution.
    home: Home<'a>,
}

impl<'a> Style<'a> {
    fn of(rules: &'a RuleSet, text: &'a str) -> Self {
        Self {
            british: british(text),
            home: Home::of(rules, text),
        }
    }
}

/// Every candidate, with what silenced it: the answer of `why-not`.
fn candidates(
    document: &Document,
    rules: &RuleSet,
    policy: &Policy,
    matches: &[Match],
) -> Vec<Candidate> {
    let candidate = |found: &Match| {
        let rule = rules.rules().get(found.rule)?;
        let severity = policy.severity(&rule.id, rule.family, rule.severity);
        let silenced = match (severity, &found.outcome) {
            (None, _) => Some("switched off by the configuration".to_owned()),
            (_, Outcome::Silenced(reason)) => Some(reason.clone()),
            (_, Outcome::Found { .. }) => None,
        };
        let location = Location::of(document, found.span, found.sentence);
        Some(Candidate {
            rule: Arc::clone(&rule.id),
            location,
            silenced,
        })
    };
    matches.iter().filter_map(candidate).collect()
}

/// What the document says, by family, whichever rules are wanted: what is asked of several sentences together may be
/// asked alone.
fn said(document: &Document, rules: &RuleSet, matches: &[Match]) -> Vec<(Family, Location)> {
    let one = |found: &Match| {
        let rule = rules.rules().get(found.rule)?;
        let Outcome::Found {
            cap, confidence, ..
        } = &found.outcome
        else {
            return None;
        };
        let sure =
            rule.severity.min(*cap) >= Severity::Warning && *confidence >= Confidence::Medium;
        let location = || Location::of(document, found.span, found.sentence);
        sure.then(|| (rule.family, location()))
    };
    let mut said: Vec<(Family, Location)> = matches.iter().filter_map(one).collect();
    // Two rules may find one sentence.
    said.dedup_by(|a, b| a.0 == b.0 && a.1.excerpt == b.1.excerpt);
    said
}

/// What is known of a document that was read.
pub fn entry(document: &Document) -> DocumentEntry {
    DocumentEntry {
        path: document.path.clone(),
        format: Some(document.format),
        kinds: Vec::new(),
        words: document.words(),
        status: Status::Read,
        warnings: document.warnings.clone(),
    }
}

/// A match that is a finding, joined with its neighbours of the same family.
struct Found {
    rule: usize,
    span: Span,
    sentence: Span,
    block: usize,
    severity: Severity,
    confidence: Confidence,
    notes: Vec<String>,
    /// What labelled text says of it.
    weighed: Option<String>,
}

/// Bytes between two matches of a family that still are one finding.
const NEAR: u32 = 12;
/// The same, where no new clause begins between them.
const NEARISH: u32 = 40;
/// Longest joined finding, in bytes.
const LONGEST: u32 = 160;

/// Matches that are findings: one a family and clause, families giving way as they say.
fn merge(document: &Document, rules: &RuleSet, policy: &Policy, matches: Vec<Match>) -> Vec<Found> {
    let mut found: Vec<Found> = matches
        .into_iter()
        .filter_map(|one| wanted(rules, policy, one))
        .collect();
    let family = |one: &Found| rules.rules().get(one.rule).map(|rule| rule.family);
    let taken = Taken::new(found.iter().map(|one| (family(one), one.span)));
    found.retain(|one| {
        let code = rules.family(family(one));
        let yields = code
            .map(|code| code.yields_to.as_slice())
            .unwrap_or_default();
        !taken.meeting(one.span).any(|other| yields.contains(&other))
    });
    found.sort_by_key(|one| (family(one), one.span.start, std::cmp::Reverse(one.span.end)));
    let mut out: Vec<Found> = Vec::new();
    for one in found {
        let last = out.last_mut().filter(|last| family(last) == family(&one));
        match last.filter(|last| belongs(document, last, &one)) {
            Some(last) => {
                if one.severity > last.severity {
                    last.rule = one.rule;
                    last.severity = one.severity;
                    last.notes = one.notes;
                    last.weighed = one.weighed;
                }
                last.confidence = last.confidence.max(one.confidence);
                if one.span.end > last.span.end && one.span.end - last.span.start <= LONGEST {
                    last.span.end = one.span.end;
                }
            }
            None => out.push(one),
        }
    }
    out.sort_by_key(|one| (one.span.start, one.rule));
    out
}

/// Which families have words of which spans, asked by place: a long document has many of both.
struct Taken {
    /// By start.
    spans: Vec<(Option<Family>, Span)>,
    /// Where the longest of `spans` ends, up to and with each.
    reach: Vec<u32>,
}

impl Taken {
    fn new(spans: impl Iterator<Item = (Option<Family>, Span)>) -> Self {
        let mut spans: Vec<_> = spans.collect();
        spans.sort_by_key(|(_, span)| span.start);
        let reach = spans.iter().scan(0, |reach, (_, span)| {
            *reach = span.end.max(*reach);
            Some(*reach)
        });
        Self {
            reach: reach.collect(),
            spans,
        }
    }

    /// Families that have words of `span`.
    fn meeting(&self, span: Span) -> impl Iterator<Item = Family> {
        let last = self.spans.partition_point(|(_, own)| own.start <= span.end);
        let before = (0..last)
            .rev()
            .filter_map(|at| self.spans.get(at).zip(self.reach.get(at)));
        before
            .take_while(move |(_, reach)| **reach >= span.start)
            .filter(move |((_, own), _)| own.meets(span))
            .filter_map(|((family, _), _)| *family)
    }
}

/// Whether `next` says the same as `last`, in the same breath.
fn belongs(document: &Document, last: &Found, next: &Found) -> bool {
    if next.span.start < last.span.end + NEAR && next.block == last.block {
        return true;
    }
    if next.sentence != last.sentence {
        return false;
    }
    let between = document.slice(Span::new(last.span.end, next.span.start));
    let opens = |word: &str| matches!(word, "we" | "it" | "they" | "no" | "which" | "and" | "but");
    next.span.start < last.span.end + NEARISH
        || !(between.contains([';', ':']) || between.split_whitespace().any(opens))
}

/// The match as a finding, unless stance or the user says otherwise.
fn wanted(rules: &RuleSet, policy: &Policy, one: Match) -> Option<Found> {
    let rule = rules.rules().get(one.rule)?;
    let Outcome::Found {
        cap,
        confidence,
        notes,
        weighed,
    } = one.outcome
    else {
        return None;
    };
    let severity = policy.severity(&rule.id, rule.family, rule.severity)?;
    let severity = if notes.is_empty() {
        severity
    } else {
        severity.min(cap)
    };
    Some(Found {
        rule: one.rule,
        span: one.span,
        sentence: one.sentence,
        block: one.block,
        severity,
        confidence,
        notes,
        weighed: weighed.filter(|_| policy.weights),
    })
}

fn finding(
    prose: &Prose<'_>,
    rules: &RuleSet,
    found: &Found,
    style: &Style<'_>,
    repeats: &mut BTreeMap<u128, u32>,
) -> Finding {
    let document = prose.document;
    let rule = rules
        .rules()
        .get(found.rule)
        .expect("the match came from this set");
    let passage = Passage {
        document,
        span: found.span,
        sentence: found.sentence,
        block: found.block,
        british: style.british,
        home: &style.home,
        only_append: !found.notes.is_empty(),
    };
    let location = Location::of(document, found.span, found.sentence);
    Finding {
        rule: Arc::clone(&rule.id),
        family: rule.family,
        severity: found.severity,
        confidence: found.confidence,
        message: match facets(prose, rules, rule, found.block, found.sentence) {
            Some(facets) => format!("{}: {facets}", rule.message),
            None => rule.message.clone(),
        },
        why: Arc::clone(&rule.why),
        notes: found.notes.iter().chain(&found.weighed).cloned().collect(),
        place: Place::Text(found.span),
        fingerprint: fingerprint(rule, &location, repeats),
        fixes: rewrites(rules, rule, &passage),
        location,
        related: Vec::new(),
    }
}

/// Hash of rule, folded words and heading path, with a count where the same stands again.
fn fingerprint(rule: &Rule, location: &Location, repeats: &mut BTreeMap<u128, u32>) -> String {
    let mut text = String::from("equilint/1\n");
    text.push_str(&rule.id);
    for heading in &location.heading {
        text.push('\n');
        text.push_str(&folded(heading));
    }
    text.push_str("\n\n");
    text.push_str(&folded(&location.words));
    let hash = xxh3_128(text.as_bytes());
    let count = repeats.entry(hash).or_insert(0);
    *count += 1;
    match *count {
        1 => format!("{hash:032x}"),
        count => format!("{hash:032x}-{count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Span, Taken};

    #[test]
    fn what_meets_a_span_is_found_wherever_it_begins() {
        let spans = [(0, 90), (5, 6), (10, 20), (20, 30), (40, 41), (95, 99)];
        let spans = spans.map(|(start, end)| (Some(Family::Merit), Span::new(start, end)));
        let taken = Taken::new(spans.into_iter().rev());
        for start in 0..100 {
            for end in start..100 {
                let asked = Span::new(start, end);
                let meet = spans.iter().filter(|(_, span)| span.meets(asked)).count();
                assert_eq!(taken.meeting(asked).count(), meet, "{asked:?}");
            }
        }
    }
}
