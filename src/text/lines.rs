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
}

impl LineIndex {
    /// Index `text`, which is shorter than 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
            starts.push(u32::try_from(at + 1).expect("text is shorter than 4 GiB"));
        }
        let len = u32::try_from(text.len()).expect("text is shorter than 4 GiB");
        Self { starts, len }
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

    /// Line and column of `offset` in `text`, both from 1, the column in characters. A byte order mark is no column.
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let before = text
            .get(self.start(line) as usize..offset as usize)
            .unwrap_or_default();
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let column = u32::try_from(before.chars().count()).expect("fewer characters than bytes");
        (line + 1, column + 1)
    }
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
}
