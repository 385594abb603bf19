//! From the bytes to [`Pages`]: every page interpreted and laid out, what could not be read counted.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, hayro_cmap, interpret_page,
    kurbo::{Affine, Rect},
};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, page::Page};

use super::{
    Limits, Pages, PdfError, blocks,
    device::{Canvas, Spent},
    furniture, letters,
    lines::{self, turn_back},
    order::{Flow, order},
    sheet::Sheet,
    table,
};

/// Read every page of `bytes` and make blocks of them.
pub(super) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Pages, PdfError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Password,
        LoadPdfError::Decryption(_) => PdfError::Encryption,
        LoadPdfError::Invalid => PdfError::Invalid,
    })?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if count > limits.pages {
        return Err(PdfError::TooManyPages {
            pages: count,
            limit: limits.pages,
        });
    }
    let cache = InterpreterCache::new();
    let mut strokes = HashMap::new();
    let mut left = limits.all_calls;
    let mut out = Pages {
        count,
        title: title(&pdf),
        blocks: Vec::new(),
        furniture: Vec::new(),
        scanned: Vec::new(),
        garbled: Vec::new(),
        broken: Vec::new(),
        frames: pages.iter().map(frame).collect(),
    };
    let mut sheets = Vec::new();
    let (mut letters, mut readable) = (0, 0);
    for (page, number) in pages.iter().zip(1u32..) {
        let budget = u32::try_from(left).unwrap_or(u32::MAX).min(limits.calls);
        let face = catch_unwind(AssertUnwindSafe(|| {
            look(page, number, budget, &cache, &mut strokes)
        }));
        let face = match face {
            Ok(face) => face,
            Err(payload) if payload.is::<Spent>() => return Err(PdfError::TooMuch),
            Err(_) => {
                out.broken.push(number);
                continue;
            }
        };
        left = left.saturating_sub(face.glyphs as u64);
        letters += face.letters;
        let share = face.unmapped as usize * 100 / face.glyphs.max(1);
        if face.letters < 25 && face.pictured > 0.5 {
            out.scanned.push(number);
        } else if face.unmapped > 5 && share >= 2 {
            out.garbled
                .push((number, u32::try_from(share).unwrap_or(100)));
        }
        if share < 30 {
            readable += face.letters;
            for text in face.watermarks {
                out.furniture.push((number, text));
            }
            sheets.push(face.sheet);
        }
    }
    if readable < 25 && (readable == 0 || !out.scanned.is_empty() || letters > readable) {
        return Err(if !out.garbled.is_empty() {
            PdfError::Garbled {
                pages: u32::try_from(out.garbled.len()).unwrap_or(u32::MAX),
            }
        } else if !out.scanned.is_empty() {
            PdfError::Scan { pages: count }
        } else if !out.broken.is_empty() {
            PdfError::Invalid
        } else {
            PdfError::Empty { pages: count }
        });
    }
    out.furniture.extend(furniture::take(&mut sheets));
    out.furniture.sort_by_key(|(page, _)| *page);
    out.blocks = blocks::blocks(sheets, count);
    let start: String = out
        .blocks
        .iter()
        .flat_map(|block| &block.stretches)
        .filter(|stretch| stretch.page <= 2)
        .map(|stretch| stretch.text.as_str())
        .chain(out.furniture.iter().map(|(_, text)| text.as_str()))
        .collect();
    out.title = out.title.filter(|title| is_shown(title, &start));
    Ok(out)
}

/// What one page is made of, besides its text.
struct Face {
    sheet: Sheet,
    letters: usize,
    glyphs: usize,
    unmapped: u32,
    /// Share of the page under pictures, 0 to 1 and more.
    pictured: f64,
    watermarks: Vec<String>,
}

/// Interpret one page and lay it out.
fn look<'a>(
    page: &'a Page<'a>,
    number: u32,
    budget: u32,
    cache: &InterpreterCache<'a>,
    strokes: &mut HashMap<u128, f32>,
) -> Face {
    let (width, height) = page.render_dimensions();
    let mut canvas = Canvas::new(width, height, budget, strokes);
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let clip = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings {
        cmap_resolver: std::sync::Arc::new(hayro_cmap::load_embedded),
        ..InterpreterSettings::default()
    };
    let mut context = Context::new(transform, clip, cache, page.xref(), settings);
    interpret_page(page, &mut context, &mut canvas);
    let letters = canvas.text.chars().filter(|c| c.is_alphanumeric()).count();
    let area = f64::from(width) * f64::from(height);
    let pictured = if area > 0.0 {
        canvas.pictured / area
    } else {
        0.0
    };
    let mut pieces = lines::pieces(&canvas);
    furniture::take_line_numbers(&mut pieces.upright, width);
    let tables = table::take(&canvas.rules, &mut pieces.upright);
    let mut flow = order(pieces.upright, tables);
    let mut columns = flow.len();
    for (angle, turned) in pieces.turned {
        for mut entry in order(turned, Vec::new()) {
            if let Flow::Line(line) = &mut entry {
                for word in &mut line.piece.words {
                    word.area = turn_back(angle, word.area);
                }
                // Not the upright text's columns.
                line.column = line
                    .column
                    .saturating_add(u32::try_from(columns).unwrap_or(u32::MAX));
            }
            flow.push(entry);
        }
        columns += flow.len();
    }
    Face {
        letters,
        glyphs: canvas.glyphs.len(),
        unmapped: canvas.unmapped,
        pictured,
        watermarks: pieces.skew.into_iter().map(|piece| piece.text).collect(),
        sheet: Sheet {
            number,
            height,
            flow,
        },
    }
}

/// From `page` as it is shown to the file's own coordinates.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounds to what a page needs"
)]
fn frame(page: &Page<'_>) -> [f32; 6] {
    let shown = Affine::new(page.initial_transform(true).as_coeffs());
    shown.inverse().as_coeffs().map(|value| value as f32)
}

/// The title in the properties, unless a program put its file's name there.
fn title(pdf: &Pdf) -> Option<String> {
    let title = letters::decode(pdf.metadata().title.as_deref()?);
    let title = title.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let lower = title.to_lowercase();
    let named = [
        ".doc", ".docx", ".pdf", ".odt", ".rtf", ".indd", ".qxp", ".tex", ".dvi",
    ]
    .iter()
    .any(|extension| lower.ends_with(extension));
    let made_up = lower.starts_with("microsoft word")
        || lower.starts_with("untitled")
        || !title.contains(char::is_alphabetic)
        || (title.contains(['_', '/', '\\']) && !title.contains(' '));
    (!named && !made_up && !title.is_empty()).then(|| title.to_owned())
}

/// Whether most words of `title` occur in `text`: templates leave other documents' titles behind.
fn is_shown(title: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
        .collect();
    let shown = words.iter().filter(|word| text.contains(*word)).count();
    shown * 10 >= words.len() * 7 && shown > 0
}
