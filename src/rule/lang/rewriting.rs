//! Words by which rewrites know where they have their place: no vocabulary, for no rule finds by them.

use serde::{Deserialize, Serialize};

/// Lists of small words, in small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct Rewriting {
    /// What institutions call themselves.
    pub(crate) names: Vec<String>,
    /// May stand between who acts and what they do, beside words in -ly.
    pub(crate) helpers: Vec<String>,
    /// By these a sentence permits, wishes or tells of the past: no rewrite of it says the same.
    pub(crate) loose: Vec<String>,
    /// Words of a duty to try, which binds nobody.
    pub(crate) vague: Vec<String>,
    /// By these it binds, excepts or counts something, or says when or by whom it is done.
    pub(crate) binding: Vec<String>,
    /// Begin another clause, so that a sentence says more than one thing.
    pub(crate) joints: Vec<String>,
    /// Do so even inside what was matched, where `if` and `where` may be the matched condition.
    pub(crate) strong_joints: Vec<String>,
    /// After these, people and things are named no further.
    pub(crate) ends: Vec<String>,
    /// Open a sentence in which somebody else acts, or nobody.
    pub(crate) no_actors: Vec<String>,
    /// Begin what a sentence speaks of, which a rewrite puts in front.
    pub(crate) topics: Vec<String>,
    /// Point back, so that what has one of them cannot stand in front.
    pub(crate) pointing: Vec<String>,
    /// Groups that are no people: nobody says `areas facing a barrier` of people.
    pub(crate) places: Vec<String>,
}

impl Rewriting {
    /// Adds the lists of another file.
    pub(super) fn add(&mut self, more: Self) {
        self.names.extend(more.names);
        self.helpers.extend(more.helpers);
        self.loose.extend(more.loose);
        self.vague.extend(more.vague);
        self.binding.extend(more.binding);
        self.joints.extend(more.joints);
        self.strong_joints.extend(more.strong_joints);
        self.ends.extend(more.ends);
        self.no_actors.extend(more.no_actors);
        self.topics.extend(more.topics);
        self.pointing.extend(more.pointing);
        self.places.extend(more.places);
    }
}
