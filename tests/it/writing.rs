//! Files that `fix` and `--output` write: whole or not at all, through links, into pipes, on disks that are full.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

#[cfg(unix)]
use crate::support::as_somebody;
use crate::support::{Said, equilint};

const NEUTRAL: &str = "# Rooms\n\nThe library remains neutral on controversial issues.\n";

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_equilint"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> Said {
    let mut run = equilint();
    for (name, text) in files {
        run = run.file(name, text);
    }
    run.args(["--version"]).run()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Names in `folder`, those that begin with a dot included.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_file_that_is_read_only_is_named_and_the_others_are_fixed() {
    let held = folder(&[("a.md", NEUTRAL), ("b.md", NEUTRAL)]);
    let locked = held.folder().join("a.md");
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    let output = program(&held.folder())
        .args(["fix", "--unsafe"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("not written: a.md: the file is read-only"),
        "{}",
        said(&output)
    );
    assert_eq!(held.text_of("a.md"), NEUTRAL);
    assert_ne!(held.text_of("b.md"), NEUTRAL);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only_keeps_its_documents_and_the_others_are_fixed() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let held = folder(&[("a/a.md", NEUTRAL), ("b/b.md", NEUTRAL)]);
    let top = held.folder();
    mode(&top, 0o777);
    mode(&top.join("b"), 0o777);
    mode(&top.join("a"), 0o555);
    let output = as_somebody(&top, &["fix", "--unsafe", "--jobs", "1"]);
    mode(&top.join("a"), 0o755);
    let Some(output) = output else { return };
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("not written: a/a.md: "),
        "{}",
        said(&output)
    );
    assert_eq!(held.text_of("a/a.md"), NEUTRAL);
    assert_ne!(held.text_of("b/b.md"), NEUTRAL);
}

/// Fix `big.md`, larger than the largest file that the process may write, and `small.md`. `trap` is what becomes of the
/// signal that tells of the limit: ignored, writing fails as on a disk that is full; else it kills.
#[cfg(target_os = "linux")]
fn fix_with_little_room(trap: &str) -> (Output, Said, String) {
    let big = NEUTRAL.to_owned() + &"More words of ours stand here.\n\n".repeat(4000);
    let held = folder(&[("big.md", &big), ("small.md", NEUTRAL)]);
    let output = Command::new("sh")
        .args([
            "-c",
            &format!("{trap} ulimit -f 32; exec \"$PROGRAM\" fix --unsafe --jobs 1"),
        ])
        .env("PROGRAM", env!("CARGO_BIN_EXE_equilint"))
        .current_dir(held.folder())
        .output()
        .unwrap();
    (output, held, big)
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_leaves_the_old_file_and_the_others_are_fixed() {
    let (output, held, big) = fix_with_little_room("trap '' XFSZ;");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("not written: big.md: "),
        "{}",
        said(&output)
    );
    assert_eq!(held.text_of("big.md"), big);
    assert_ne!(held.text_of("small.md"), NEUTRAL);
    assert_eq!(
        names(&held.folder()),
        ["big.md", "small.md"],
        "no part is left"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_is_killed_while_it_writes_leaves_the_old_file() {
    let (output, held, big) = fix_with_little_room("");
    assert_eq!(output.status.code(), None, "killed: {}", said(&output));
    assert_eq!(held.text_of("big.md"), big);
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_an_error() {
    let held = folder(&[("a.md", NEUTRAL)]);
    let full = || {
        fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    let output = program(&held.folder())
        .args(["a.md"])
        .stdout(full())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("the output cannot be written"),
        "{}",
        said(&output)
    );
    for target in ["/dev/full", "nowhere/out.json", "."] {
        let arg = format!("json={target}");
        let output = program(&held.folder())
            .args(["--output", &arg])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert!(
            said(&output).contains("cannot be written"),
            "{target}: {}",
            said(&output)
        );
    }
}

#[cfg(unix)]
#[test]
fn an_output_can_be_a_pipe_or_a_device() {
    let held = folder(&[("a.md", NEUTRAL)]);
    let folder = held.folder();
    // Standard output by its name, which is a pipe here, stays what it is.
    let before = fs::symlink_metadata("/dev/stdout").unwrap().file_type();
    let output = program(&folder)
        .args([
            "a.md",
            "--quiet",
            "--format",
            "short",
            "--output",
            "json=/dev/stdout",
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.contains("a.md:3:") && stdout.contains("{\"schema\":\"equilint/1\""),
        "{stdout}"
    );
    assert_eq!(
        fs::symlink_metadata("/dev/stdout").unwrap().file_type(),
        before
    );
    let output = program(&folder)
        .args(["--output", "json=/dev/null"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let pipe = folder.join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    let output = program(&folder)
        .args(["a.md", "--output", "short=pipe"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(reader.join().unwrap().starts_with("a.md:3:"));
}

#[cfg(unix)]
#[test]
fn links_permissions_and_marks_of_a_fixed_file_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let text = format!("\u{feff}{}", NEUTRAL.replace('\n', "\r\n"));
    let held = folder(&[("real/a.md", &text)]);
    let folder = held.folder();
    let real = folder.join("real/a.md");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.md", folder.join("link.md")).unwrap();
    let output = program(&folder)
        .args(["fix", "--unsafe", "link.md"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        fs::symlink_metadata(folder.join("link.md"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    let fixed = held.text_of("real/a.md");
    assert!(
        fixed.starts_with("\u{feff}# Rooms\r\n\r\n") && fixed.ends_with("\r\n"),
        "{fixed:?}"
    );
    assert!(!fixed.contains("remains neutral") && !fixed.replace("\r\n", "").contains('\n'));
    // A link to a file that is still to be made is written through, too.
    symlink("real/out.json", folder.join("out.json")).unwrap();
    program(&folder)
        .args(["--output", "json=out.json"])
        .output()
        .unwrap();
    assert!(
        fs::symlink_metadata(folder.join("out.json"))
            .unwrap()
            .is_symlink()
    );
    assert!(held.text_of("real/out.json").contains("equilint/1"));
}

#[test]
fn a_document_that_changed_since_it_was_read_is_not_written() {
    use std::io::{Read as _, Write as _};
    let held = folder(&[("a.md", NEUTRAL)]);
    let mut child = program(&held.folder())
        .args(["fix", "--interactive"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let mut told = Vec::new();
    while !String::from_utf8_lossy(&told).contains("Write a rewrite?") {
        let mut byte = [0];
        assert_eq!(stderr.read(&mut byte).unwrap(), 1);
        told.extend(byte);
    }
    let other = format!("{NEUTRAL}\nSomebody else wrote this.\n");
    fs::write(held.folder().join("a.md"), &other).unwrap();
    child.stdin.take().unwrap().write_all(b"y\n").unwrap();
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{rest}");
    assert!(
        rest.contains("not written: a.md: the file has changed since it was read"),
        "{rest}"
    );
    assert_eq!(held.text_of("a.md"), other);
}
