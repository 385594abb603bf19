//! `--since REV`: whole documents are judged, and findings shown where the change touched them; commitments that it took
//! out are findings too.

mod git;
mod lost;

use std::{
    collections::BTreeMap,
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use self::git::Repository;
use super::exit::Failure;
use crate::{
    engine::{Hidden, Reading},
    files,
    finding::{Finding, Place},
};

/// What was touched since a commit.
#[derive(Debug)]
pub(super) struct Since {
    repository: Repository,
    /// What was touched, by the file's path without links.
    touched: BTreeMap<PathBuf, Touched>,
}

/// What of a file was touched.
#[derive(Debug, PartialEq, Eq)]
enum Touched {
    /// All of it: the file is new.
    Whole,
    /// These lines, from 1.
    Lines(Vec<RangeInclusive<u32>>),
}

impl Since {
    /// What was touched in the repository of this folder since it parted from `rev`, committed or not.
    pub(super) fn new(rev: &str) -> Result<Self, Failure> {
        let repository = Repository::new(rev)?;
        let mut touched = BTreeMap::new();
        for name in repository.changed()? {
            let lines = lines(&repository.diff(&name)?);
            touched.insert(whole_path(&repository.root.join(name)), lines);
        }
        for name in repository.unknown()? {
            touched.insert(whole_path(&repository.root.join(name)), Touched::Whole);
        }
        Ok(Self {
            repository,
            touched,
        })
    }

    /// Hide what was not touched of the document at `path`. What it `lost` is always shown.
    pub(super) fn hide(&self, path: &Path, lost: &[Finding], reading: &mut Reading) {
        let touched = self.touched.get(&whole_path(path));
        let (shown, hidden): (Vec<_>, Vec<_>) = reading.findings.drain(..).partition(|finding| {
            lost.contains(finding) || touched.is_some_and(|touched| touched.meets(finding))
        });
        reading.findings = shown;
        reading.hidden.extend(
            hidden
                .into_iter()
                .map(|finding| (finding, Hidden::Unchanged)),
        );
    }
}

impl Touched {
    fn meets(&self, finding: &Finding) -> bool {
        let at = &finding.location;
        match (self, finding.place, at.line) {
            (Self::Whole, ..) => true,
            (Self::Lines(lines), Place::Text(_), Some(first)) => {
                let last = at.end.map_or(first, |(line, _)| line);
                lines
                    .iter()
                    .any(|touched| *touched.start() <= last && first <= *touched.end())
            }
            // Words in a document without lines belong to the document that was touched.
            (Self::Lines(_), Place::Text(_), None) => true,
            // What a document lacks it lacked before, unless the change took it out.
            (Self::Lines(_), Place::Section(_) | Place::Document | Place::Manual, _) => false,
        }
    }
}

/// The lines of the new side that `diff`, a unified diff without context, touches. A deletion touches the lines around it.
fn lines(diff: &str) -> Touched {
    let mut ranges = Vec::new();
    for hunk in diff.lines().filter_map(|line| line.strip_prefix("@@ ")) {
        let Some(new) = hunk.split(' ').find_map(|part| part.strip_prefix('+')) else {
            continue;
        };
        let (start, count) = new.split_once(',').unwrap_or((new, "1"));
        if let (Ok(start), Ok(count)) = (start.parse::<u32>(), count.parse::<u32>()) {
            ranges.push(start..=start + count.saturating_sub(1) + u32::from(count == 0));
        }
    }
    // A file without lines (Word, PDF) differs as a whole.
    if ranges.is_empty() {
        Touched::Whole
    } else {
        Touched::Lines(ranges)
    }
}

/// `path` from the root and without links, so that two ways to a file are one.
fn whole_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| files::absolute(path))
}

#[cfg(test)]
mod tests {
    use super::{Touched, lines};

    #[test]
    fn hunks_are_lines_of_the_new_side() {
        let diff = "--- a\n+++ b\n@@ -1 +1,2 @@\n-x\n+y\n+z\n@@ -9,2 +10,0 @@ head\n-u\n-v\n";
        assert_eq!(lines(diff), Touched::Lines(vec![1..=2, 10..=11]));
        assert_eq!(lines("Binary files a and b differ\n"), Touched::Whole);
    }
}
