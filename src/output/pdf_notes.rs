//! Findings given back in a PDF: highlights with notes, appended after the file's own bytes.
//!
//! The original stays as it is, byte for byte: an incremental update (ISO 32000-2, 7.5.6) adds annotations, their
//! appearances and the pages that list them. What an update would break is refused: signed and encrypted files.

use std::{collections::BTreeMap, fmt};

use lopdf::{
    Dictionary, Document as File, IncrementalDocument, Object, ObjectId, Stream, dictionary,
};

use crate::{
    document::pdf::{Places, Spot},
    engine::Date,
    finding::{Finding, Place, Severity},
};

/// A PDF with notes.
#[derive(Debug)]
pub struct Noted {
    /// The whole file; it begins with the original.
    pub bytes: Vec<u8>,
    /// Findings that are highlighted.
    pub highlights: usize,
    /// Findings about a section, as notes beside its heading, and about the document as a whole, on its first page.
    pub notes: usize,
}

/// Why notes could not be added. Its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteError {
    /// A note would break its signature.
    Signed,
    /// Its objects are encrypted.
    Encrypted,
    /// Its structure cannot be followed, and where.
    Damaged(String),
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed => f.write_str(
                "this PDF is signed, and notes would break its signature: annotate an unsigned copy",
            ),
            Self::Encrypted => f.write_str(
                "this PDF is encrypted: annotate a copy without encryption",
            ),
            Self::Damaged(what) => write!(
                f,
                "notes cannot be added to this PDF ({what}): export it again from its source"
            ),
        }
    }
}

impl std::error::Error for NoteError {}

impl From<lopdf::Error> for NoteError {
    fn from(error: lopdf::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Add `findings` to the PDF `bytes`, whose words stand at `places`. `date` is in seconds since 1970.
///
/// # Errors
///
/// When the file is signed, encrypted or damaged.
pub fn annotate(
    bytes: &[u8],
    places: &Places,
    findings: &[Finding],
    date: u64,
) -> Result<Noted, NoteError> {
    let file = File::load_mem(bytes)?;
    if file.is_encrypted() || file.was_encrypted() || file.trailer.has(b"Encrypt") {
        return Err(NoteError::Encrypted);
    }
    if is_signed(&file, bytes) {
        return Err(NoteError::Signed);
    }
    let pages = file.get_pages();
    let mut update = IncrementalDocument::create_from(bytes.to_vec(), file);
    let stamp = stamp(date);
    let mut added: BTreeMap<ObjectId, Vec<Object>> = BTreeMap::new();
    let (mut highlights, mut notes) = (0, 0);
    for finding in findings {
        let (page, annotation) = match finding.place {
            Place::Text(span) => {
                let spots = places.of(span);
                let Some(first) = spots.first().copied() else {
                    continue;
                };
                // A highlight stands on one page: words that run over go without.
                let spots: Vec<Spot> = spots
                    .into_iter()
                    .filter(|spot| spot.page == first.page)
                    .collect();
                highlights += 1;
                (first.page, highlight(&mut update, &spots, finding))
            }
            Place::Section(heading) => {
                notes += 1;
                match places.of(heading).first() {
                    Some(spot) => (spot.page, note(beside(spot), finding)),
                    None => (1, note(above(places, notes), finding)),
                }
            }
            Place::Document | Place::Manual => {
                notes += 1;
                (1, note(above(places, notes), finding))
            }
        };
        let id = *pages
            .get(&page)
            .ok_or_else(|| NoteError::Damaged(format!("page {page} is not in its page tree")))?;
        let mut annotation = annotation;
        annotation.set("P", Object::Reference(id));
        annotation.set("M", Object::string_literal(stamp.clone()));
        let annotation = update.new_document.add_object(annotation);
        added
            .entry(id)
            .or_default()
            .push(Object::Reference(annotation));
    }
    if added.is_empty() {
        return Ok(Noted {
            bytes: bytes.to_vec(),
            highlights,
            notes,
        });
    }
    for (page, annotations) in added {
        list(&mut update, page, annotations)?;
    }
    let mut out = Vec::with_capacity(bytes.len() + 4096);
    update
        .save_to(&mut out)
        .map_err(|error| NoteError::Damaged(error.to_string()))?;
    if !out.starts_with(bytes) {
        return Err(NoteError::Damaged("its bytes would change".to_owned()));
    }
    Ok(Noted {
        bytes: out,
        highlights,
        notes,
    })
}

/// Whether a signature covers the file, or permissions rest on one.
fn is_signed(file: &File, bytes: &[u8]) -> bool {
    let catalog = file.catalog();
    let flags = catalog
        .and_then(|catalog| catalog.get(b"AcroForm"))
        .and_then(|form| file.dereference(form))
        .and_then(|(_, form)| form.as_dict())
        .and_then(|form| form.get(b"SigFlags"))
        .and_then(Object::as_i64)
        .unwrap_or(0);
    let permissions = file.catalog().is_ok_and(|catalog| catalog.has(b"Perms"));
    flags & 1 == 1 || permissions || memchr::memmem::find(bytes, b"/ByteRange").is_some()
}

/// Add `annotations` to the list of `page`.
fn list(
    update: &mut IncrementalDocument,
    page: ObjectId,
    annotations: Vec<Object>,
) -> Result<(), NoteError> {
    update.opt_clone_object_to_new_document(page)?;
    let dictionary = update.new_document.get_object_mut(page)?.as_dict_mut()?;
    match dictionary.get_mut(b"Annots") {
        Ok(Object::Array(known)) => known.extend(annotations),
        Ok(Object::Reference(array)) => {
            let array = *array;
            update.opt_clone_object_to_new_document(array)?;
            update
                .new_document
                .get_object_mut(array)?
                .as_array_mut()?
                .extend(annotations);
        }
        _ => dictionary.set("Annots", Object::Array(annotations)),
    }
    Ok(())
}

/// A highlight over `spots` that says what `finding` says. Adds its appearance: not every viewer makes its own.
fn highlight(update: &mut IncrementalDocument, spots: &[Spot], finding: &Finding) -> Dictionary {
    let mut bounds = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    let mut quads = Vec::new();
    let [red, green, blue] = colour(finding.severity);
    let mut drawing = format!("/Through gs {red} {green} {blue} rg\n");
    for spot in spots {
        // Upper left, upper right, lower left, lower right: what viewers expect, whatever the standard's figure shows.
        let [upper_left, upper_right, lower_left, lower_right] = spot.corners;
        for (x, y) in spot.corners {
            quads.extend([Object::Real(x), Object::Real(y)]);
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x),
                bounds[3].max(y),
            ];
        }
        let corner = |(x, y): (f32, f32)| format!("{x:.2} {y:.2}");
        drawing.push_str(&format!(
            "{} m {} l {} l {} l h f\n",
            corner(upper_left),
            corner(upper_right),
            corner(lower_right),
            corner(lower_left)
        ));
    }
    let rectangle: Vec<Object> = bounds.into_iter().map(Object::Real).collect();
    let appearance = Stream::new(
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => rectangle.clone(),
            "Resources" => dictionary! {
                "ExtGState" => dictionary! {
                    "Through" => dictionary! { "Type" => "ExtGState", "BM" => "Multiply", "ca" => Object::Real(0.5) },
                },
            },
        },
        drawing.into_bytes(),
    );
    let appearance = update.new_document.add_object(appearance);
    let mut annotation = said("Highlight", finding);
    annotation.set("Rect", rectangle);
    annotation.set("QuadPoints", quads);
    annotation.set("AP", dictionary! { "N" => Object::Reference(appearance) });
    annotation
}

