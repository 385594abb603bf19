//! How far a commitment is made, in one word.

/// How far a commitment is made. Ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not at all.
    #[default]
    Absent,
    /// In part.
    Partial,
    /// With a duty and an action.
    Met,
}

impl State {
    /// Every state, the fullest first.
    pub const ALL: [Self; 3] = [Self::Met, Self::Partial, Self::Absent];

    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Partial => "partial",
            Self::Met => "met",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}
