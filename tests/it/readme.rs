//! `README.md`: every command in it is run, and what it shows is what the program prints.
//!
//! In a `console` block a line `$ equilint …` is a command, run in the root of the repository on 80 columns; the lines
//! below it are its output, `...` for any lines. `UPDATE_README=1 cargo test readme` writes the output anew, but for
//! what an ellipsis stands for.

use std::{
    fs,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::support::{equilint, root};

/// A command of the README and the lines shown below it.
struct Shown {
    command: String,
    /// Indexes of the lines of output in the file.
    lines: std::ops::Range<usize>,
}

fn commands(text: &str) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            shown.push(Shown {
                command: command.to_owned(),
                lines: index + 1..index + 1,
            });
        } else if inside && let Some(last) = shown.last_mut() {
            last.lines.end = index + 1;
        }
    }
    shown
}

/// What the program prints for `command`, on both streams.
fn output(command: &str) -> Option<String> {
    let args = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("equilint "))?;
    let said = equilint().args(args.split_whitespace()).run();
    Some(said.stdout + &said.stderr)
}

/// Whether `got` is what `wanted` shows, where a line `...` stands for any lines.
fn matches(wanted: &[&str], got: &[&str]) -> bool {
    match wanted.split_first() {
        None => got.is_empty(),
        Some((&"...", rest)) => (0..=got.len()).any(|skip| matches(rest, &got[skip..])),
        Some((line, rest)) => got
            .split_first()
            .is_some_and(|(first, after)| first.trim_end() == *line && matches(rest, after)),
    }
}

#[test]
fn every_command_of_the_readme_prints_what_it_shows() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let shown = commands(&text);
    assert!(shown.len() >= 4, "the README shows commands");
    let update = std::env::var_os("UPDATE_README").is_some();
    let mut fresh: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    for one in shown.iter().rev() {
        let Some(output) = output(&one.command) else {
            // `cargo test` and the like: this test is a part of them.
            assert!(one.command.starts_with("cargo "), "{}", one.command);
            continue;
        };
        let wanted = &lines[one.lines.clone()];
        let got: Vec<&str> = output.lines().collect();
        if matches(wanted, &got) {
            continue;
        }
        assert!(
            update,
            "`{}` prints\n{output}\nand the README shows\n{}",
            one.command,
            wanted.join("\n")
        );
        // As many lines before and after the ellipsis as were shown.
        let fold = wanted.iter().position(|line| *line == "...");
        let new: Vec<String> = match fold {
            Some(before) => {
                let after = wanted.len() - before - 1;
                let head = got[..before.min(got.len())].iter();
                let tail = got[got.len().saturating_sub(after)..].iter();
                head.map(|line| line.trim_end().to_owned())
                    .chain(["...".to_owned()])
                    .chain(tail.map(|line| line.trim_end().to_owned()))
                    .collect()
            }
            None => got.iter().map(|line| line.trim_end().to_owned()).collect(),
        };
        fresh.splice(one.lines.clone(), new);
    }
    if update {
        fs::write(path, fresh.join("\n") + "\n").unwrap();
    }
}

#[test]
fn the_table_of_exit_codes_is_what_the_program_does() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let rows: Vec<(&str, i32)> = text
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [command, code, _] = cells.as_slice() else {
                return None;
            };
            Some((
                command.strip_prefix('`')?.strip_suffix('`')?,
                code.parse().ok()?,
            ))
        })
        .collect();
    assert!(rows.len() >= 10, "{rows:?}");
    for code in 0..=2 {
        assert!(rows.iter().any(|(_, own)| *own == code), "a row for {code}");
    }
    // Every command and every option that decides over a code is in it.
    for word in [
        "check",
        "fix",
        "baseline",
        "audit",
        "compare",
        "annotate",
        "explain",
        "why-not",
        "text",
        "rules",
        "init",
        "completions",
        "man",
        "--since",
        "--fix",
        "--unsafe",
        "--interactive",
        "--diff",
        "--exit-zero",
        "--fail-on",
        "--output",
        "--watch",
    ] {
        let named = |(command, _): &(&str, i32)| command.split(' ').any(|part| part == word);
        assert!(rows.iter().any(named), "no row with `{word}`");
    }
    let prepared = prepared();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(command, code)| {
            let folder = TempDir::new().unwrap();
            let copied = Command::new("cp")
                .arg("-a")
                .arg(prepared.path().join("."))
                .arg(folder.path())
                .status();
            assert!(copied.unwrap().success());
            let args = command.strip_prefix("equilint").unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_equilint"))
                .args(args.split_whitespace())
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            let got = output.status.code();
            (got != Some(*code)).then(|| format!("{command}: {code}, not {got:?}\n{stderr}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A git repository with the files that the table of exit codes speaks of.
fn prepared() -> TempDir {
    let folder = TempDir::new().unwrap();
    let run = |program: &str, args: &[&str]| {
        let done = Command::new(program)
            .args(args)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let neutral = b"# Rooms\n\nThe library remains neutral on controversial issues.\n";
    write("clean.md", b"# Rooms\n\nThe rooms have step-free access.\n");
    write("neutral.md", neutral);
    write("locked.md", neutral);
    let locked = folder.path().join("locked.md");
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    write("broken.md", &[0u8, 1, 2, 0, 255, 0]);
    write("empty/photo.jpg", &[0xff, 0xd8]);
    write(
        "policy.docx",
        &fs::read(root().join("fixtures/formats/policy.docx")).unwrap(),
    );
    let program = env!("CARGO_BIN_EXE_equilint");
    run(
        program,
        &[
            "baseline",
            "create",
            "--baseline",
            "known.json",
            "neutral.md",
        ],
    );
    let known = fs::read_to_string(folder.path().join("known.json")).unwrap();
    write(
        "stale.json",
        known.replace("neutral.md", "clean.md").as_bytes(),
    );
    run("git", &["init", "-q"]);
    run("git", &["add", "."]);
    run(
        "git",
        &[
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
            "commit",
            "-q",
            "-m",
            "all",
        ],
    );
    write(
        "same.md",
        b"# Rooms\n\nWe treat everyone the same and do not see differences between our visitors.\n",
    );
    folder
}

#[test]
fn the_rule_of_the_readme_holds() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let rule = text
        .split("```toml\n")
        .skip(1)
        .find(|block| block.starts_with("[[phrase]]"))
        .unwrap();
    let rule = rule.split("```").next().unwrap();
    let args = [
        "rules",
        "test",
        "deflection/mistakes-were-made",
        "--rules",
        "rule.toml",
    ];
    let said = equilint().file("rule.toml", rule).args(args).exit(0).run();
    assert!(
        said.stdout.starts_with("4 examples of 1 rules: 4 hold"),
        "{}",
        said.stdout
    );
}

#[test]
fn the_configuration_of_the_readme_holds() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let config = text
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    equilint()
        .file("equilint.toml", config)
        .file("a.md", "# Rooms\n\nThe rooms have step-free access.\n")
        .exit(0)
        .run();
}
