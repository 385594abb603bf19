//! Why an office file could not be read, before it is known which format it claims to be.

use crate::document::{Format, ReadError};

/// Why an office file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OfficeError {
    /// Not a ZIP, or cut off, or with damaged entries.
    Damaged(String),
    /// A package that holds something else: what it is, and what to do.
    NotThis(String),
    /// It needs a password.
    Encrypted,
    /// Built to exhaust or to mislead a reader: what is wrong with it.
    Unsafe(String),
    /// One part is not well-formed XML.
    Xml {
        /// Name of the part in the package.
        part: String,
        /// Byte of the part, from 0.
        at: usize,
        /// What is wrong there.
        what: String,
    },
    /// Read, and nothing to judge in it.
    NoText {
        /// Pictures that may hold the text.
        pictures: usize,
    },
}

impl OfficeError {
    /// The same, of a file in `format`.
    pub(crate) fn of(self, format: Format) -> ReadError {
        match self {
            Self::Damaged(detail) => ReadError::Damaged { format, detail },
            Self::Xml { part, at, what } => ReadError::Damaged {
                format,
                detail: format!("{part}, byte {at}: {what}"),
            },
            Self::NotThis(what) => ReadError::Other(what),
            Self::Encrypted => ReadError::Encrypted(format),
            Self::Unsafe(detail) => ReadError::Unsafe { format, detail },
            Self::NoText { pictures: 0 } => {
                ReadError::NoText("no readable text: the document is empty".to_owned())
            }
            Self::NoText { pictures } => ReadError::NoText(format!(
                "no readable text: the document holds only pictures ({pictures}); run text recognition (OCR) on it first"
            )),
        }
    }
}
