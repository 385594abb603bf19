//! What a file is. Its first bytes decide; its name decides between formats that look alike.

use memchr::memmem;

use super::{Format, ReadError};

/// What `path` says it is, by the end of its name; `None` where that says nothing.
fn by_name(path: &str) -> Option<Format> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (_, extension) = name.rsplit_once('.')?;
    let is = |known: &[&str]| known.iter().any(|e| e.eq_ignore_ascii_case(extension));
    if is(&[
        "md", "markdown", "mdx", "mdown", "mkd", "mkdn", "mdwn", "mdtext", "qmd", "rmd",
    ]) {
        Some(Format::Markdown)
    } else if is(&["txt", "text"]) {
        Some(Format::Plain)
    } else if is(&["rst", "rest"]) {
        Some(Format::Rst)
    } else if is(&["adoc", "asciidoc"]) {
        Some(Format::AsciiDoc)
    } else if is(&["html", "htm", "xhtml"]) {
        Some(Format::Html)
    } else if is(&["docx", "docm", "dotx", "dotm"]) {
        Some(Format::Docx)
    } else if is(&["odt", "ott"]) {
        Some(Format::Odt)
    } else if is(&["epub"]) {
        Some(Format::Epub)
    } else if is(&["pdf"]) {
        Some(Format::Pdf)
    } else {
        None
    }
}

/// Whether a walk should take up the file `path`: it has the name of a format that equilint reads, or of one that holds
/// policies and must be named as unread rather than passed over.
pub fn is_document_name(path: &str) -> bool {
    let foreign = |extension: &str| {
        ["doc", "dot", "rtf"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    };
    by_name(path).is_some()
        || path
            .rsplit_once('.')
            .is_some_and(|(_, extension)| foreign(extension))
}

/// What `bytes`, named `path`, are, with a warning where name and content disagree.
///
/// # Errors
/// When they are something known that is not read.
pub(super) fn detect(path: &str, bytes: &[u8]) -> Result<(Format, Option<String>), ReadError> {
    let named = by_name(path);
    if bytes.is_empty() {
        // No text is a text; no Word document is a Word document that was cut off.
        return match named.filter(|format| is_packed(*format)) {
            None => Ok((Format::Plain, None)),
            Some(format) => Err(ReadError::Damaged {
                format,
                detail: "it holds nothing".to_owned(),
            }),
        };
    }
    let found = by_content(bytes, named)?;
    let format = found.or(named.filter(|format| !is_packed(*format)));
    let format = format.unwrap_or_else(|| guess_text(bytes));
    let warning = match named {
        Some(named) if named != format => Some(format!(
            "the name says {}, the content is {}: read as {}",
            named.name(),
            format.name(),
            format.name()
        )),
        _ => None,
    };
    Ok((format, warning))
}

/// Whether files of `format` begin with a magic number, so that one without it is something else.
fn is_packed(format: Format) -> bool {
    match format {
        Format::Docx | Format::Odt | Format::Epub | Format::Pdf => true,
        Format::Markdown | Format::Plain | Format::Rst | Format::AsciiDoc | Format::Html => false,
    }
}

/// What the bytes themselves say; `None` for text that could be any text format.
fn by_content(bytes: &[u8], named: Option<Format>) -> Result<Option<Format>, ReadError> {
    let foreign = |what, remedy| Err(ReadError::Foreign { what, remedy });
    let head = bytes.get(..1024).unwrap_or(bytes);
    // Junk may stand before a PDF's mark; a text that speaks of PDF files is still text.
    let pdf = memmem::find(head, b"%PDF-");
    if pdf == Some(0) || (pdf.is_some() && named.is_none_or(|named| named == Format::Pdf)) {
        return Ok(Some(Format::Pdf));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_content(bytes).map(Some);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return ole_content(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        return foreign("a Rich Text file (.rtf)", "save it as .docx");
    }
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        return Err(ReadError::LfsPointer);
    }
    if bytes.starts_with(b"SQLite format 3\0") || bytes.starts_with(b"\x89PNG\r\n") {
        return Err(ReadError::Binary);
    }
    Ok(looks_like_html(head).then_some(Format::Html))
}

/// What a ZIP holds, by the names of its parts, which stand in it uncompressed.
fn zip_content(bytes: &[u8]) -> Result<Format, ReadError> {
    let foreign = |what, remedy| Err(ReadError::Foreign { what, remedy });
    let has = |name: &str| memmem::find(bytes, name.as_bytes()).is_some();
    let head = bytes.get(..256).unwrap_or(bytes);
    let starts_as = |kind: &str| memmem::find(head, kind.as_bytes()).is_some();
    if starts_as("mimetypeapplication/vnd.oasis.opendocument.text") {
        Ok(Format::Odt)
    } else if starts_as("mimetypeapplication/vnd.oasis.opendocument") {
        foreign(
            "an OpenDocument spreadsheet, drawing or presentation",
            "save its text as .odt",
        )
    } else if starts_as("mimetypeapplication/epub+zip") {
        Ok(Format::Epub)
    } else if has("[Content_Types].xml") {
        if has("xl/workbook.") {
            foreign("a spreadsheet", "save its text as .docx or .pdf")
        } else if has("ppt/presentation.") {
            foreign("a presentation", "save its text as .docx or .pdf")
        } else {
            Ok(Format::Docx)
        }
    } else if has("content.xml") && has("META-INF/manifest.xml") {
        Ok(Format::Odt)
    } else if has("META-INF/container.xml") {
        Ok(Format::Epub)
    } else {
        foreign("a ZIP archive", "unpack it and check the files inside")
    }
}

/// What an OLE container holds. An encrypted document may hold a Word stream too, so encryption is asked first.
fn ole_content(bytes: &[u8]) -> Result<Option<Format>, ReadError> {
    let has = |name: &str| {
        let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &utf16).is_some()
    };
    let foreign = |what, remedy| Err(ReadError::Foreign { what, remedy });
    if has("EncryptedPackage") {
        Err(ReadError::Encrypted(Format::Docx))
    } else if has("WordDocument") {
        foreign("an old Word document (.doc)", "save it as .docx")
    } else {
        foreign("an old Office file", "save its text as .docx")
    }
}

