//! Where on which page the words of a document stand: what a highlight covers.

use super::Pages;
use crate::{document::Document, text::Span};

/// The words of a document read from a PDF, with their places.
#[derive(Clone, Debug)]
pub struct Places {
    /// By span.
    words: Vec<(Span, u32, [f32; 4])>,
    /// From the page as shown to the file's own coordinates, by page.
    frames: Vec<[f32; 6]>,
}

/// A stretch of one line that words cover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From 1.
    pub page: u32,
    /// Upper left, upper right, lower left and lower right as the page is shown, in the file's own coordinates (points,
    /// `y` upward).
    pub corners: [(f32, f32); 4],
}

impl Places {
    /// Those of `pages`, of which `document` was made.
    pub(super) fn new(pages: &Pages, document: &Document, blocks: &[Option<u32>]) -> Self {
        let mut words = Vec::new();
        for (block, index) in pages.blocks.iter().zip(blocks) {
            let known = index.and_then(|index| document.blocks.get(index as usize));
            let Some(start) = known.map(|known| known.span.start) else {
                continue;
            };
            words.extend(
                block
                    .words
                    .iter()
                    .filter(|word| word.start < word.end)
                    .map(|word| {
                        let span = Span::new(start + word.start, start + word.end);
                        (span, word.page, word.area)
                    }),
            );
        }
        Self {
            words,
            frames: pages.frames.clone(),
        }
    }

    /// What the words of `span` cover, line by line.
    pub fn of(&self, span: Span) -> Vec<Spot> {
        let mut lines: Vec<(u32, [f32; 4])> = Vec::new();
        let from = self
            .words
            .partition_point(|(word, ..)| word.end <= span.start);
        let met = self.words.iter().skip(from);
        for (_, page, area) in met.take_while(|(word, ..)| word.start < span.end) {
            match lines.last_mut() {
                Some((last, line)) if last == page && on_one_line(line, area) => {
                    *line = [
                        line[0].min(area[0]),
                        line[1].min(area[1]),
                        line[2].max(area[2]),
                        line[3].max(area[3]),
                    ];
                }
                _ => lines.push((*page, *area)),
            }
        }
        lines
            .into_iter()
            .map(|(page, [x0, y0, x1, y1])| Spot {
                page,
                corners: [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]
                    .map(|(x, y)| self.to_user(page, x, y)),
            })
            .collect()
    }

    /// A point of page `page` (from 1) as it is shown, in the file's own coordinates.
    pub fn to_user(&self, page: u32, x: f32, y: f32) -> (f32, f32) {
        let index = (page as usize).saturating_sub(1);
        let [a, b, c, d, e, f] = self
            .frames
            .get(index)
            .copied()
            .unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// Whether two boxes share most of their height.
fn on_one_line(a: &[f32; 4], b: &[f32; 4]) -> bool {
    let overlap = a[3].min(b[3]) - a[1].max(b[1]);
    overlap > 0.5 * (a[3] - a[1]).min(b[3] - b[1])
}
