//! Why a PDF was not read, and what a person can do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a PDF was not read. Its text is for a person: what is wrong, then what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PdfError {
    /// No PDF, or damaged beyond what its objects can tell.
    Invalid,
    /// It opens only with a password.
    Password,
    /// Encrypted in a way that cannot be read, password or not.
    Encryption,
    /// More bytes than [`super::Limits::bytes`].
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// More pages than [`super::Limits::pages`].
    TooManyPages {
        /// How many it has.
        pages: u32,
        /// The limit.
        limit: u32,
    },
    /// More drawing than a policy ever needs, on one page or altogether.
    TooMuch,
    /// Pictures of pages, with next to no letters.
    Scan {
        /// How many pages it has.
        pages: u32,
    },
    /// Letters are drawn, but their fonts do not say which letters they are.
    Garbled {
        /// How many pages are so.
        pages: u32,
    },
    /// Neither letters nor pictures.
    Empty {
        /// How many pages it has.
        pages: u32,
    },
    /// The process that reads it ended without an answer: it panicked, crashed or ran out of memory.
    Crashed(String),
    /// The process that reads it used up its time.
    TimedOut {
        /// The limit in seconds.
        seconds: u64,
    },
    /// The process that reads it could not be started.
    NotStarted(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid => write!(
                f,
                "this is no readable PDF: it is damaged or cut short; export it again from its source"
            ),
            Self::Password => write!(
                f,
                "this PDF asks for a password: save a copy without one, then check that"
            ),
            Self::Encryption => write!(
                f,
                "this PDF is encrypted in a way that cannot be read: save a copy without encryption"
            ),
            Self::TooLarge { limit } => write!(
                f,
                "this PDF is larger than {} MB: split it, or export the text alone",
                limit / 1_000_000
            ),
            Self::TooManyPages { pages, limit } => write!(
                f,
                "this PDF has {pages} pages, more than {limit}: split it by policy"
            ),
            Self::TooMuch => write!(
                f,
                "this PDF draws more than can be read safely: export it again from its source"
            ),
            Self::Scan { pages } => write!(
                f,
                "no text layer: this PDF is a scan ({}); run OCR on it first (ocrmypdf IN.pdf OUT.pdf)",
                count(*pages)
            ),
            Self::Garbled { pages } => write!(
                f,
                "the fonts of this PDF do not say which letters they show ({}): export it again from its source, or run OCR on it (ocrmypdf --force-ocr)",
                count(*pages)
            ),
            Self::Empty { pages } => write!(
                f,
                "no text in this PDF ({}): if you see words, they are drawn as shapes; run OCR on it (ocrmypdf --force-ocr)",
                count(*pages)
            ),
            Self::Crashed(how) => write!(
                f,
                "this PDF could not be read safely ({how}): it may be damaged or hostile; export it again from its source"
            ),
            Self::TimedOut { seconds } => write!(
                f,
                "this PDF could not be read within {seconds} seconds: it may be damaged or hostile; export it again from its source"
            ),
            Self::NotStarted(why) => {
                write!(f, "the process that reads PDFs could not be started: {why}")
            }
        }
    }
}

impl std::error::Error for PdfError {}

/// "1 page", "3 pages".
fn count(pages: u32) -> String {
    if pages == 1 {
        "1 page".to_owned()
    } else {
        format!("{pages} pages")
    }
}
