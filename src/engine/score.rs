//! Findings held against labels: how many are right, how many faults were found.
//!
//! A finding is right where it shares a letter with a mark of its own family. One on words that are neither right nor
//! wrong (an arguable mark, or a note on words of law) is excused: not counted at all.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use crate::finding::{Confidence, Family, Severity};

/// Words that a label calls a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Of which family.
    pub family: Family,
    /// Where, in bytes of the labelled text.
    pub place: Range<u32>,
    /// The words.
    pub words: String,
    /// Why no rule found them, where it is known.
    pub silenced: Option<String>,
}

/// A finding in labelled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// Its family.
    pub family: Family,
    /// How much it matters there.
    pub severity: Severity,
    /// How sure the rule is there.
    pub confidence: Confidence,
    /// Where, in bytes of the labelled text.
    pub place: Range<u32>,
    /// The words.
    pub words: String,
    /// The whole sentence.
    pub excerpt: String,
}

/// A labelled passage or document, with what the rules say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// What it is called.
    pub id: String,
    /// Its beginning, for people.
    pub excerpt: String,
    /// Its faults.
    pub marks: Vec<Marked>,
    /// Words that are neither right nor wrong: for one family, or for all.
    pub unsure: Vec<(Option<Family>, Range<u32>)>,
    /// Words of law: a note on them is neither right nor wrong.
    pub legal: Vec<Range<u32>>,
    /// What the rules say.
    pub findings: Vec<Raised>,
}

/// Counts of one family, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Faults that the labels mark.
    pub marks: usize,
    /// Of these, those that a finding meets.
    pub hit: usize,
    /// Findings judged.
    pub findings: usize,
    /// Of these, those that are right.
    pub right: usize,
    /// Findings on words that are neither right nor wrong.
    pub excused: usize,
}

impl Counts {
    /// Right findings among all; `None` without findings.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.findings)
    }

    /// Faults found among all; `None` without faults.
    pub fn recall(&self) -> Option<f64> {
        share(self.hit, self.marks)
    }

    /// The harmonic mean of the two; `None` without faults, 0 where nothing is right.
    pub fn f1(&self) -> Option<f64> {
        let recall = self.recall()?;
        let precision = self.precision().unwrap_or(0.0);
        let sum = precision + recall;
        Some(if precision > 0.0 && recall > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        })
    }

    fn add(&mut self, other: &Self) {
        self.marks += other.marks;
        self.hit += other.hit;
        self.findings += other.findings;
        self.right += other.right;
        self.excused += other.excused;
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of findings are far below 2^52"
    )]
    let share = part as f64 / whole as f64;
    (whole > 0).then_some(share)
}

/// What was counted, and what went wrong.
#[derive(Clone, Debug, Default)]
pub struct Score<'a> {
    /// By family; only those that were judged.
    pub families: BTreeMap<Family, Counts>,
    /// Marks that no finding meets, with their passage, in the order of the labels.
    pub misses: Vec<(&'a Scored, &'a Marked)>,
    /// Findings that meet no mark, with their passage, in the order of the labels.
    pub alarms: Vec<(&'a Scored, &'a Raised)>,
}

impl Score<'_> {
    /// All families together.
    pub fn overall(&self) -> Counts {
        let mut all = Counts::default();
        for counts in self.families.values() {
            all.add(counts);
        }
        all
    }

    /// The mean F1 of the families that are marked somewhere; `None` where none is.
    pub fn macro_f1(&self) -> Option<f64> {
        let each: Vec<f64> = self.families.values().filter_map(Counts::f1).collect();
        #[expect(clippy::cast_precision_loss, reason = "fourteen families")]
        let count = each.len() as f64;
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / count)
    }
}

/// Families that labels speak of: those marked at least once, or every one where none is.
pub fn judged(passages: &[Scored]) -> Vec<Family> {
    let marked = |family: &Family| {
        let mut marks = passages.iter().flat_map(|one| &one.marks);
        marks.any(|mark| mark.family == *family)
    };
    let found: Vec<Family> = Family::ALL.into_iter().filter(marked).collect();
    if found.is_empty() {
        Family::ALL.to_vec()
    } else {
        found
    }
}

