//! What git says. Its program is asked, so that every kind of repository, work tree and configuration works as the user
//! knows it.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
};

use crate::cli::exit::Failure;
use crate::output::Problem;

/// A repository, and the commit in it to compare with.
#[derive(Debug)]
pub(super) struct Repository {
    /// The folder of the work tree.
    pub(super) root: PathBuf,
    /// The commit at which the present one parted from the one that was named.
    base: String,
}

impl Repository {
    /// The repository of this folder, compared with where it parted from `rev`.
    pub(super) fn new(rev: &str) -> Result<Self, Failure> {
        let root = text(["rev-parse", "--show-toplevel"])
            .map_err(|error| refused("`--since` needs a git repository", &error))?;
        let commit = format!("{rev}^{{commit}}");
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
        let known = text(verify.into_iter().chain([commit.as_str()]));
        let base = known.and_then(|commit| text(["merge-base", commit.trim(), "HEAD"]));
        let base = base.map_err(|_| missing(rev))?;
        Ok(Self {
            root: PathBuf::from(root.trim_end_matches(['\n', '\r'])),
            base: base.trim().to_owned(),
        })
    }

    /// Files that differ from the base and are there, committed or not.
    pub(super) fn changed(&self) -> Result<Vec<PathBuf>, Failure> {
        self.differing("--diff-filter=d")
    }

    /// Files of the base that are there no more.
    pub(super) fn gone(&self) -> Result<Vec<PathBuf>, Failure> {
        self.differing("--diff-filter=D")
    }

    fn differing(&self, filter: &str) -> Result<Vec<PathBuf>, Failure> {
        let diff = ["diff", "--name-only", "--no-renames", filter, "-z"];
        self.names(diff.into_iter().chain([self.base.as_str(), "--"]))
    }

    /// Files that git does not know and is not told to ignore.
    pub(super) fn unknown(&self) -> Result<Vec<PathBuf>, Failure> {
        self.names(["ls-files", "--others", "--exclude-standard", "-z"])
    }

    /// How the file `name` differs from the base: a unified diff without context.
    pub(super) fn diff(&self, name: &Path) -> Result<String, Failure> {
        let args = [
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-renames",
            &self.base,
            "--",
        ];
        // A name is a path here, and no pattern.
        let mut literal = OsString::from(":(literal)");
        literal.push(name);
        let args = args.iter().map(OsString::from).chain([literal]);
        let diff = self.ask(args)?;
        Ok(String::from_utf8_lossy(&diff).into_owned())
    }

    /// The file `name` as it was at the base; `None` where it was not there.
    pub(super) fn before(&self, name: &Path) -> Option<Vec<u8>> {
        let mut object = OsString::from(format!("{}:", self.base));
        object.push(name);
        self.ask(["cat-file".into(), "blob".into(), object]).ok()
    }

    fn names<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Result<Vec<PathBuf>, Failure> {
        let names = self.ask(args.into_iter().map(OsString::from))?;
        let names = names.split(|byte| *byte == 0);
        Ok(names.filter(|name| !name.is_empty()).map(path).collect())
    }

    fn ask(&self, args: impl IntoIterator<Item = OsString>) -> Result<Vec<u8>, Failure> {
        let top = ["-C".into(), self.root.clone().into_os_string()];
        git(top.into_iter().chain(args)).map_err(|error| refused("git did not answer", &error))
    }
}

/// The path that git writes as `bytes`: those of the system, or UTF-8 where paths are no bytes.
fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        PathBuf::from(OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

fn text<'a>(args: impl IntoIterator<Item = &'a str>) -> Result<String, String> {
    let said = git(args.into_iter().map(OsString::from))?;
    Ok(String::from_utf8_lossy(&said).into_owned())
}

/// What git prints; else what it complains of.
fn git(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Vec<u8>, String> {
    let output = Command::new("git")
        .args(args)
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
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
        text(["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true");
    Failure::one(problem.with_help(if shallow {
        "this clone is shallow: fetch its history (`git fetch --unshallow`; in GitHub's checkout action `fetch-depth: 0`)"
    } else {
        "`git log` has the commits; a branch of the remote is called `origin/main`"
    }))
}
