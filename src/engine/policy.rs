//! What the user wants judged, per document: the one thing that configuration and command line hand to the engine.

use std::{collections::BTreeMap, str::FromStr};

use super::Date;
use crate::finding::{Confidence, Family, Severity};

/// Which rules a policy entry speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selector {
    /// Every rule.
    All,
    /// Every rule of a family.
    Family(Family),
    /// One rule, by id. Whether it exists is for the caller to check, who knows the rule set.
    Rule(String),
}

impl Selector {
    /// What `text` names: `all`, a family, or else the id of a rule.
    pub fn parse(text: &str) -> Self {
        if text == "all" {
            return Self::All;
        }
        Family::from_name(text).map_or_else(|| Self::Rule(text.to_owned()), Self::Family)
    }

    /// Whether it speaks of `rule`, which belongs to `family`.
    pub fn covers(&self, rule: &str, family: Family) -> bool {
        match self {
            Self::All => true,
            Self::Family(own) => *own == family,
            Self::Rule(id) => id == rule,
        }
    }

    /// How narrow it is; a narrower entry wins over a wider one.
    fn narrowness(&self) -> u8 {
        match self {
            Self::All => 1,
            Self::Family(_) => 2,
            Self::Rule(_) => 3,
        }
    }
}

/// How far an institution may name protected groups in rewrites and commitments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Nothing held back.
    #[default]
    Standard,
    /// Law limits statements and offices for diversity: wording by need, access and barrier; a missing commitment is a note.
    Restricted,
}

impl Profile {
    /// The name in configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Restricted => "restricted",
        }
    }
}

/// Whose law applies. Only changes which legal notes are printed; nothing here is legal advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Jurisdiction {
    /// A public body in the United States.
    UsPublic,
    /// A public college or university in the United States.
    UsAcademicPublic,
    /// A private institution in the United States.
    UsPrivate,
    /// The United Kingdom.
    Uk,
    /// Canada.
    Canada,
    /// Australia.
    Australia,
}

impl Jurisdiction {
    /// Every jurisdiction, in the order that help lists them.
    pub const ALL: [Self; 6] = [
        Self::UsPublic,
        Self::UsAcademicPublic,
        Self::UsPrivate,
        Self::Uk,
        Self::Canada,
        Self::Australia,
    ];

    /// The name in configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::UsPublic => "US-public",
            Self::UsAcademicPublic => "US-academic-public",
            Self::UsPrivate => "US-private",
            Self::Uk => "UK",
            Self::Canada => "CA",
            Self::Australia => "AU",
        }
    }
}

impl FromStr for Jurisdiction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|one| one.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| {
                let known: Vec<_> = Self::ALL.iter().map(|one| one.name()).collect();
                format!(
                    "unknown jurisdiction `{text}`; known are {}",
                    known.join(", ")
                )
            })
    }
}

/// What the user wants of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Rules that run; empty means all.
    pub select: Vec<Selector>,
    /// Rules that do not run. A narrower `select` wins over a wider `ignore`, and the other way round; a tie is ignored.
    pub ignore: Vec<Selector>,
    /// Severity in place of the rule's own; `None` switches off. The narrowest entry wins.
    pub severity: BTreeMap<Selector, Option<Severity>>,
    /// Findings of less are hidden, and counted.
    pub min_confidence: Option<Confidence>,
    /// Whose legal notes to print; `None` prints those of every jurisdiction that the text points to.
    pub jurisdiction: Option<Jurisdiction>,
    /// How far rewrites may name protected groups.
    pub profile: Profile,
    /// Kinds of policy that the document is taken for, whatever it looks like; empty: it is looked at.
    pub kinds: Vec<String>,
    /// The day on which the document is judged; without one, nothing is called stale and no suppression
    /// has ended.
    pub today: Option<Date>,
    /// Whether the document is one of a manual, so that what it adds to it is wanted.
    pub manual: bool,
    /// Whether the document is audited: how far it makes each commitment is wanted.
    pub audit: bool,
    /// Whether to keep every candidate with what silenced it, for `why-not`.
    pub candidates: bool,
    /// Whether findings say which words weighed most for them.
    pub weights: bool,
}

impl Policy {
    /// The severity that `rule` of `family` has here, `own` where nobody changed it; `None` where it does not run.
    pub fn severity(&self, rule: &str, family: Family, own: Severity) -> Option<Severity> {
        let narrowest = |selectors: &[Selector]| {
            selectors
                .iter()
                .filter(|selector| selector.covers(rule, family))
                .map(Selector::narrowness)
                .max()
                .unwrap_or(0)
        };
        let selected = narrowest(&self.select);
        let ignored = narrowest(&self.ignore);
        if ignored > 0 && ignored >= selected || selected == 0 && !self.select.is_empty() {
            return None;
        }
        let entry = self
            .severity
            .iter()
            .filter(|(selector, _)| selector.covers(rule, family))
            .max_by_key(|(selector, _)| selector.narrowness());
        match entry {
            // Asked for by name on purpose: that is narrower than a wide "off".
            Some((selector, None)) if selected > selector.narrowness() => Some(own),
            Some((_, changed)) => *changed,
            None => Some(own),
        }
    }

    /// Whether every rule runs: only then can a suppression be called unused.
    pub fn runs_every_rule(&self) -> bool {
        self.select.is_empty()
            && self.ignore.is_empty()
            && self.severity.values().all(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::{Policy, Selector};
    use crate::finding::{
        Family::{BothSides, Sameness},
        Severity::{Error, Note, Warning},
    };

    fn policy(select: &[&str], ignore: &[&str]) -> Policy {
        let parse = |names: &[&str]| names.iter().map(|name| Selector::parse(name)).collect();
        Policy {
            select: parse(select),
            ignore: parse(ignore),
            ..Policy::default()
        }
    }

    #[test]
    fn the_narrower_of_select_and_ignore_wins() {
        let of = |policy: &Policy| policy.severity("sameness/all-alike", Sameness, Warning);
        assert_eq!(of(&policy(&[], &[])), Some(Warning));
        assert_eq!(of(&policy(&["both-sides"], &[])), None);
        assert_eq!(of(&policy(&["sameness"], &["sameness/all-alike"])), None);
        assert_eq!(
            of(&policy(&["sameness/all-alike"], &["sameness"])),
            Some(Warning)
        );
        assert_eq!(of(&policy(&["sameness"], &["sameness"])), None);
        assert_eq!(of(&policy(&["sameness"], &["all"])), Some(Warning));
    }

    #[test]
    fn the_narrowest_severity_wins_and_off_is_off() {
        let mut policy = policy(&[], &[]);
        policy.severity.insert(Selector::Family(Sameness), None);
        policy
            .severity
            .insert(Selector::Rule("sameness/all-alike".to_owned()), Some(Error));
        policy.severity.insert(Selector::All, Some(Note));
        assert_eq!(
            policy.severity("sameness/all-alike", Sameness, Warning),
            Some(Error)
        );
        assert_eq!(policy.severity("sameness/other", Sameness, Warning), None);
        assert_eq!(
            policy.severity("both-sides/any", BothSides, Warning),
            Some(Note)
        );
        policy
            .select
            .push(Selector::Rule("sameness/other".to_owned()));
        assert_eq!(
            policy.severity("sameness/other", Sameness, Warning),
            Some(Warning)
        );
    }
}
