//! The ZIP package that a DOCX, ODT or EPUB is, opened with care.
//!
//! Everything that can exhaust memory is capped before it is unpacked, by what the package declares, and again while
//! it is unpacked, by what really comes out. What a reader and an office program could understand differently
//! (overlapping entries, two parts of one name, names that leave the package) is refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _, Write as _},
};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::OfficeError;

/// Most entries a package may have.
const ENTRIES: usize = 10_000;
/// Most bytes a package may unpack to.
const TOTAL: u64 = 512 << 20;
/// Most bytes that one part of XML may unpack to.
const PART: u64 = 128 << 20;
/// A part larger than this must not unpack to more than [`RATIO`] times its packed size.
const RATIO_FROM: u64 = 10 << 20;
/// See [`RATIO_FROM`]. Real parts of XML pack to a tenth or a twentieth.
const RATIO: u64 = 200;

/// An opened package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Name of every entry, in the package's order.
    names: Vec<String>,
}

impl<'a> Package<'a> {
    /// Open `bytes` and check the package as a whole; no part is unpacked yet.
    ///
    /// # Errors
    /// When it is no ZIP, is encrypted, is damaged, or is built to harm a reader.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, OfficeError> {
        if !bytes.starts_with(b"PK") {
            return Err(OfficeError::Damaged("it is no ZIP package".to_owned()));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > ENTRIES {
            return Err(OfficeError::Unsafe(format!(
                "it has more than {ENTRIES} parts"
            )));
        }
        if archive.has_duplicate_names() {
            return Err(OfficeError::Unsafe("two parts share one name".to_owned()));
        }
        if archive.has_overlapping_files().map_err(damaged)? {
            return Err(OfficeError::Unsafe("its parts overlap".to_owned()));
        }
        let mut names = Vec::with_capacity(archive.len());
        let mut folded = BTreeSet::new();
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(damaged)?;
            let name = entry.name().map_err(damaged)?.into_owned();
            if entry.encrypted() {
                return Err(OfficeError::Encrypted);
            }
            if leaves_the_package(&name) {
                return Err(OfficeError::Unsafe(format!(
                    "a part is named “{}”",
                    name.escape_default()
                )));
            }
            total = total.saturating_add(entry.size());
            let packed = entry.compressed_size().max(1);
            if total > TOTAL || (entry.size() > RATIO_FROM && entry.size() / packed > RATIO) {
                return Err(OfficeError::Unsafe(format!(
                    "its part {name} unpacks to {} MB from {} kB",
                    entry.size() >> 20,
                    packed >> 10
                )));
            }
            // Part names do not differ by case (ECMA-376 part 2, 6.2.2.3).
            if !folded.insert(name.to_ascii_lowercase()) {
                return Err(OfficeError::Unsafe("two parts share one name".to_owned()));
            }
            names.push(name);
        }
        Ok(Self { archive, names })
    }

    /// The names of all parts, in the package's order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether there is a part of that name, in any case.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The name that the part called `name` has in the package; `name` where there is no such part.
    pub(crate) fn real_name(&self, name: &str) -> String {
        let index = self.find(name);
        let real = index.and_then(|index| self.names.get(index));
        real.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// The text of a part; `None` where there is no such part. A byte order mark stays in it.
    ///
    /// # Errors
    /// When it cannot be unpacked, is larger than it may be, or is not UTF-8.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, OfficeError> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) {
            return Err(OfficeError::NotThis(format!(
                "its part {name} is UTF-16, which is not read: save it again in a word processor"
            )));
        }
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|error| OfficeError::Xml {
                part: name.to_owned(),
                at: error.utf8_error().valid_up_to(),
                what: "not UTF-8".to_owned(),
            })
    }

    /// The bytes of a part; `None` where there is no such part.
    ///
    /// # Errors
    /// When it cannot be unpacked, or is larger than it may be.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, OfficeError> {
        let Some(index) = self.find(name) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(index).map_err(damaged)?;
        // What the package declares is a promise; the reader is held to it, and to the cap.
        let declared = entry.size();
        let limit = declared.min(PART);
        let mut out = Vec::with_capacity(usize::try_from(limit.min(64 << 20)).unwrap_or(0));
        entry
            .take(limit + 1)
            .read_to_end(&mut out)
            .map_err(|error| OfficeError::Damaged(format!("{name}: {error}")))?;
        if out.len() as u64 > limit {
            return Err(OfficeError::Unsafe(format!(
                "its part {name} unpacks to more than {} MB or than it declares",
                PART >> 20
            )));
        }
        Ok(Some(out))
    }

    /// The same package with some parts replaced and others added at its end; every other part is copied as it is
    /// packed, in the same order.
    ///
    /// # Errors
    /// When an entry cannot be copied.
    pub(crate) fn rewritten(
        mut self,
        replaced: &BTreeMap<String, Vec<u8>>,
        added: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Vec<u8>, OfficeError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let name = self.names.get(index).cloned().unwrap_or_default();
            let entry = self.archive.by_index_raw(index).map_err(damaged)?;
            if let Some(bytes) = replaced.get(&name) {
                let options = entry
                    .options()
                    .compression_method(CompressionMethod::Deflated);
                writer.start_file(name, options).map_err(damaged)?;
                writer
                    .write_all(bytes)
                    .map_err(|error| OfficeError::Damaged(error.to_string()))?;
            } else {
                writer.raw_copy_file(entry).map_err(damaged)?;
            }
        }
        for (name, bytes) in added {
            // No clock: the same input gives the same bytes.
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::DEFAULT);
            writer.start_file(name, options).map_err(damaged)?;
            writer
                .write_all(bytes)
                .map_err(|error| OfficeError::Damaged(error.to_string()))?;
        }
        Ok(writer.finish().map_err(damaged)?.into_inner())
    }

    /// The index of the part of that name.
    fn find(&self, name: &str) -> Option<usize> {
        let name = name.strip_prefix('/').unwrap_or(name);
        self.names
            .iter()
            .position(|other| other == name)
            .or_else(|| {
                self.names
                    .iter()
                    .position(|other| other.eq_ignore_ascii_case(name))
            })
    }
}

/// A ZIP error as ours.
fn damaged(error: zip::result::ZipError) -> OfficeError {
    OfficeError::Damaged(error.to_string())
}

/// Whether unpacking a part of this name would write outside the folder it is unpacked in.
fn leaves_the_package(name: &str) -> bool {
    name.starts_with(['/', '\\'])
        || name.contains('\0')
        || name.get(1..2) == Some(":")
        || name.split(['/', '\\']).any(|piece| piece == "..")
}
