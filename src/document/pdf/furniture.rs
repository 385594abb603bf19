//! What repeats at the edges of pages: running heads and feet, page numbers. Found by comparing pages.

use std::collections::{BTreeMap, BTreeSet};

use super::{order::Flow, piece::Piece, sheet::Sheet};

/// How many entries at each edge of a page are looked at.
const EDGE: usize = 4;

/// Take the furniture out of `sheets`: page (from 1) and text of each, in order.
pub(super) fn take(sheets: &mut [Sheet]) -> Vec<(u32, String)> {
    let mut taken = Vec::new();
    for sheet in sheets.iter_mut() {
        tagged(sheet, &mut taken);
    }
    let mut seen: BTreeMap<(bool, String), BTreeSet<u32>> = BTreeMap::new();
    for sheet in &*sheets {
        for (at_top, _, text) in edges(sheet) {
            seen.entry((at_top, key(&text)))
                .or_default()
                .insert(sheet.number);
        }
    }
    let pages = sheets.len();
    let repeats = |at_top: bool, text: &str| {
        let count = seen.get(&(at_top, key(text))).map_or(0, BTreeSet::len);
        (count >= 3 && count * 10 >= pages * 3) || (pages == 2 && count == 2)
    };
    for sheet in sheets.iter_mut() {
        let mut drop = BTreeSet::new();
        for at_top in [true, false] {
            for (_, index, text) in edges(sheet).into_iter().filter(|edge| edge.0 == at_top) {
                // From the outside in: what stands inside of real text is real text.
                let outer = sheet.is_outer(index);
                if (repeats(at_top, &text) && sheet.is_edge(index))
                    || (outer && is_page_number(&text))
                {
                    drop.insert(index);
                } else {
                    break;
                }
            }
        }
        let mut index = 0;
        let number = sheet.number;
        sheet.flow.retain(|flow| {
            let goes = drop.contains(&index);
            index += 1;
            if goes {
                taken.push((number, words(flow)));
            }
            !goes
        });
    }
    taken.sort_by_key(|(page, _)| *page);
    taken
}

/// Take out what its tag says is furniture, unless most of the page is tagged so.
fn tagged(sheet: &mut Sheet, taken: &mut Vec<(u32, String)>) {
    let is_artifact = |flow: &Flow| match flow {
        Flow::Line(line) => line.piece.artifact,
        Flow::Table(table) => table
            .cells
            .iter()
            .all(|cell| cell.pieces.iter().all(|piece| piece.artifact)),
    };
    let letters = |artifact: bool| -> usize {
        sheet
            .flow
            .iter()
            .filter(|flow| is_artifact(flow) == artifact)
            .map(|flow| words(flow).len())
            .sum()
    };
    let (artifacts, prose) = (letters(true), letters(false));
    if artifacts == 0 || (artifacts > prose && artifacts > 300) {
        return;
    }
    let number = sheet.number;
    sheet.flow.retain(|flow| {
        let goes = is_artifact(flow);
        if goes {
            taken.push((number, words(flow)));
        }
        !goes
    });
}

/// The entries at the upper and the lower edge of a page, each from the outside in: whether it is the upper edge, index
/// in the flow, text.
fn edges(sheet: &Sheet) -> Vec<(bool, usize, String)> {
    let mut order: Vec<usize> = (0..sheet.flow.len()).collect();
    order.sort_by(|a, b| sheet.y(*a).total_cmp(&sheet.y(*b)));
    let edge = EDGE.min(order.len().div_ceil(2));
    let entry = |at_top: bool| {
        move |index: &usize| {
            let text = sheet.flow.get(*index).map(words).unwrap_or_default();
            (at_top, *index, text)
        }
    };
    let top = order.iter().take(edge).map(entry(true));
    let bottom = order.iter().rev().take(edge).map(entry(false));
    top.chain(bottom).collect()
}

/// What an entry says, without the numbers that change from page to page.
fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_numeric() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if !character.is_whitespace() {
            out.extend(character.to_lowercase());
        }
    }
    out
}

/// "7", "Page 7 of 12", "- 7 -", "vii", "7 | Page".
pub(super) fn is_page_number(text: &str) -> bool {
    let mut numbers = 0;
    let mut said = false;
    let parts = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    for part in parts {
        let lower = part.to_lowercase();
        match lower.as_str() {
            // Some producers draw the word letter by letter: "P a g e".
            "page" | "pg" | "p" | "a" | "g" | "e" => said = true,
            "of" => {}
            _ if part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit()) => numbers += 1,
            _ if part.len() <= 5 && lower.chars().all(|c| "ivxl".contains(c)) => numbers += 1,
            _ => return false,
        }
    }
    numbers == 1 || (said && numbers == 2) || (numbers == 2 && text.contains('/'))
}

/// Take the numbers of lines in the margin out of a page's pieces: four or more that count on in even steps.
pub(super) fn take_line_numbers(pieces: &mut Vec<Piece>, width: f32) {
    let number = |piece: &Piece| -> Option<u32> {
        let margin = piece.area.x1 < 0.15 * width || piece.area.x0 > 0.88 * width;
        (margin && piece.text.len() <= 4)
            .then(|| piece.text.parse().ok())
            .flatten()
    };
    let mut numbers: Vec<(f32, u32)> = pieces
        .iter()
        .filter_map(|piece| Some((piece.y, number(piece)?)))
        .collect();
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let step = |pair: &[(f32, u32)]| pair[1].1.checked_sub(pair[0].1);
    let first = numbers.windows(2).next().and_then(step);
    let even = matches!(first, Some(1 | 2 | 5 | 10))
        && numbers
            .windows(2)
            .filter(|pair| step(pair) == first)
            .count()
            + 2
            >= numbers.len();
    if numbers.len() >= 4 && even {
        pieces.retain(|piece| number(piece).is_none());
    }
}

/// The words of an entry.
pub(super) fn words(flow: &Flow) -> String {
    match flow {
        Flow::Line(line) => line.piece.text.clone(),
        Flow::Table(table) => {
            let texts: Vec<&str> = table
                .cells
                .iter()
                .flat_map(|cell| &cell.pieces)
                .map(|piece| piece.text.as_str())
                .collect();
            texts.join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_are_told_from_short_lines() {
        for number in ["7", "Page 7 of 12", "– 7 –", "vii", "7 | P a g e", "3/14"] {
            assert!(is_page_number(number), "{number}");
        }
        for prose in ["7 days", "Chapter 7", "", "2021 2022", "Version 3"] {
            assert!(!is_page_number(prose), "{prose}");
        }
    }
}
