//! Stretches of a text that are no prose though nothing marks them up: web and mail addresses, template tags.
//!
//! They are found once, before a text is parsed; readers then leave them out where they emit words.

use std::ops::Range;

use memchr::{memchr_iter, memmem};

use super::Builder;

/// Stands in a document's text for what is no prose (code, formulas, addresses), so that no phrase reaches across it.
pub const PLACEHOLDER: &str = "\u{fffc}";

/// The holes of one text, asked in ascending order.
#[derive(Debug, Default)]
pub(super) struct Holes {
    /// Ascending, apart from each other.
    ranges: Vec<Range<usize>>,
    /// The first that may still lie ahead.
    next: usize,
}

impl Holes {
    /// Web and mail addresses of `text`.
    pub(super) fn addresses(text: &str) -> Self {
        let mut holes = Self::default();
        holes.find_addresses(text);
        holes.settle();
        holes
    }

    /// Addresses, and the tags of Hugo, Jekyll, kramdown and MDX.
    pub(super) fn of_markdown(text: &str, mdx: bool) -> Self {
        let mut holes = Self::default();
        holes.find_addresses(text);
        holes.find_tags(text);
        if mdx {
            holes.find_modules(text);
        }
        holes.settle();
        holes
    }

    /// Put the bytes `range` of `text` into `builder` as prose, holes replaced by the placeholder. `base` is where
    /// `text` starts in the file. Ranges come in ascending order.
    pub(super) fn emit(
        &mut self,
        builder: &mut Builder,
        text: &str,
        range: Range<usize>,
        base: usize,
    ) {
        while self
            .ranges
            .get(self.next)
            .is_some_and(|hole| hole.end <= range.start)
        {
            self.next += 1;
        }
        let mut at = range.start;
        let mut ahead = self.next;
        while let Some(hole) = self.ranges.get(ahead).filter(|hole| hole.start < range.end) {
            builder.source(text, at..hole.start.max(at), base);
            let end = hole.end.min(range.end);
            // A hole that goes on from an earlier range has its placeholder already.
            if hole.start >= range.start {
                builder.replace(PLACEHOLDER, hole.start..end, base);
            }
            at = end;
            ahead += 1;
        }
        builder.source(text, at..range.end, base);
    }

    /// The holes, ascending, apart from each other.
    pub(super) fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// Whether `range` lies in a hole.
    pub(super) fn cover(&self, range: &Range<usize>) -> bool {
        let index = self.ranges.partition_point(|hole| hole.end <= range.start);
        self.ranges
            .get(index)
            .is_some_and(|hole| hole.start <= range.start && range.end <= hole.end)
    }

    /// Sort, and merge what touches.
    fn settle(&mut self) {
        self.ranges.sort_unstable_by_key(|hole| hole.start);
        self.ranges.dedup_by(|next, before| {
            let meets = next.start <= before.end;
            if meets {
                before.end = before.end.max(next.end);
            }
            meets
        });
    }

