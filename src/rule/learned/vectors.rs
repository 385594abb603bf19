//! Words as points: words that mean nearly the same stand near one another.
//!
//! A trainer that has them learns a direction in place of a weight for every word, and so gives a weight to words that no
//! label has. The model keeps the weights alone: the points are not needed to judge.

use std::collections::BTreeMap;

use super::{features::kin, labelled::WrongLine};

/// Points of words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    /// Numbers of a point.
    pub(super) width: usize,
    /// By the feature that stands for the word.
    pub(super) of: BTreeMap<u32, Vec<f32>>,
}

impl Vectors {
    /// Read lines of a word and its numbers, as word2vec and `GloVe` write them; a first line of two counts is passed over.
    ///
    /// # Errors
    /// The first line that is no word with as many numbers as the others have.
    pub fn parse(text: &str) -> Result<Self, WrongLine> {
        let mut vectors = Self::default();
        for (line, text) in (1..).zip(text.lines()) {
            let mut parts = text.split_whitespace();
            let Some(word) = parts.next() else { continue };
            let point: Vec<f32> = parts.map_while(|part| part.parse().ok()).collect();
            if line == 1 && point.len() == 1 {
                continue;
            }
            if vectors.width == 0 {
                vectors.width = point.len();
            }
            if point.is_empty() || point.len() != vectors.width {
                return Err(WrongLine {
                    line,
                    message: format!(
                        "`{word}` has a point of length {}, and the words before it of length {}",
                        point.len(),
                        vectors.width
                    ),
                });
            }
            vectors.of.insert(kin(word), point);
        }
        Ok(vectors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_the_first_line_are_no_word() {
        let vectors = Vectors::parse("2 3\nfair 1 0 0.5\nunfair -1 0 0.5\n").unwrap();
        assert_eq!((vectors.width, vectors.of.len()), (3, 2));
        assert_eq!(vectors.of[&kin("unfair")], [-1.0, 0.0, 0.5]);
    }

    #[test]
    fn a_line_of_another_length_is_told() {
        let wrong = Vectors::parse("fair 1 0\nunfair 1 nothing\n").unwrap_err();
        assert_eq!(wrong.line, 2);
    }
}
