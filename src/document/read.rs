//! Bytes of a file → [`Document`]: what it is, how it is encoded, which reader takes it.

use std::{borrow::Cow, error, fmt};

use super::{
    Document, Format, Tracked, asciidoc, decode, detect, docx, epub, html, markdown, odt,
    pdf::{self, PdfError},
    plain, rst,
};

/// What a caller may say about a file that its bytes do not.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Read it as this, whatever it looks like.
    pub format: Option<Format>,
    /// Which state of tracked changes is read, where the format has them.
    pub tracked: Tracked,
    /// What reads a PDF: `isolate` above, in a process of its own, or [`pdf::extract_here`] in this one, which trusts the
    /// file not to ask for all memory. Without one a PDF is not read.
    pub pdf: Option<PdfReader>,
}

/// What reads the bytes of a PDF.
pub type PdfReader = fn(&[u8]) -> Result<pdf::Pages, PdfError>;

/// Why a file could not be read. Its text is one sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// No text: a picture, a program, an archive under a wrong name.
    Binary,
    /// Something known that equilint does not read: what it is, and what to do.
    Foreign {
        /// What it is: "an old Word document (.doc)".
        what: &'static str,
        /// What to do: "save it as .docx".
        remedy: &'static str,
    },
    /// A pointer that Git LFS left in place of the file.
    LfsPointer,
    /// Larger than a document can be, in bytes.
    TooLarge(u64),
    /// A format that this build has no reader for.
    NoReader(Format),
    /// A file of a known format that is broken, and how.
    Damaged {
        /// What it claims to be.
        format: Format,
        /// What is wrong, without a full stop.
        detail: String,
    },
    /// A file that is locked with a password.
    Encrypted(Format),
    /// A file built to exhaust or mislead who reads it.
    Unsafe {
        /// What it claims to be.
        format: Format,
        /// What is wrong with it, to follow "because".
        detail: String,
    },
    /// Something else than its make-up says, which is not read: what it is, and what to do.
    Other(String),
    /// A file in order that holds no readable text, and why: "this PDF is a scan: run OCR first".
    NoText(String),
    /// A PDF, and why it could not be read.
    Pdf(PdfError),
}

/// The most bytes a document can have; offsets are `u32`, and text may be a little longer than its file.
pub(crate) const LIMIT: u64 = 1 << 30;

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => f.write_str(
                "this is not a text document (it holds binary data); leave it out, or give the document it was made from",
            ),
            Self::Foreign { what, remedy } => {
                write!(f, "this is {what}, which equilint does not read: {remedy}")
            }
            Self::LfsPointer => f.write_str(
                "this is a Git LFS pointer, not the document itself: run `git lfs pull` first",
            ),
            Self::TooLarge(bytes) => write!(
                f,
                "{bytes} bytes are more than one document can have ({LIMIT}): split it into parts"
            ),
            Self::NoReader(format) => write!(
                f,
                "{} documents are not yet readable: convert it to Markdown, text or HTML",
                format.name()
            ),
            Self::Damaged { format, detail } => write!(
                f,
                "the {} document is damaged ({detail}): open it in the program it comes from and save it again",
                format.name()
            ),
            Self::Encrypted(format) => write!(
                f,
                "the {} document is locked with a password: save a copy without one",
                format.name()
            ),
            Self::Unsafe { format, detail } => write!(
                f,
                "the {} document was not read because {detail}, as in files made to do harm: if you trust it, save it again in the program it comes from",
                format.name()
            ),
            Self::Other(what) => f.write_str(what),
            Self::NoText(why) => f.write_str(why),
            Self::Pdf(why) => why.fmt(f),
        }
    }
}

impl error::Error for ReadError {}

/// What `bytes`, named `path`, are.
///
/// # Errors
/// When they are no document, or something known that equilint does not read.
pub fn format_of(path: &str, bytes: &[u8]) -> Result<Format, ReadError> {
    Ok(detect::detect(path, bytes)?.0)
}

/// Read `bytes` as the document named `path`.
///
/// Content decides what it is; the name decides between formats that look alike (Markdown, text, reStructuredText,
/// AsciiDoc). Bytes that are given away are not copied. An empty text is a document without words; nothing under the name of a packed format is damaged.
///
/// # Errors
/// When the bytes are no document, or one that cannot be read; the error says what to do.
pub fn read<'b>(
    path: &str,
    bytes: impl Into<Cow<'b, [u8]>>,
    options: &ReadOptions,
) -> Result<Document, ReadError> {
    let bytes = bytes.into();
    let size = bytes.len() as u64;
    if size > LIMIT {
        return Err(ReadError::TooLarge(size));
    }
    let (format, warning) = match options.format {
        Some(format) => (format, None),
        None => detect::detect(path, &bytes)?,
    };
    let mut document = match format {
        Format::Markdown => markdown::read(path, decode::decode(bytes)?),
        Format::Html => html::read(path, decode::decode_html(bytes)?),
        Format::Plain => plain::read(path, decode::decode(bytes)?),
        Format::Rst => rst::read(path, decode::decode(bytes)?),
        Format::AsciiDoc => asciidoc::read(path, decode::decode(bytes)?),
        Format::Docx => docx::read(path, &bytes, options.tracked)?,
        Format::Odt => odt::read(path, &bytes, options.tracked)?,
        Format::Epub => epub::read(path, &bytes)?,
        Format::Pdf => {
            let read = options.pdf.ok_or(ReadError::NoReader(format))?;
            read(&bytes)
                .and_then(|pages| pages.into_document(path))
                .map_err(ReadError::Pdf)?
        }
    };
    document.warnings.extend(warning);
    Ok(document)
}
