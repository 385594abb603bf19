//! `--watch`: a program that goes on running, stopped by the test.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use crate::support::equilint;

const NEUTRAL: &str = "# Rooms\n\nThe library remains neutral on controversial issues.\n";
const CLEAN: &str = "# Rooms\n\nThe rooms have step-free access.\n";

/// Longest wait for a line; a machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, killed when the test ends.
struct Watching(Child, Receiver<String>);

impl Watching {
    fn begin(folder: &std::path::Path, args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_equilint"))
            .args(["--watch", "--format", "short"])
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let streams: [Box<dyn std::io::Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Self(child, lines)
    }

    /// Wait for a line that holds `words`.
    fn until(&self, words: &str) {
        loop {
            let line = self.1.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no line with {words:?}"));
            if line.contains(words) {
                return;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_change_of_a_document_or_the_configuration_is_checked_again() {
    let said = equilint().file("a.md", CLEAN).args(["--version"]).run();
    let folder = said.folder();
    // What the program writes itself is no change, or it would never rest.
    let watching = Watching::begin(&folder, &["--output", "json=out.md"]);
    watching.until("1 document read: nothing found");
    std::fs::write(folder.join("a.md"), NEUTRAL).unwrap();
    watching.until("a.md changed");
    watching.until("a.md:3:");
    watching.until("document");
    std::fs::write(folder.join("equilint.toml"), "fail-on = \"nevr\"\n").unwrap();
    watching.until("did you mean `never`?");
    std::fs::write(
        folder.join("equilint.toml"),
        "[rules]\nneutral-stance = \"off\"\n",
    )
    .unwrap();
    watching.until("nothing found");
    std::fs::remove_file(folder.join("equilint.toml")).unwrap();
    watching.until("a.md:3:");
    watching.until("read: 1 warning");
    assert!(
        watching.1.recv_timeout(Duration::from_millis(700)).is_err(),
        "it rests"
    );
}

#[test]
fn watching_changes_no_document() {
    for args in [
        &["fix", "--watch"][..],
        &["--fix", "--watch"],
        &["--watch", "-"],
    ] {
        equilint()
            .file("a.md", NEUTRAL)
            .args(args.iter().copied())
            .exit(2)
            .run();
    }
}
