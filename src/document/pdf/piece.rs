//! A piece: words on one baseline, with their places.

/// A word's place: bytes of the text around it, and its box.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordBox {
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// Left, top, right, bottom in points of the page as shown.
    pub(super) area: Area,
}

/// A box in points, `y` downward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

impl Area {
    /// The smallest box that holds both.
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Its middle.
    pub(super) fn middle(self) -> (f32, f32) {
        (
            f32::midpoint(self.x0, self.x1),
            f32::midpoint(self.y0, self.y1),
        )
    }
}

/// Words on one baseline.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The words, one blank between them.
    pub(super) text: String,
    /// Their places in `text`, in order.
    pub(super) words: Vec<WordBox>,
    /// All of them.
    pub(super) area: Area,
    /// Baseline.
    pub(super) y: f32,
    /// Size in points that most of its characters have.
    pub(super) size: f32,
    /// Mean stroke width of its letters in thousandths of the size; 0 where not known.
    pub(super) stroke: f32,
    /// Level of the heading tag its first glyph stands under; 0 under none.
    pub(super) heading: u8,
    /// Whether it is page furniture by its tag.
    pub(super) artifact: bool,
    /// Starts of cells where the line is a row: indices of `words`, the first cell's left out.
    pub(super) cells: Vec<usize>,
}

impl Piece {
    /// Characters of its text.
    pub(super) fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// A piece of the same style without words.
    pub(super) fn clone_style(&self) -> Self {
        Self {
            text: String::new(),
            words: Vec::new(),
            cells: Vec::new(),
            ..*self
        }
    }

    /// Put `word`, the next word of the same line, at its end after a blank, whatever the gap.
    pub(super) fn push_word(&mut self, word: Self) {
        self.text.push(' ');
        let shift = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(&word.text);
        self.words.extend(word.words.iter().map(|word| WordBox {
            start: word.start + shift,
            end: word.end + shift,
            area: word.area,
        }));
        self.area = self.area.join(word.area);
    }

    /// Put `other`, which stands to the right on the same line, at its end.
    pub(super) fn append(&mut self, other: Self) {
        let gap = other.area.x0 - self.area.x1;
        // Super- and subscripts stick to their word; so does a word that was drawn in two goes.
        let joined = gap < 0.12 * self.size.max(other.size);
        if !joined {
            self.text.push(' ');
        }
        let shift = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if gap > 1.8 * self.size.max(other.size) {
            self.cells.push(self.words.len());
        }
        let before = self.text.len();
        let count = other.text.len();
        self.cells
            .extend(other.cells.iter().map(|cell| cell + self.words.len()));
        self.text.push_str(&other.text);
        let mut words = other.words.into_iter().map(|word| WordBox {
            start: word.start + shift,
            end: word.end + shift,
            area: word.area,
        });
        if joined
            && let Some(last) = self.words.last_mut()
            && let Some(first) = words.next()
        {
            last.end = first.end;
            last.area = last.area.join(first.area);
        }
        self.words.extend(words);
        self.area = self.area.join(other.area);
        self.artifact &= other.artifact;
        if count > before {
            self.size = other.size;
            self.y = other.y;
        }
        if other.stroke > 0.0 {
            let (a, b) = (weight(before), weight(count));
            self.stroke = if self.stroke > 0.0 {
                (self.stroke * a + other.stroke * b) / (a + b)
            } else {
                other.stroke
            };
        }
    }
}

/// A count as a weight of a mean.
fn weight(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
