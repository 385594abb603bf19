//! Spans, lines and edits of a string. Knows no policy, no format and no file.

mod count;
mod edit;
mod lines;
mod span;
mod words;

pub use count::count_words;
pub use edit::{Edit, EditError, apply, moved};
pub use lines::LineIndex;
pub use span::Span;
pub use words::{capital, fold_space, folded, mark_len};
