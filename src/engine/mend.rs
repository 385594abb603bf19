//! Writing rewrites into the text of a document: which ones, in which order, and whether they hold.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    finding::{Applicability, Finding, Fix},
    text::{self, Edit},
};

/// Which rewrites may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// At least this freely.
    pub least: Applicability,
    /// Also those with a `[blank]`.
    pub blanks: bool,
}

impl Wanted {
    /// The best rewrite of `finding` that may be written.
    fn fix<'f>(&self, finding: &'f Finding) -> Result<&'f Fix, Left> {
        let writable = |fix: &&Fix| !fix.edits.is_empty();
        let fixes = || finding.fixes.iter().filter(writable);
        let allowed = |fix: &&Fix| {
            let display = fix.applicability == Applicability::Display;
            if display {
                self.blanks
            } else {
                fix.applicability >= self.least
            }
        };
        if let Some(fix) = fixes().find(allowed) {
            return Ok(fix);
        }
        Err(if finding.fixes.is_empty() {
            Left::NoRewrite
        } else if fixes().next().is_none() {
            Left::NotWritable
        } else if fixes().any(|fix| fix.applicability == Applicability::Unsafe) {
            Left::Review
        } else {
            Left::Blanks
        })
    }
}

/// Why a finding was left as it is. Ordered as reports list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// No rewrite is known.
    NoRewrite,
    /// Its words stand in the file in a way that cannot be edited: over markup, or in a format without text.
    NotWritable,
    /// Its rewrites change what the sentence commits to, and that was not asked for.
    Review,
    /// Its rewrites have blanks that only a person can fill.
    Blanks,
    /// The rewritten text would still be flagged.
    DoesNotHold,
    /// A person was asked and left it.
    Declined,
}

/// A text with rewrites written into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// Rule and title of each rewrite, in the order of writing.
    pub written: Vec<(String, String)>,
    /// Findings that stay, each with its reason, in the order of the text.
    pub left: Vec<(Finding, Left)>,
}

impl Mended {
    /// Nothing is written yet.
    fn begin(source: &str) -> Self {
        Self {
            text: source.to_owned(),
            ..Self::default()
        }
    }
}

/// Most rounds of writing: a rewrite may bring up another finding, and that one the next, but not for ever.
const ROUNDS: usize = 10;

/// `source` with its rewrites written, until nothing changes. `judge` gives the findings of a text, by place.
///
/// A rewrite after which its words are still flagged is taken back, and one whose finding another rewrite brings back. Where two rewrites touch, the one that begins first
/// goes first, then the other is judged anew. Mending twice is mending once.
///
/// # Errors
/// Those of `judge`.
pub fn mend<E>(
    source: &str,
    wanted: Wanted,
    mut judge: impl FnMut(&str) -> Result<Vec<Finding>, E>,
) -> Result<Mended, E> {
    let mut mended = Mended::begin(source);
    let mut barred: BTreeSet<(String, String)> = BTreeSet::new();
    // Rules and words whose rewrites circle.
    let mut circling: BTreeSet<(String, String)> = BTreeSet::new();
    let mut done: Vec<Done> = Vec::new();
    let mut findings = judge(source)?;
    let mut rounds = 0;
    while rounds < ROUNDS {
        let free = |finding: &Finding| {
            !barred.contains(&key(finding)) && !circling.contains(&alike(finding))
        };
        let picks = choose(&findings, wanted, free);
        // One that comes up again was brought up by another's rewrite, which its own would bring up next: both would be
        // written for ever. All begins anew without it.
        let again = done
            .iter()
            .filter(|one| picks.iter().any(|(finding, fix)| one.is(finding, fix)));
        let before = circling.len();
        circling.extend(again.map(|one| one.key.clone()));
        if circling.len() > before {
            mended = Mended::begin(source);
            findings = judge(source)?;
            done.clear();
            rounds = 0;
            continue;
        }
        let edits: Vec<Edit> = picks
            .iter()
            .flat_map(|(_, fix)| fix.edits.iter().cloned())
            .collect();
        let Ok(text) = text::apply(&mended.text, &edits) else {
            debug_assert!(false, "chosen edits ascend and lie on characters");
            break;
        };
        if picks.is_empty() {
            break;
        }
        let after = judge(&text)?;
        let failed = failed(&picks, &after);
        if failed.is_empty() {
            for one in &mut done {
                one.at = moved_over(&edits, &one.at);
            }
            done.extend(picks.iter().map(|(finding, fix)| Done {
                key: alike(finding),
                at: moved_over(&edits, &hull(finding, fix)),
            }));
            let titles = picks
                .iter()
                .map(|(finding, fix)| (finding.rule.to_string(), fix.title.clone()));
            mended.written.extend(titles);
            mended.text = text;
            findings = after;
            rounds += 1;
        } else {
            barred.extend(failed);
        }
    }
    mended.left = findings
        .into_iter()
        .map(|finding| {
            let reason = match wanted.fix(&finding) {
                Ok(_) => Left::DoesNotHold,
                Err(reason) => reason,
            };
            (finding, reason)
        })
        .collect();
    Ok(mended)
}

