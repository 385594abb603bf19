//! What stands behind an option, read.

use std::path::PathBuf;

use clap::ValueEnum as _;

use super::{FailOn, Format};
use crate::finding::{Confidence, Severity};

/// A format and the file it goes to.
pub(super) fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text
        .split_once('=')
        .ok_or_else(|| "write it as FORMAT=FILE, such as sarif=out.sarif".to_owned())?;
    if file.is_empty() {
        return Err("no file after the `=`".to_owned());
    }
    let format = Format::from_str(format, false).map_err(|_| {
        let known = Format::value_variants()
            .iter()
            .filter_map(Format::to_possible_value);
        let known: Vec<_> = known.map(|value| value.get_name().to_owned()).collect();
        format!("unknown format `{format}`; known are {}", known.join(", "))
    })?;
    Ok((format, PathBuf::from(file)))
}

/// A confidence, by name.
pub(super) fn confidence(text: &str) -> Result<Confidence, String> {
    named(text, Confidence::ALL, Confidence::name)
}

/// A severity, by name.
pub(super) fn severity(text: &str) -> Result<Severity, String> {
    named(text, Severity::ALL, Severity::name)
}

/// A severity, or never.
pub(super) fn fail_on(text: &str) -> Result<FailOn, String> {
    if text == "never" {
        return Ok(FailOn(None));
    }
    named(text, Severity::ALL, Severity::name)
        .map(|severity| FailOn(Some(severity)))
        .map_err(|error| format!("{error}, never"))
}

/// The one of `all` that is called `text`.
fn named<T: Copy>(text: &str, all: [T; 3], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    all.into_iter()
        .find(|one| name(*one) == text)
        .ok_or_else(|| format!("known are {}", all.map(&name).join(", ")))
}

/// Bytes: a number, with K, M or G for 1024s.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches(['b', 'B', 'i']);
    let split = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match text.get(split.len()..).unwrap_or_default() {
        "" => 1,
        "K" | "k" => 1 << 10,
        "M" | "m" => 1 << 20,
        "G" | "g" => 1 << 30,
        _ => return Err("a size is a number of bytes, or one with K, M or G".to_owned()),
    };
    let number: u64 = split
        .parse()
        .map_err(|_| "a size is a number of bytes, or one with K, M or G".to_owned())?;
    number
        .checked_mul(unit)
        .ok_or_else(|| "this size is too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_count_in_1024s() {
        assert_eq!(size("64M"), Ok(64 << 20));
        assert_eq!(size("10"), Ok(10));
        assert_eq!(size("1KiB"), Ok(1024));
        assert!(size("many").is_err());
        assert!(size("99999999999G").is_err());
    }
}
