//! `--since REV`: what a change touched, and what it took away.

use std::{
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::support::equilint;

const NEUTRAL: &str = "The library remains neutral on controversial issues.";
/// A commitment that an audit finds met.
const HIRING: &str = "The library advances equity in hiring: every posting lists the salary range, hiring panels are trained and use a written rubric, and results by stage are reported to the board each year.";

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org"])
        .args(["-c", "protocol.file.allow=always"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{args:?}: {why}");
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", message]);
}

/// A repository with `files` in its first commit.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    commit(folder.path(), "first");
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_equilint"))
        .args(args)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

const SHORT: [&str; 4] = ["--format", "short", "--since", "HEAD"];

#[test]
fn since_shows_what_the_change_touched_and_counts_the_rest() {
    let old = format!("# Rooms\n\n{NEUTRAL}\n");
    let folder = repository(&[("a.md", &old)]);
    let path = folder.path();
    write(
        path,
        "a.md",
        &format!("{old}\nNew.\n\nStaff must stay neutral on all issues.\n"),
    );
    let (code, stdout, stderr) = run(path, &SHORT);
    assert_eq!(
        (code, stdout.lines().count()),
        (Some(1), 1),
        "{stdout}{stderr}"
    );
    assert!(stdout.starts_with("a.md:7:"), "{stdout}");
    assert!(
        stderr.contains("1 on lines that did not change"),
        "{stderr}"
    );
    // From a folder below, the same.
    write(path, "below/b.md", "# Desk\n\nWe are open.\n");
    let (code, stdout, _) = run(
        &path.join("below"),
        &["..", "--format", "short", "--since", "HEAD"],
    );
    assert_eq!((code, stdout.lines().count()), (Some(1), 1), "{stdout}");
    let (code, ..) = run(path, &["--since", "--output=x"]);
    assert_eq!(code, Some(2));
}

#[test]
fn nothing_changed_is_nothing_found() {
    let folder = repository(&[("a.md", NEUTRAL)]);
    let (code, stdout, stderr) = run(folder.path(), &SHORT);
    assert_eq!((code, stdout.as_str()), (Some(0), ""), "{stderr}");
}

#[test]
fn a_new_file_and_one_with_an_odd_name_are_touched() {
    let folder = repository(&[("a.md", "# A\n")]);
    write(folder.path(), "new [1] é\t*.md", NEUTRAL);
    let (_, stdout, _) = run(folder.path(), &SHORT);
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    commit(folder.path(), "second");
    write(
        folder.path(),
        "new [1] é\t*.md",
        &format!("Words.\n\n{NEUTRAL}\n"),
    );
    let (_, stdout, _) = run(folder.path(), &SHORT);
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
}

#[test]
fn a_commitment_that_the_change_takes_out_is_a_finding() {
    let hiring = format!("# Hiring\n\n{HIRING}\n\nPostings are read by two people.\n");
    let folder = repository(&[("hiring.md", &hiring), ("rooms.md", "# Rooms\n")]);
    let path = folder.path();
    write(
        path,
        "hiring.md",
        "# Hiring\n\nPostings are read by two people.\n",
    );
    let (code, stdout, stderr) = run(path, &SHORT);
    let lost =
        "warning[commitment/equitable-hiring] this change takes out a commitment: Equity in hiring";
    assert_eq!(code, Some(1), "{stdout}{stderr}");
    assert!(
        stdout.contains(&format!("hiring.md: {lost}")),
        "{stdout}{stderr}"
    );
    let (_, pretty, _) = run(path, &["--since", "HEAD"]);
    let pretty = pretty.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        pretty.contains("Before the change: “The library advances equity in hiring"),
        "{pretty}"
    );
    // Switched off as any rule is.
    let ignore = ["--ignore", "commitment"];
    let (code, stdout, _) = run(path, &[&SHORT[..], &ignore[..]].concat());
    assert_eq!((code, stdout.as_str()), (Some(0), ""));
    // Without a range there is nothing to compare.
    let (_, stdout, _) = run(path, &["--format", "short"]);
    assert!(!stdout.contains("this change"), "{stdout}");
    // Taken away with its document.
    git(path, &["rm", "-q", "-f", "hiring.md"]);
    let (code, stdout, _) = run(path, &SHORT);
    assert_eq!(code, Some(1));
    assert!(stdout.contains(&format!("hiring.md: {lost}")), "{stdout}");
    let (_, stdout, _) = run(path, &["rooms.md", "--format", "short", "--since", "HEAD"]);
    assert!(!stdout.contains("hiring.md"), "{stdout}");
}

#[test]
fn what_a_document_lacked_before_is_no_news() {
    let words =
        "Postings are read by two people, and the office keeps a copy of each one. ".repeat(12);
    let old = format!("# Hiring policy\n\n{words}\n");
    let folder = repository(&[("hiring.md", &old)]);
    let path = folder.path();
    let (_, stdout, _) = run(path, &["--format", "short"]);
    assert!(stdout.contains("[commitment/"), "{stdout}");
    write(
        path,
        "hiring.md",
        &format!("{old}\nThe office is on the second floor.\n"),
    );
    let (code, stdout, stderr) = run(path, &SHORT);
    assert_eq!((code, stdout.as_str()), (Some(0), ""), "{stderr}");
    assert!(stderr.contains("on lines that did not change"), "{stderr}");
    // A new document is asked for all of it.
    write(path, "more/hiring.md", &old);
    let (_, stdout, _) = run(path, &SHORT);
    assert!(stdout.contains("more/hiring.md"), "{stdout}");
}

#[test]
fn a_commitment_that_moves_to_another_document_is_not_lost() {
    let folder = repository(&[("hiring.md", &format!("# Hiring\n\n{HIRING}\n"))]);
    let path = folder.path();
    git(path, &["mv", "hiring.md", "people.md"]);
    let (code, stdout, stderr) = run(path, &SHORT);
    assert_eq!(
        (code, stdout.contains("this change")),
        (Some(0), false),
        "{stdout}{stderr}"
    );
}

#[test]
fn a_detached_head_is_as_good_as_a_branch() {
    let folder = repository(&[("a.md", "# A\n")]);
    write(folder.path(), "a.md", NEUTRAL);
    commit(folder.path(), "second");
    git(folder.path(), &["checkout", "-q", "--detach"]);
    let (code, ..) = run(folder.path(), &["--since", "HEAD~1"]);
    assert_eq!(code, Some(1));
    let (code, ..) = run(folder.path(), &["--since", "main"]);
    assert_eq!(code, Some(0), "nothing since the branch");
}

#[test]
fn a_commit_that_is_not_there_is_an_error_that_says_what_to_do() {
    let folder = repository(&[("a.md", "# A\n")]);
    let (code, _, stderr) = run(folder.path(), &["--since", "nosuch"]);
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("no commit `nosuch`") && stderr.contains("git log"),
        "{stderr}"
    );
    commit(folder.path(), "second");
    // A shallow clone has the last commit only.
    let clone = TempDir::new().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &url, "here"]);
    let here = clone.path().join("here");
    let (code, _, stderr) = run(&here, &["--since", "HEAD~1"]);
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("this clone is shallow") && stderr.contains("--unshallow"),
        "{stderr}"
    );
    let (code, ..) = run(&here, &["--since", "HEAD"]);
    assert_eq!(code, Some(0), "what is there can be compared with");
    // Two histories without a commit in common.
    git(&here, &["checkout", "-q", "--orphan", "other"]);
    commit(&here, "alone");
    let (code, _, stderr) = run(&here, &["--since", "main"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("that this one comes from"), "{stderr}");
}

#[test]
fn a_folder_outside_git_is_an_error() {
    let said = equilint()
        .file("a.md", NEUTRAL)
        .env("GIT_CEILING_DIRECTORIES", "/")
        .args(["--since", "HEAD"])
        .exit(2)
        .run();
    said.tells("needs a git repository");
    let said = equilint()
        .file("a.md", NEUTRAL)
        .env("PATH", "")
        .args(["--since", "HEAD"])
        .exit(2)
        .run();
    said.tells("git cannot be run");
}