/// A rewrite that was written.
struct Done {
    /// What is alike of its finding.
    key: (String, String),
    /// Where it and its finding's words stand now.
    at: Range<u32>,
}

impl Done {
    /// Whether `fix` is to mend the same fault of the same words.
    fn is(&self, finding: &Finding, fix: &Fix) -> bool {
        let hull = hull(finding, fix);
        *finding.rule == *self.key.0 && hull.start < self.at.end && self.at.start < hull.end
    }
}

/// From the first to the last byte of the words of `finding` and of what `fix` edits.
fn hull(finding: &Finding, fix: &Fix) -> Range<u32> {
    let reach = reach(fix);
    let words = finding.location.span.clone();
    let words = words.unwrap_or_else(|| reach.clone());
    reach.start.min(words.start)..reach.end.max(words.end)
}

/// Where the bytes `range` are after `edits`.
fn moved_over(edits: &[Edit], range: &Range<u32>) -> Range<u32> {
    text::moved(edits, range.start)..text::moved(edits, range.end)
}

/// What tells a finding from others in rounds of one run.
fn key(finding: &Finding) -> (String, String) {
    (finding.rule.to_string(), finding.fingerprint.clone())
}

/// What is the same of all findings of a rule with the same words under the same headings, however many there are.
fn alike(finding: &Finding) -> (String, String) {
    let (rule, print) = key(finding);
    let words = print.split('-').next().unwrap_or_default().to_owned();
    (rule, words)
}

/// The rewrites to write in one round: none touches another.
fn choose(
    findings: &[Finding],
    wanted: Wanted,
    free: impl Fn(&Finding) -> bool,
) -> Vec<(&Finding, &Fix)> {
    let mut picks: Vec<_> = findings
        .iter()
        .filter(|finding| free(finding))
        .filter_map(|finding| Some((finding, wanted.fix(finding).ok()?)))
        .collect();
    picks.sort_by(|(a, a_fix), (b, b_fix)| {
        let place = |fix: &Fix| {
            fix.edits
                .first()
                .map(|edit| (edit.range.start, edit.range.end))
        };
        (place(a_fix), &a.rule).cmp(&(place(b_fix), &b.rule))
    });
    let mut end: Option<u32> = None;
    picks.retain(|(_, fix)| {
        let range = reach(fix);
        let free = end.is_none_or(|end| range.start > end);
        if free {
            end = Some(range.end);
        }
        free
    });
    picks
}

/// Whether `fix`, alone, mends `finding`: `after` is what is found in the text with it.
pub fn holds(finding: &Finding, fix: &Fix, after: &[Finding]) -> bool {
    failed(&[(finding, fix)], after).is_empty()
}

/// Bytes from the first to the last edit of `fix`; empty where it has none.
pub fn reach(fix: &Fix) -> Range<u32> {
    let start = fix.edits.first().map_or(0, |edit| edit.range.start);
    start..fix.edits.last().map_or(start, |edit| edit.range.end)
}

