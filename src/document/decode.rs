//! Bytes of a text file → its text as UTF-8. A byte order mark wins, then valid UTF-8, then a guess that is said aloud.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text. For UTF-8 it is the file byte for byte, its byte order mark included.
    pub(super) text: String,
    /// Whether the file has other bytes than the text.
    pub(super) transcoded: bool,
    /// What the user should know about how it was decoded.
    pub(super) warning: Option<String>,
}

/// Decode `bytes`.
///
/// # Errors
/// [`ReadError::Binary`] where they are no text in any encoding.
pub(super) fn decode(bytes: Cow<'_, [u8]>) -> Result<Decoded, ReadError> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return Ok(transcode(&bytes, encoding, "has a byte order mark"));
    }
    // What is given away is not copied: a document may be large.
    let text = match bytes {
        Cow::Owned(bytes) => {
            String::from_utf8(bytes).map_err(|error| Cow::Owned(error.into_bytes()))
        }
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(Cow::Borrowed(bytes)),
        },
    };
    match text {
        Ok(text) if memchr::memchr(0, text.as_bytes()).is_none() => Ok(Decoded {
            text,
            transcoded: false,
            warning: None,
        }),
        Ok(text) => guess(text.as_bytes()),
        Err(bytes) => guess(&bytes),
    }
}

/// Decode the bytes of an HTML page, which may say its own encoding where it is neither marked nor UTF-8.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_html(bytes: Cow<'_, [u8]>) -> Result<Decoded, ReadError> {
    let plain = Encoding::for_bom(&bytes).is_some() || std::str::from_utf8(&bytes).is_ok();
    match stated(&bytes).filter(|encoding| !plain && *encoding != UTF_8) {
        Some(encoding) => Ok(transcode(&bytes, encoding, "as the page says")),
        None => decode(bytes),
    }
}

/// The encoding that a page's head states: `charset=…` in its first bytes.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let rest = head.get(at..)?;
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let len = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
    Encoding::for_label_no_replacement(rest.get(..len.unwrap_or(rest.len()))?)
}

/// Decode bytes that are neither UTF-8 nor marked.
fn guess(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if memchr::memchr(0, bytes).is_some() {
        let encoding = utf16_without_mark(bytes).ok_or(ReadError::Binary)?;
        return Ok(transcode(bytes, encoding, "looks like it"));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    // Text has few control characters in any encoding; programs and pictures have many.
    let controls = bytes
        .iter()
        .filter(|byte| byte.is_ascii_control() && !b"\t\n\r\x0c\x1a".contains(byte))
        .count();
    if controls * 50 > bytes.len() {
        return Err(ReadError::Binary);
    }
    Ok(transcode(bytes, encoding, "a guess"))
}

/// UTF-16 with its byte order mark lost: nearly every second byte is NUL, and the result is clean text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let nuls = |odd: usize| {
        bytes
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, pairs) = (nuls(0), nuls(1), bytes.len() / 2);
    let encoding = if odd * 4 > pairs * 3 && even * 50 < pairs {
        UTF_16LE
    } else if even * 4 > pairs * 3 && odd * 50 < pairs {
        UTF_16BE
    } else {
        return None;
    };
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let clean = !bad
        && text
            .chars()
            .all(|c| !c.is_control() || c.is_ascii_whitespace());
    clean.then_some(encoding)
}

/// `bytes` decoded from `encoding`, with a warning that says so.
fn transcode(bytes: &[u8], encoding: &'static Encoding, why: &str) -> Decoded {
    let (text, _, bad) = encoding.decode(bytes);
    let lost = if bad {
        "; some characters could not be decoded"
    } else {
        ""
    };
    Decoded {
        text: text.into_owned(),
        transcoded: true,
        warning: Some(format!(
            "read as {} ({why}){lost}; save it as UTF-8 so that rewrites can be written back",
            encoding.name()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::document::ReadError;

    #[test]
    fn utf8_keeps_every_byte_and_its_mark() {
        let bytes = "\u{feff}né".as_bytes();
        for bytes in [bytes.into(), bytes.to_vec().into()] {
            let decoded = decode(bytes).unwrap();
            assert_eq!(decoded.text, "\u{feff}né");
            assert!(!decoded.transcoded && decoded.warning.is_none());
        }
    }

    #[test]
    fn other_encodings_are_named() {
        for (bytes, text, name) in [
            (
                &b"Equity \x96 the caf\xe9\x92s policy on \x93fairness\x94"[..],
                "Equity – the café’s policy on “fairness”",
                "windows-1252",
            ),
            (b"\xff\xfeh\0i\0", "hi", "UTF-16LE"),
            (b"\xfe\xff\0h\0i", "hi", "UTF-16BE"),
            (b"p\0o\0l\0i\0c\0y\0", "policy", "UTF-16LE"),
        ] {
            for bytes in [bytes.into(), bytes.to_vec().into()] {
                let decoded = decode(bytes).unwrap();
                assert_eq!(decoded.text, text);
                assert!(decoded.transcoded);
                assert!(decoded.warning.unwrap().contains(name));
            }
        }
    }

    #[test]
    fn binary_data_is_refused() {
        for bytes in [
            &b"\x7fELF\x02\x01\x01\0\0\0\0"[..],
            b"a\0b",
            b"\x80\x01\x02\x03\x04\x81",
        ] {
            assert_eq!(decode(bytes.into()).unwrap_err(), ReadError::Binary);
        }
    }
}