/// Whether the first thing of a text is an HTML document, not a fragment such as Markdown may begin with.
fn looks_like_html(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = text.trim_ascii_start();
    let begins = |with: &[u8]| {
        text.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    begins(b"<!doctype html")
        || begins(b"<html")
        || (begins(b"<?xml") && memmem::find(text, b"<html").is_some())
}

/// Text whose name says nothing: Markdown where it has Markdown's headings or links, else plain text.
fn guess_text(bytes: &[u8]) -> Format {
    let heading = |line: &[u8]| {
        let hashes = line.iter().take_while(|byte| **byte == b'#').count();
        (1..=6).contains(&hashes) && line.get(hashes) == Some(&b' ')
    };
    if bytes.split(|byte| *byte == b'\n').any(heading) || memmem::find(bytes, b"](").is_some() {
        Format::Markdown
    } else {
        Format::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::{detect, is_document_name};
    use crate::document::{Format, ReadError};

    #[test]
    fn content_wins_over_the_name() {
        let (format, warning) = detect("a.md", b"<!DOCTYPE html><p>x").unwrap();
        assert_eq!(format, Format::Html);
        assert!(warning.unwrap().contains("content is html"));
        assert_eq!(detect("a.txt", b"%PDF-1.7").unwrap().0, Format::Pdf);
        assert_eq!(detect("a.pdf", b"\n\njunk%PDF-1.7").unwrap().0, Format::Pdf);
        let zip = b"PK\x03\x04....[Content_Types].xml....word/document.xml";
        assert_eq!(detect("a.odt", zip).unwrap().0, Format::Docx);
        assert_eq!(detect("a.docx", b"Only words.").unwrap().0, Format::Plain);
    }

    #[test]
    fn the_name_decides_between_texts() {
        assert_eq!(detect("p/A.MD", b"x").unwrap(), (Format::Markdown, None));
        assert_eq!(detect("a.rst", b"x").unwrap(), (Format::Rst, None));
        assert_eq!(detect("a.adoc", b"x").unwrap(), (Format::AsciiDoc, None));
        assert_eq!(detect("a.md", b"see %PDF-1.7").unwrap().0, Format::Markdown);
        assert_eq!(detect("-", b"# Rooms\n").unwrap(), (Format::Markdown, None));
        assert_eq!(detect("-", b"Rooms\n").unwrap(), (Format::Plain, None));
        assert_eq!(detect("empty.md", b"").unwrap(), (Format::Plain, None));
    }

    #[test]
    fn what_is_not_read_says_what_to_do() {
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
        let error = detect("a.doc", old).unwrap_err().to_string();
        assert!(error.contains("save it as .docx"), "{error}");
        let locked =
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
        assert_eq!(
            detect("a.docx", locked).unwrap_err(),
            ReadError::Encrypted(Format::Docx)
        );
        assert_eq!(
            detect("empty.docx", b"").unwrap_err(),
            ReadError::Damaged {
                format: Format::Docx,
                detail: "it holds nothing".to_owned()
            }
        );
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
        assert_eq!(detect("a.pdf", pointer).unwrap_err(), ReadError::LfsPointer);
        assert!(detect("a.zip", b"PK\x03\x04x").is_err());
        assert!(detect("a.rtf", b"{\\rtf1 x}").is_err());
    }

    #[test]
    fn a_walk_takes_documents_and_names_the_unreadable() {
        assert!(is_document_name("a/b.markdown"));
        assert!(is_document_name("old.DOC"));
        assert!(!is_document_name("logo.png"));
        assert!(!is_document_name("LICENSE"));
    }
}