/// Where the `count`th note goes that stands at the upper edge of the first page.
fn above(places: &Places, count: usize) -> (f32, f32) {
    let step = f32::from(u16::try_from(count.clamp(1, 21) - 1).unwrap_or(20)) * 24.0;
    places.to_user(1, 12.0 + step, 12.0)
}

/// Left of words, in the margin where there is one.
fn beside(spot: &Spot) -> (f32, f32) {
    let [(x, y), ..] = spot.corners;
    ((x - 24.0).max(0.0), y)
}

/// A note whose upper left corner is at these points of the page.
fn note((x, y): (f32, f32), finding: &Finding) -> Dictionary {
    let mut annotation = said("Text", finding);
    annotation.set(
        "Rect",
        [x, y - 20.0, x + 20.0, y].map(Object::Real).to_vec(),
    );
    annotation.set("Name", Object::Name(b"Comment".to_vec()));
    annotation
}

/// An annotation of `kind` with the words of `finding`.
fn said(kind: &str, finding: &Finding) -> Dictionary {
    let mut text = format!("{}\n\n{}", finding.message, finding.why);
    for note in &finding.notes {
        text.push_str("\n\n");
        text.push_str(note);
    }
    for fix in &finding.fixes {
        text.push_str(&format!("\n\n{}:\n{}", fix.title, fix.after));
    }
    let colour = colour(finding.severity).map(Object::Real).to_vec();
    dictionary! {
        "Type" => "Annot",
        "Subtype" => Object::Name(kind.as_bytes().to_vec()),
        // Printed with the page.
        "F" => 4,
        "T" => Object::string_literal("equilint"),
        "Subj" => text_string(&format!("{} ({})", finding.rule, finding.severity.name())),
        "NM" => text_string(&finding.fingerprint),
        "Contents" => text_string(&text),
        "C" => colour,
    }
}

/// Red, green and blue, 0 to 1.
fn colour(severity: Severity) -> [f32; 3] {
    match severity {
        Severity::Note => [0.6, 0.8, 1.0],
        Severity::Warning => [1.0, 0.85, 0.35],
        Severity::Error => [1.0, 0.6, 0.55],
    }
}

/// `text` as a text string of a PDF: ASCII as it stands, else UTF-16 with its mark.
fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

/// Seconds since 1970 as a date of a PDF: `D:20261121120000Z`.
fn stamp(date: u64) -> String {
    let day = Date::from_unix(date).to_string().replace('-', "");
    let second = date % 86_400;
    format!(
        "D:{day}{:02}{:02}{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

#[cfg(test)]
mod tests {
    use super::{stamp, text_string};

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(stamp(0), "D:19700101000000Z");
        assert_eq!(stamp(1_709_210_096), "D:20240229123456Z");
    }

    #[test]
    fn text_beyond_ascii_is_utf_16() {
        assert_eq!(text_string("é").as_str().unwrap(), [0xfe, 0xff, 0x00, 0xe9]);
        assert_eq!(text_string("e").as_str().unwrap(), b"e");
    }
}
