//! What the readers of word processors' files share: the ZIP package, XML as events, paragraphs as blocks.

pub(crate) mod error;
pub(crate) mod flow;
pub(crate) mod package;
pub(crate) mod paragraph;
pub(crate) mod table;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod xml;

pub(crate) use error::OfficeError;

/// Which state of a document with tracked changes is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tracked {
    /// As if every change were accepted: the final text.
    #[default]
    Accepted,
    /// As if every change were rejected: the text before.
    Original,
}
