//! A rule's `regex`: what words cannot say (amounts, dates, references), asked of the words that its patterns found.
//!
//! It is checked when rules are read and compiled only where a pattern of its rule matched.

use regex_syntax::hir::Hir;

/// What is wrong with `written`, and what to do about it.
pub(super) fn fault(written: &str) -> Option<(String, Option<String>)> {
    match regex_syntax::parse(written) {
        Err(regex_syntax::Error::Parse(error)) => {
            let (kind, span) = (error.kind(), error.span());
            let place = written.get(span.start.offset..span.end.offset);
            let place = place.filter(|place| !place.is_empty());
            let place = place.map_or_else(String::new, |place| format!(" at `{place}`"));
            Some((format!("this is no regex: {kind}{place}"), None))
        }
        Err(regex_syntax::Error::Translate(error)) => {
            Some((format!("this is no regex: {}", error.kind()), None))
        }
        Err(error) => Some((format!("this is no regex: {error}"), None)),
        Ok(parsed) if matches_nothing_much(&parsed) => Some((
            "this regex matches the empty text: it asks for nothing".to_owned(),
            Some("let it need a letter or digit".to_owned()),
        )),
        Ok(_) => None,
    }
}

fn matches_nothing_much(parsed: &Hir) -> bool {
    parsed.properties().minimum_len().unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_regex_must_be_one_and_ask_for_something() {
        assert_eq!(fault(r"\b[5-9]\d %"), None);
        let (message, _) = fault("(5|6").unwrap();
        assert!(message.contains("unclosed group"), "{message}");
        for empty in ["", "a*", r"\b", "(x|)"] {
            let (message, help) = fault(empty).unwrap();
            assert!(
                message.contains("empty") && help.is_some(),
                "{empty}: {message}"
            );
        }
    }
}
