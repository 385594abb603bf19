//! One builder for every test that runs the program, in an environment that does not depend on whose machine it is.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// The program, about to be run.
pub(crate) struct Equilint {
    command: Command,
    /// Where it runs, when it has files of its own.
    folder: Option<TempDir>,
    stdin: Option<Vec<u8>>,
    exit: Option<i32>,
}

/// What it said.
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The folder it ran in, kept so that tests can look at its files.
    folder: Option<TempDir>,
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Say that a part of the tests cannot run here; under CI that is a failure.
pub(crate) fn missing(what: &str) {
    // Not a print macro: what a passing test prints is not shown.
    let _ = writeln!(std::io::stderr(), "\n*** {what} ***\n");
    let under_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!under_ci, "{what}; `.ci/run` installs what is missing");
}

/// What the program does in `folder` as somebody whom the rights of files stop; `None`, said aloud, where nobody can be.
#[cfg(unix)]
pub(crate) fn as_somebody(folder: &Path, args: &[&str]) -> Option<Output> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let program = Path::new(env!("CARGO_BIN_EXE_equilint"));
    if fs::metadata(folder).unwrap().uid() != 0 {
        let output = Command::new(program)
            .args(args)
            .current_dir(folder)
            .output();
        return Some(output.unwrap());
    }
    // Root may do everything. Nobody else can be sure to reach the folder where the program was built.
    let within_reach = TempDir::new().unwrap();
    fs::set_permissions(within_reach.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let reached = within_reach.path().join("equilint");
    fs::hard_link(program, &reached)
        .or_else(|_| fs::copy(program, &reached).map(drop))
        .unwrap();
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&reached)
        .args(args)
        .current_dir(folder)
        .output();
    if output.is_err() {
        missing("setpriv is not installed: what may not be read or written is NOT tested by root");
    }
    output.ok()
}

/// The program without arguments, in the root of the repository.
pub(crate) fn equilint() -> Equilint {
    let mut command = Command::new(env!("CARGO_BIN_EXE_equilint"));
    command.current_dir(root());
    for name in [
        "CI",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "FORCE_COLOR",
        "GITHUB_STEP_SUMMARY",
    ] {
        command.env_remove(name);
    }
    command.env("COLUMNS", "80");
    Equilint {
        command,
        folder: None,
        stdin: None,
        exit: None,
    }
}

impl Equilint {
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(args);
        self
    }

    /// Run in a folder of its own, with a file `name` that holds `text`.
    pub(crate) fn file(mut self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let folder = self.folder.get_or_insert_with(|| {
            let folder = TempDir::new().unwrap();
            self.command.current_dir(folder.path());
            folder
        });
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(bytes.into());
        self
    }

    /// The exit code it must have.
    pub(crate) fn exit(mut self, code: i32) -> Self {
        self.exit = Some(code);
        self
    }

    /// Run it.
    pub(crate) fn run(mut self) -> Said {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The program may end without reading its input.
        let _ = stdin.write_all(self.stdin.as_deref().unwrap_or_default());
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let said = Said {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            folder: self.folder,
        };
        let code = output.status.code();
        if let Some(wanted) = self.exit {
            assert_eq!(code, Some(wanted), "{}\n{}", said.stdout, said.stderr);
        }
        said
    }
}

impl Said {
    /// The text of `name` in the folder it ran in.
    pub(crate) fn text_of(&self, name: &str) -> String {
        fs::read_to_string(self.folder().join(name)).unwrap()
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.as_ref().unwrap().path().to_owned()
    }

    /// Fail unless it said `words` on standard error, wherever its lines end.
    pub(crate) fn tells(&self, words: &str) {
        let flat: Vec<&str> = self.stderr.split_whitespace().collect();
        assert!(
            flat.join(" ").contains(words),
            "no {words:?} in\n{}",
            self.stderr
        );
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}
