//! Confidence learned from labelled text: how likely a sentence is a fault of a family.
//!
//! A compact linear model over words, letters, vocabulary and form of one sentence. It weighs candidates that rules
//! raise, and may raise sentences that no rule reaches. The model is data beside the rules: anybody with labelled text
//! trains their own, and every probability can be led back to the words that weighed most.
//!
//! What a sentence is, and which vocabulary stands in it, is the rule engine's to say: [`Sentence`] is all that is asked.

mod features;
mod labelled;
mod model;
mod reading;
mod solve;
mod train;
mod vectors;
mod weigh;

pub use features::{Class, Features, Kind, Quoted, Sentence};
pub use labelled::{Folded, Labelled, Mark, WrongLine, teach};
pub use model::{Broken, Look, Model};
pub use reading::Stand;
pub(super) use weigh::weigh;

pub use train::{Example, Judged, Measure, Trainer, Training};
pub use vectors::Vectors;