/// Hold the findings that `wanted` picks against the labels, for `families`.
pub fn score<'a>(
    passages: &'a [Scored],
    families: &[Family],
    wanted: impl Fn(&Raised) -> bool,
) -> Score<'a> {
    let mut out = Score {
        families: families
            .iter()
            .map(|family| (*family, Counts::default()))
            .collect(),
        ..Score::default()
    };
    for passage in passages {
        let mut hit = vec![false; passage.marks.len()];
        for finding in passage.findings.iter().filter(|finding| wanted(finding)) {
            let Some(counts) = out.families.get_mut(&finding.family) else {
                continue;
            };
            let mut right = false;
            for (mark, hit) in passage.marks.iter().zip(&mut hit) {
                if mark.family == finding.family && meet(&mark.place, &finding.place) {
                    *hit = true;
                    right = true;
                }
            }
            if !right && passage.excuses(finding) {
                counts.excused += 1;
                continue;
            }
            counts.findings += 1;
            counts.right += usize::from(right);
            if !right {
                out.alarms.push((passage, finding));
            }
        }
        for (mark, hit) in passage.marks.iter().zip(hit) {
            let Some(counts) = out.families.get_mut(&mark.family) else {
                continue;
            };
            counts.marks += 1;
            counts.hit += usize::from(hit);
            if !hit {
                out.misses.push((passage, mark));
            }
        }
    }
    out
}

impl Scored {
    /// Whether a finding that is not right is not wrong either.
    fn excuses(&self, finding: &Raised) -> bool {
        let law = finding.severity == Severity::Note
            && self.legal.iter().any(|words| meet(words, &finding.place));
        let unsure = |(family, words): &(Option<Family>, Range<u32>)| {
            family.is_none_or(|family| family == finding.family) && meet(words, &finding.place)
        };
        law || self.unsure.iter().any(unsure)
    }
}

fn meet(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(family: Family, place: Range<u32>) -> Marked {
        Marked {
            family,
            place,
            words: String::new(),
            silenced: None,
        }
    }

    fn raised(family: Family, severity: Severity, place: Range<u32>) -> Raised {
        Raised {
            rule: Arc::from("a/b"),
            family,
            severity,
            confidence: Confidence::High,
            place,
            words: String::new(),
            excerpt: String::new(),
        }
    }

    #[test]
    fn a_finding_is_right_where_it_meets_a_mark_of_its_family() {
        let passages = [Scored {
            marks: vec![mark(Family::Merit, 5..9), mark(Family::Hollow, 20..30)],
            findings: vec![
                raised(Family::Merit, Severity::Warning, 8..12),
                raised(Family::Merit, Severity::Warning, 20..30),
                raised(Family::Demand, Severity::Warning, 0..4),
            ],
            ..Scored::default()
        }];
        let families = judged(&passages);
        assert_eq!(families, [Family::Merit, Family::Hollow]);
        let score = score(&passages, &families, |_| true);
        let merit = score.families[&Family::Merit];
        assert_eq!((merit.marks, merit.hit), (1, 1));
        assert_eq!((merit.findings, merit.right), (2, 1));
        assert_eq!(score.misses.len(), 1);
        assert_eq!(score.alarms.len(), 1, "demand is not what the labels mark");
        assert_eq!(score.families[&Family::Hollow].f1(), Some(0.0));
    }

    #[test]
    fn what_nobody_is_sure_of_is_not_counted() {
        let passages = [Scored {
            marks: vec![mark(Family::Merit, 5..9)],
            unsure: vec![(Some(Family::Merit), 20..30), (None, 40..50)],
            legal: std::iter::once(60..70).collect(),
            findings: vec![
                raised(Family::Merit, Severity::Warning, 25..26),
                raised(Family::Merit, Severity::Error, 41..42),
                raised(Family::Merit, Severity::Note, 61..62),
                raised(Family::Merit, Severity::Warning, 61..62),
            ],
            ..Scored::default()
        }];
        let score = score(&passages, &[Family::Merit], |_| true);
        let merit = score.families[&Family::Merit];
        assert_eq!((merit.excused, merit.findings, merit.right), (3, 1, 0));
        assert_eq!(merit.recall(), Some(0.0));
    }

    #[test]
    fn labels_without_marks_judge_every_family() {
        assert_eq!(judged(&[Scored::default()]).len(), Family::ALL.len());
        assert_eq!(Counts::default().f1(), None);
    }
}