    fn find_addresses(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // What starts within an address belongs to it; asked anew at each, a line of them would cost its square.
        let mut done = 0;
        for at in memmem::find_iter(bytes, b"://") {
            if at < done {
                continue;
            }
            let scheme = back(bytes, at, |byte| {
                byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)
            });
            if bytes.get(scheme).is_some_and(u8::is_ascii_alphabetic) && scheme < at {
                done = address_end(bytes, at + 3);
                self.ranges.push(scheme..done);
            }
        }
        done = 0;
        for at in memmem::find_iter(bytes, b"www.") {
            let free = at == 0 || !is_word(bytes.get(at - 1));
            if at >= done && free && is_word(bytes.get(at + 4)) {
                done = address_end(bytes, at + 4);
                self.ranges.push(at..done);
            }
        }
        for at in memchr_iter(b'@', bytes) {
            let start = back(bytes, at, |byte| {
                byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte)
            });
            let rest = bytes.get(at + 1..).unwrap_or_default();
            let len = rest
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
                .count();
            let host = rest.get(..len).unwrap_or_default();
            let host = host.trim_ascii_end_matches(b".-");
            if start < at && host.contains(&b'.') {
                self.ranges.push(start..at + 1 + host.len());
            }
        }
    }

    fn find_tags(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut done = 0;
        for at in memchr_iter(b'{', bytes) {
            if at < done {
                continue;
            }
            let rest = bytes.get(at..).unwrap_or_default();
            // A tag is short; without the limit a file of open braces would cost its square.
            let near = rest.get(..2000).unwrap_or(rest);
            let end = match near.get(1) {
                Some(b'{') => memmem::find(near, b"}}").map(|end| end + 2),
                Some(b'%') => memmem::find(near, b"%}").map(|end| end + 2),
                Some(b':') => memchr::memchr2(b'}', b'\n', near)
                    .filter(|end| near.get(*end) == Some(&b'}'))
                    .map(|end| end + 1),
                _ => None,
            };
            if let Some(len) = end {
                done = at + len;
                self.ranges.push(at..done);
            }
        }
        // Fences of admonitions: `:::note`, `:::`.
        for at in memmem::find_iter(bytes, b":::") {
            let starts_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
            if starts_line {
                let rest = bytes.get(at..).unwrap_or_default();
                let len = rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || b":-{}.".contains(byte))
                    .count();
                self.ranges.push(at..at + len);
            }
        }
    }

    /// The `import` and `export` lines of MDX.
    fn find_modules(&mut self, text: &str) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let import = line.starts_with("import ") && line.contains(['"', '\'']);
            if import || line.starts_with("export ") {
                self.ranges.push(at..at + line.trim_end().len());
            }
            at += line.len();
        }
    }
}

/// Whether there is a byte that belongs to a word.
fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
}

/// The first of the bytes before `at` that all are `wanted`.
fn back(bytes: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let before = bytes.get(at.saturating_sub(256)..at).unwrap_or_default();
    at - before
        .iter()
        .rev()
        .take_while(|byte| wanted(**byte))
        .count()
}

/// Where an address ends that is known to reach `from`: at white space, a closing bracket without an opening one, a
/// quotation mark; punctuation at its end belongs to the sentence.
fn address_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_u32;
    let mut end = from;
    for (index, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            b'<' | b'>' | b'"' | b'|' | b']' | b'[' | b'`' | b'{' | b'}' | 0x7f.. | ..=b' ' => {
                break;
            }
            _ => {}
        }
        end = index + 1;
    }
    let whole = bytes.get(from..end).unwrap_or_default();
    from + whole.trim_ascii_end_matches(b".,;:!?'*_~").len()
}

/// Trimming bytes of a set.
trait TrimSet {
    /// Without the bytes of `set` at its end.
    fn trim_ascii_end_matches(&self, set: &[u8]) -> &[u8];
}

impl TrimSet for [u8] {
    fn trim_ascii_end_matches(&self, set: &[u8]) -> &[u8] {
        let cut = self.iter().rev().take_while(|byte| set.contains(byte));
        let len = self.len() - cut.count();
        self.get(..len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Holes;

    fn holes(text: &str) -> Vec<&str> {
        let holes = Holes::of_markdown(text, true);
        holes
            .ranges
            .iter()
            .map(|hole| &text[hole.clone()])
            .collect()
    }

    #[test]
    fn addresses_leave_the_sentence_its_punctuation() {
        let text =
            "See https://a.org/x_(y)?b=1. Or (www.b.org), or mail c.d@e.org. At 5@6 no; a://";
        assert_eq!(
            holes(text),
            ["https://a.org/x_(y)?b=1", "www.b.org", "c.d@e.org", "a://"]
        );
        assert_eq!(holes("[x](https://a.org)and more"), ["https://a.org"]);
    }

    #[test]
    fn tags_of_site_builders_are_no_prose() {
        assert_eq!(
            holes(
                "{{< figure src=\"a\" >}} x {% include y %}\n{: .note}\n:::tip\nimport X from \"y\"\n{ open"
            ),
            [
                "{{< figure src=\"a\" >}}",
                "{% include y %}",
                "{: .note}",
                ":::tip",
                "import X from \"y\""
            ]
        );
    }
}
