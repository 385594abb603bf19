//! `--since REV`: whole documents are judged, and findings shown where the change touched them.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::Command,
};

use super::exit::Failure;
use crate::{
    engine::{Hidden, Reading},
    finding::{Finding, Place},
    output::Problem,
};

/// What was touched since a commit.
#[derive(Debug)]
pub(super) struct Since(BTreeMap<PathBuf, Touched>);

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
        let root = git(&["rev-parse", "--show-toplevel"])
            .map_err(|error| refused("`--since` needs a git repository", &error))?;
        let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
        let commit = format!("{rev}^{{commit}}");
        let known = git(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ]);
        let base = known.and_then(|commit| git(&["merge-base", commit.trim(), "HEAD"]));
        let base = base.map_err(|_| missing(rev))?;
        let base = base.trim();
        let mut touched = BTreeMap::new();
        let top = ["-C".into(), root.clone().into_os_string()];
        let names = |args: &[&str]| -> Result<Vec<PathBuf>, Failure> {
            let args = top.iter().cloned().chain(args.iter().map(OsString::from));
            let names = git_os(args).map_err(|error| refused("git did not answer", &error))?;
            Ok(names
                .split('\0')
                .filter(|name| !name.is_empty())
                .map(PathBuf::from)
                .collect())
        };
        for name in names(&[
            "diff",
            "--name-only",
            "--no-renames",
            "--diff-filter=d",
            "-z",
            base,
            "--",
        ])? {
            let diff = [
                "diff",
                "--unified=0",
                "--no-color",
                "--no-ext-diff",
                "--no-renames",
                base,
                "--",
            ];
            let args = top.iter().cloned().chain(diff.iter().map(OsString::from));
            // A name is a path here, and no pattern.
            let literal = [OsString::from(format!(
                ":(literal){}",
                name.to_string_lossy()
            ))];
            let diff = git_os(args.chain(literal))
                .map_err(|error| refused("git did not answer", &error))?;
            touched.insert(whole_path(&root.join(name)), lines(&diff));
        }
        for name in names(&["ls-files", "--others", "--exclude-standard", "-z"])? {
            touched.insert(whole_path(&root.join(name)), Touched::Whole);
        }
        Ok(Self(touched))
    }

    /// Hide what was not touched of the document at `path`.
    pub(super) fn hide(&self, path: &Path, reading: &mut Reading) {
        let touched = self.0.get(&whole_path(path));
        let (shown, hidden): (Vec<_>, Vec<_>) = reading
            .findings
            .drain(..)
            .partition(|finding| touched.is_some_and(|touched| touched.meets(finding)));
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
            (Self::Lines(lines), Place::Text(_), Some(first)) => {
                let last = at.end.map_or(first, |(line, _)| line);
                lines
                    .iter()
                    .any(|touched| *touched.start() <= last && first <= *touched.end())
            }
            // What a document lacks, and words in a document without lines, belong to the document that was touched.
            (Self::Whole | Self::Lines(_), _, _) => true,
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

/// `path` without links, so that two ways to a file are one.
fn whole_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn git(args: &[&str]) -> Result<String, String> {
    git_os(args.iter().map(OsString::from))
}

/// What git prints; else what it complains of.
fn git_os(args: impl IntoIterator<Item = OsString>) -> Result<String, String> {
    let output = Command::new("git")
        .args(args)
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

fn refused(what: &str, error: &str) -> Failure {
    Failure::one(Problem::new(what).with_help(error))
}

/// The commit is not there, or shares no history with this one.
fn missing(rev: &str) -> Failure {
    let problem = Problem::new(format!("no commit `{rev}` that this one comes from"));
    let shallow =
        git(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true");
    Failure::one(problem.with_help(if shallow {
        "this clone is shallow: fetch its history (`git fetch --unshallow`; in GitHub's checkout action `fetch-depth: 0`)"
    } else {
        "`git log` has the commits; a branch of the remote is called `origin/main`"
    }))
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
