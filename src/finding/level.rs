//! The words that findings and rules share: severity, confidence, applicability, family. The build script reads this
//! file too, so it names nothing else of the program.

use serde::{Deserialize, Serialize};

/// How much a finding matters. Ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Note,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// Every severity, least first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The name in files, messages and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure the rule is, apart from how much it matters. Ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// A person should look: a heading alone, a quoted line of our own.
    Low,
    /// The words fit, the actor is not named.
    Medium,
    /// Words, actor and stance all fit.
    High,
}

impl Confidence {
    /// Every confidence, least first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The name in files, messages and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// How freely a fix may be written. Ordered: `fix.applicability >= wanted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Shown only: it has a `[blank]`, or its words cannot be written back.
    Display,
    /// Can be written when an editor asks for it; changes what the sentence commits to.
    Unsafe,
    /// Can be written: it says the same or more, and nothing is lost.
    Safe,
}

impl Applicability {
    /// The name in files, messages and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// A group of rules about one idea. The names are an interface: JSON, configuration and suppressions use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Claims to be neutral, impartial, unbiased, above politics.
    NeutralStance,
    /// All sides, every viewpoint, balance as an end.
    BothSides,
    /// Presence is not endorsement.
    NonEndorsement,
    /// The same for everyone; difference not noticed.
    Sameness,
    /// Comfort, civility, taste and community standards.
    Comfort,
    /// Merit, fit and professionalism.
    Merit,
    /// Harm with nobody responsible.
    Deflection,
    /// People named by a lack.
    Deficit,
    /// Majority demand as the rule.
    Demand,
    /// Criteria, description or technology as free of viewpoint.
    Objectivity,
    /// A commitment without substance.
    Hollow,
    /// A commitment that is missing.
    Commitment,
    /// A list that leaves members out.
    Enumeration,
    /// A part of the document or manual that is missing or stale.
    Structure,
}

impl Family {
    /// Every family, in the order of reports.
    pub const ALL: [Self; 14] = [
        Self::NeutralStance,
        Self::BothSides,
        Self::NonEndorsement,
        Self::Sameness,
        Self::Comfort,
        Self::Merit,
        Self::Deflection,
        Self::Deficit,
        Self::Demand,
        Self::Objectivity,
        Self::Hollow,
        Self::Commitment,
        Self::Enumeration,
        Self::Structure,
    ];

    /// The name in files, messages and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::NeutralStance => "neutral-stance",
            Self::BothSides => "both-sides",
            Self::NonEndorsement => "non-endorsement",
            Self::Sameness => "sameness",
            Self::Comfort => "comfort",
            Self::Merit => "merit",
            Self::Deflection => "deflection",
            Self::Deficit => "deficit",
            Self::Demand => "demand",
            Self::Objectivity => "objectivity",
            Self::Hollow => "hollow",
            Self::Commitment => "commitment",
            Self::Enumeration => "enumeration",
            Self::Structure => "structure",
        }
    }

    /// The family of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}