/// Those of `picks` whose words, as they are rewritten or as they were left beside an insertion, are flagged by the same
/// rule in `after`.
fn failed(picks: &[(&Finding, &Fix)], after: &[Finding]) -> Vec<(String, String)> {
    let edits: Vec<Edit> = picks
        .iter()
        .flat_map(|(_, fix)| fix.edits.iter().cloned())
        .collect();
    let again = |finding: &Finding, fix: &Fix| {
        let Range { start, end } = moved_over(&edits, &hull(finding, fix));
        after
            .iter()
            .filter(|other| other.rule == finding.rule)
            .any(|other| {
                let span = other.location.span.as_ref();
                span.is_some_and(|span| span.start < end && start < span.end)
            })
    };
    picks
        .iter()
        .filter(|(finding, fix)| again(finding, fix))
        .map(|(finding, _)| key(finding))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, sync::Arc};

    use proptest::prelude::{Strategy as _, prop, prop_assert_eq, proptest};

    use super::{Left, Mended, Wanted, mend};
    use crate::{
        finding::{Applicability, Confidence, Family, Finding, Fix, Location, Place, Severity},
        text::{Edit, Span},
    };

    /// A language of rules: each flags a word and rewrites it.
    const RULES: [(&str, &str, Applicability); 7] = [
        ("bad", "good", Applicability::Safe),
        ("worse", "bad", Applicability::Safe),
        ("stuck", "stuck!", Applicability::Safe),
        // Adds after its words and leaves them: never holds.
        ("grows", "", Applicability::Safe),
        ("review", "reviewed", Applicability::Unsafe),
        // Each is the other's rewrite.
        ("ping", "pong", Applicability::Safe),
        ("pong", "ping", Applicability::Safe),
    ];

    fn judge(text: &str) -> Result<Vec<Finding>, Infallible> {
        let mut found = Vec::new();
        for (word, with, applicability) in RULES {
            for (nth, (at, _)) in text.match_indices(word).enumerate() {
                let range = u32::try_from(at).unwrap()..u32::try_from(at + word.len()).unwrap();
                if text
                    .get(at..)
                    .is_some_and(|rest| rest.starts_with("reviewed"))
                {
                    continue;
                }
                found.push(Finding {
                    rule: Arc::from(word),
                    family: Family::Hollow,
                    severity: Severity::Note,
                    confidence: Confidence::High,
                    message: String::new(),
                    why: Arc::from(""),
                    notes: Vec::new(),
                    place: Place::Text(Span::new(range.start, range.end)),
                    location: Location {
                        span: Some(range.clone()),
                        ..Location::default()
                    },
                    related: Vec::new(),
                    fixes: vec![Fix {
                        title: String::new(),
                        applicability,
                        changes: Vec::new(),
                        edits: vec![if with.is_empty() {
                            Edit::insertion(range.end, " more")
                        } else {
                            Edit::replacement(range, with)
                        }],
                        places: Vec::new(),
                        before: String::new(),
                        after: String::new(),
                    }],
                    fingerprint: format!("{word}-{nth}"),
                });
            }
        }
        found.sort_by_key(|finding| finding.location.span.as_ref().map(|span| span.start));
        Ok(found)
    }

    fn safe(text: &str) -> Mended {
        let wanted = Wanted {
            least: Applicability::Safe,
            blanks: false,
        };
        let Ok(mended) = mend(text, wanted, judge);
        mended
    }

    #[test]
    fn rewrites_are_written_until_nothing_changes_and_those_that_do_not_hold_are_taken_back() {
        let mended = safe("worse, stuck, grows, review, bad");
        assert_eq!(mended.text, "good, stuck, grows, review, good");
        assert_eq!(mended.written.len(), 3);
        let left: Vec<_> = mended.left.iter().map(|(_, why)| *why).collect();
        assert_eq!(left, [Left::DoesNotHold, Left::DoesNotHold, Left::Review]);
        let wanted = Wanted {
            least: Applicability::Unsafe,
            blanks: false,
        };
        let Ok(mended) = mend("review", wanted, judge);
        assert_eq!(mended.text, "reviewed");
    }

    #[test]
    fn rewrites_that_bring_each_other_up_are_not_written() {
        for text in ["ping", "pong", "ping pong ping"] {
            let mended = safe(text);
            assert_eq!(mended.text, text);
            assert_eq!(mended.written, []);
            assert!(mended.left.iter().all(|(_, why)| *why == Left::DoesNotHold));
        }
        assert_eq!(safe("bad ping").text, "good ping");
    }

    proptest! {
        #[test]
        fn mending_twice_is_mending_once_and_touches_nothing_else(
            words in prop::collection::vec(
                prop::sample::select(vec!["bad", "worse", "stuck", "grows", "review", "ping", "pong", "é", " ", "\r\n", "x"]), 0..20,
            ).prop_map(|words| words.concat()),
        ) {
            let once = safe(&words);
            let twice = safe(&once.text);
            prop_assert_eq!(&twice.text, &once.text);
            let others = |text: &str| text.matches(['é', ' ', '\r', '\n', 'x']).collect::<String>();
            prop_assert_eq!(others(&once.text), others(&words));
        }
    }
}
