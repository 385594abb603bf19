//! Lines and columns of a string, asked by byte offset.

/// Where each line of a text starts.
///
/// A line ends after `\n`; `\r\n` counts as one line end, a lone `\r` as none.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset of the first byte of each line, ascending; the first is 0.
    starts: Vec<u32>,
    /// Length of the text in bytes.
    len: u32,
    /// How many characters start before each [`STEP`]th byte, so that a column costs the same on a line of any length.
    chars: Vec<u32>,
}

/// Bytes between two counts of characters.
const STEP: usize = 4096;

impl LineIndex {
    /// Index `text`, which is shorter than 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
            starts.push(u32::try_from(at + 1).expect("text is shorter than 4 GiB"));
        }
        let len = u32::try_from(text.len()).expect("text is shorter than 4 GiB");
        let mut chars = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(STEP) {
            chars.push(count);
            count += char_starts(block);
        }
        Self { starts, len, chars }
    }

    /// Line of the byte at `offset`, counted from 0. Past the end it is the last line.
    pub fn line(&self, offset: u32) -> u32 {
        let after = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(after - 1).expect("fewer lines than bytes")
    }

    /// Byte offset at which `line` (from 0) starts; the length of the text past the last line.
    pub fn start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).copied().unwrap_or(self.len)
    }

    /// Byte offset past `line` (from 0), its line end included.
    pub fn end(&self, line: u32) -> u32 {
        self.start(line + 1)
    }

    /// How many lines there are; a text that ends in a line end has an empty last line.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).expect("fewer lines than bytes")
    }

    /// How many characters of `text` start before the byte at `offset`.
    fn chars_before(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        let block = (offset / STEP).min(self.chars.len().saturating_sub(1));
        let known = self.chars.get(block).copied().unwrap_or(0);
        let rest = text.as_bytes().get(block * STEP..offset);
        known + char_starts(rest.unwrap_or_default())
    }

    /// Line and column of `offset` in `text`, both from 1, the column in characters. A byte order mark is no column.
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let mark = if line == 0 && offset > 0 && super::mark_len(text) > 0 {
            1
        } else {
            0
        };
        let start = self.start(line);
        let offset = offset.min(self.len);
        let chars = if (offset.saturating_sub(start) as usize) < STEP {
            let line = text.as_bytes().get(start as usize..offset as usize);
            char_starts(line.unwrap_or_default())
        } else {
            self.chars_before(text, offset) - self.chars_before(text, start)
        };
        (line + 1, chars.saturating_sub(mark) + 1)
    }
}

/// How many of `bytes` start a character.
fn char_starts(bytes: &[u8]) -> u32 {
    // So few at a time that a byte counts them: the compiler makes wide instructions of it.
    let few = |few: &[u8]| {
        let starts = few.iter().map(|byte| u8::from((byte & 0xc0) != 0x80));
        u32::from(starts.sum::<u8>())
    };
    bytes.chunks(255).map(few).sum()
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn columns_count_characters_and_crlf_is_one_line_end() {
        let text = "é é\r\nzwei\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.line_column(text, 3), (1, 3));
        assert_eq!(lines.line_column(text, 7), (2, 1));
        assert_eq!(lines.count(), 3);
    }

    #[test]
    fn columns_far_along_a_line_count_every_character() {
        let text = format!("\u{feff}x\n{}", "aé—".repeat(5_000));
        let lines = LineIndex::new(&text);
        assert_eq!(lines.line_column(&text, 0), (1, 1));
        assert_eq!(lines.line_column(&text, 3), (1, 1));
        assert_eq!(lines.line_column(&text, 5), (2, 1));
        for (index, (at, _)) in text.char_indices().enumerate().skip(3).step_by(997) {
            let column = u32::try_from(index - 2).unwrap();
            let at = u32::try_from(at).unwrap();
            assert_eq!(lines.line_column(&text, at), (2, column));
        }
    }
}
