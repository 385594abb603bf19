//! What cannot be read, found or understood: each a clear error, and the other files are still checked.

use std::{
    fs,
    process::{Command, Output},
};

#[cfg(unix)]
use crate::support::as_somebody;
use crate::support::{Equilint, equilint, root};

const NEUTRAL: &str = "# Rooms\n\nThe library remains neutral on controversial issues.\n";
const CLEAN: &str = "# Rooms\n\nThe rooms have step-free access.\n";

/// A run on a folder with a document that has a warning, which must be told whatever else is there.
fn beside_others() -> Equilint {
    equilint()
        .file("fine.md", NEUTRAL)
        .args(["--format", "short"])
}

fn run_in(folder: &std::path::Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_equilint"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    told(output)
}

/// The exit code, standard output and standard error.
fn told(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn what_is_no_document_is_named_with_what_to_do_and_the_others_are_checked() {
    let word = b"PK\x03\x04 and no more".to_vec();
    for (name, bytes, why) in [
        ("a.md", b"\0\x01\x02\xff binary".to_vec(), "binary data"),
        (
            "a.pdf",
            b"%PDF-1.7 and no more".to_vec(),
            "not read: a.pdf: ",
        ),
        ("a.docx", word.clone(), "not read: a.docx: "),
        ("a.odt", word, "not read: a.odt: "),
        (
            "a.doc",
            vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            "not read: a.doc: ",
        ),
    ] {
        let said = beside_others().file(name, bytes).exit(2).run();
        said.tells(why);
        assert!(
            said.stdout.starts_with("fine.md:3:"),
            "{name}: {}",
            said.stdout
        );
    }
    for name in ["a.md", "a.txt", "a.html", "a.rst", "a.adoc"] {
        beside_others()
            .file(name, "")
            .exit(1)
            .run()
            .tells("2 documents read: 1 warning");
    }
}

#[test]
fn a_packed_document_of_no_bytes_is_damaged_and_an_empty_text_is_not() {
    for name in ["a.docx", "a.odt", "a.epub", "a.pdf"] {
        let said = beside_others().file(name, "").exit(2).run();
        said.tells(&format!("not read: {name}: "));
        said.tells("it holds nothing");
    }
}

#[test]
fn a_result_that_cannot_be_written_says_where_and_why() {
    let written: [&[&str]; 6] = [
        &["fine.md", "--output"],
        &["audit", "fine.md", "-o"],
        &["compare", "fine.md", "fine.md", "-o"],
        &["rules", "new", "merit/ours", "-o"],
        &["baseline", "create", "fine.md", "--force", "--baseline"],
        &["annotate", "policy.docx", "-o"],
    ];
    let policy = fs::read(root().join("fixtures/formats/policy.docx")).unwrap();
    for args in written {
        for (target, why) in [
            ("nowhere/out", "there is no folder nowhere: make it first"),
            ("fine.md/out", "fine.md is no folder"),
            ("in", "in cannot be written: it is a folder"),
        ] {
            let output = format!("json={target}");
            let target = if args.contains(&"--output") {
                &output
            } else {
                target
            };
            // `rules new` replaces nothing, so it has another word for a folder that is there.
            if args[0] == "rules" && target == "in" {
                continue;
            }
            let said = equilint()
                .file("fine.md", NEUTRAL)
                .file("in/a.md", CLEAN)
                .file("policy.docx", &policy)
                .args(args.iter().copied().chain([target]))
                .exit(2)
                .run();
            said.tells(why);
            assert!(!said.stderr.contains(".part"), "{}", said.stderr);
        }
    }
}

#[test]
fn what_there_is_nothing_of_is_said() {
    let said = equilint()
        .file("in/a.jpg", "x")
        .args(["baseline", "create", "in"]);
    let said = said.exit(2).run();
    said.tells("no documents found");
    assert!(!said.folder().join("equilint-baseline.json").exists());
    let said = equilint().file("a.md", CLEAN).args(["--annotate", "out"]);
    let said = said.exit(0).run();
    said.tells("nothing was annotated: no Word document or PDF is among the documents");
    let said = equilint().args(["rules", "test", "--rules", "nowhere"]);
    said.exit(2).run().tells("no such file or folder: nowhere");
    let said = equilint().stdin(NEUTRAL).args(["-", "-"]).exit(1).run();
    said.tells("1 document read");
}

#[test]
fn a_file_of_100_megabytes_is_unread_and_said_so() {
    let said = beside_others().args(["--version"]).run();
    let folder = said.folder();
    let file = fs::File::create(folder.join("big.md")).unwrap();
    file.set_len(100 << 20).unwrap();
    let (code, stdout, stderr) = run_in(&folder, &["--format", "short"]);
    assert_eq!(code, Some(2));
    assert!(stdout.starts_with("fine.md:3:"), "{stdout}");
    let why = "not read: big.md: 104857600 bytes are more than the limit of 67108864: `--max-size` raises it";
    assert!(stderr.contains(why), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let said = beside_others()
        .file("locked.md", CLEAN)
        .args(["--version"])
        .run();
    let folder = said.folder();
    let mode = |name: &str, mode| {
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("", 0o755);
    mode("locked.md", 0o000);
    let Some(output) = as_somebody(&folder, &["--format", "short"]) else {
        return;
    };
    let (code, stdout, stderr) = told(output);
    assert_eq!(code, Some(2), "{stderr}");
    assert!(stdout.starts_with("fine.md:3:"), "{stdout}");
    assert!(stderr.contains("not read: locked.md: "), "{stderr}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_or_nowhere_and_pipes_stop_nobody() {
    use std::os::unix::fs::symlink;
    let said = beside_others()
        .file("in/deep/a.md", CLEAN)
        .args(["--version"])
        .run();
    let folder = said.folder();
    symlink("..", folder.join("in/deep/up")).unwrap();
    symlink("nowhere", folder.join("in/lost.md")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(folder.join("in/pipe.md"))
            .status()
            .unwrap()
            .success()
    );
    let (code, stdout, stderr) = run_in(&folder, &["--format", "short"]);
    assert_eq!(code, Some(2));
    assert!(stdout.starts_with("fine.md:3:"), "{stdout}");
    assert!(
        stderr.contains("in/deep/up: a symbolic link that leads back"),
        "{stderr}"
    );
    assert!(
        stderr.contains("in/lost.md: a symbolic link that leads nowhere"),
        "{stderr}"
    );
    assert!(
        !stderr.contains("not read: in/pipe.md"),
        "a pipe is no document: {stderr}"
    );
}

#[test]
fn every_path_that_is_not_there_is_named_at_once() {
    let said = beside_others().args(["one.md", "two/"]).exit(2).run();
    said.tells("no such file or folder: one.md");
    said.tells("no such file or folder: two/");
}

#[test]
fn beside_a_path_that_is_not_there_the_others_are_checked() {
    let args = ["one.md", "fine.md", "two/", "one.md"];
    let said = beside_others().args(args).exit(2).run();
    assert!(said.stdout.starts_with("fine.md:3:"), "{}", said.stdout);
    said.tells("not read: one.md: no such file or folder");
    said.tells("not read: two/: no such file or folder");
    said.tells("1 document read, 2 not read");
}

#[test]
fn a_rule_file_of_the_wrong_kind_says_what_is_wrong() {
    for (name, bytes, why) in [
        ("r.toml", &b"[[prase]]\nid = \"x\"\n"[..], "r.toml:1:"),
        ("r.toml", b"fail-on = \"note\"\n", "unknown field `fail-on`"),
        ("r.toml", b"\0\x01", "r.toml:1:"),
        ("r.toml", b"\xff\xfe", "is not UTF-8 text"),
        ("r.txt", b"words", "r.txt:1:"),
    ] {
        let run = beside_others().file(name, bytes).args(["--rules", name]);
        run.exit(2).run().tells(why);
    }
    for (path, why) in [
        ("nowhere", "nowhere"),
        ("empty", "no rule file (`*.toml`) in empty"),
    ] {
        let run = beside_others()
            .file("empty/a.md", CLEAN)
            .args(["--rules", path]);
        run.exit(2).run().tells(why);
    }
}

#[test]
fn every_mistake_of_a_rule_file_is_underlined_at_once() {
    let rules = r#"[[phrase]]
id = "comfort/one"
message = "m"
why = "w"
find = ["a {nosuch} b", "(("]
unless = ["nosuchcontext"]
rewrites = [{ title = "T", with = "{nosuchslot} x" }]
bad = [{ text = "One here.", flags = "One" }, { text = "Two here.", flags = "Two" }]
good = ["Fine.", "Fine too."]

[[phrase]]
id = "comfort/one"
message = "m"
why = "w"
find = ["every pig flies"]
bad = [{ text = "Every pig flies.", flags = "Every pig flies" }, { text = "So every pig flies.", flags = "every pig flies" }]
good = ["No pig flies.", "None."]

[[context]]
name = "unused-one"
says = "x"
scope = "around"
find = ["abc"]
"#;
    let said = beside_others()
        .file("r.toml", rules)
        .args(["--rules", "r.toml"])
        .exit(2)
        .run();
    for (why, underlined) in [
        ("no vocabulary is named `nosuch`", "r.toml:5:9"),
        ("a choice in brackets is empty", "r.toml:5:25"),
        ("no context is named `nosuchcontext`", "r.toml:6:11"),
        ("a rewrite has no slot `{nosuchslot}`", "r.toml:7:35"),
        ("a second rule has the id `comfort/one`", "r.toml:12:6"),
        ("no rule uses the context `unused-one`", "r.toml:20:8"),
    ] {
        said.tells(&format!("× {why} ╭─[{underlined}]"));
    }
    for (from, to, why) in [
        ("find = [\"every", "fnd = [\"every", "did you mean `find`?"),
        ("message = \"m\"", "message = 3", "expected a string"),
        ("id = \"comfort/one\"", "id = \"comfrt/one\"", "comfrt"),
    ] {
        let start = rules.rfind("[[phrase]]").unwrap();
        let end = rules.find("[[context]]").unwrap();
        let rule = rules[start..end].replacen(from, to, 1);
        let said = beside_others()
            .file("r.toml", &rule)
            .args(["--rules", "r.toml"])
            .exit(2)
            .run();
        said.tells(why);
        said.tells("╭─[r.toml:");
    }
}

#[test]
fn mistakes_of_keys_and_types_are_told_at_once_too() {
    let rules = r#"[[phrase]]
id = 7
message = "m"
wy = "w"
find = ["one thing", 2]
bad = [{ text = "One.", flgs = "One" }]
good = "Fine."

[[phrase]]
message = "m"
why = "w"
find = ["another thing"]
bad = []
good = []

[[contxt]]
name = "x"
"#;
    let said = beside_others()
        .file("r.toml", rules)
        .args(["--rules", "r.toml"])
        .exit(2)
        .run();
    for place in ["2:6", "4:1", "5:22", "6:25", "7:8", "9:1", "16:3"] {
        said.tells(&format!("╭─[r.toml:{place}]"));
    }
    assert_eq!(
        said.stderr.matches("╭─[r.toml:").count(),
        7,
        "{}",
        said.stderr
    );
}

#[test]
fn an_example_that_does_not_hold_fails_the_test_of_rules() {
    let rule = r#"[[phrase]]
id = "deflection/one"
message = "m"
why = "w"
find = ["mistakes were made"]
bad = [{ text = "No bird flies here.", flags = "bird" }, { text = "Mistakes were made in this case.", flags = "Mistakes were made" }]
good = ["We know that mistakes were made.", "We made mistakes in hiring."]
"#;
    let args = ["rules", "test", "deflection/one", "--rules", "r.toml"];
    let said = equilint().file("r.toml", rule).args(args).exit(1).run();
    assert!(
        said.stdout
            .contains("4 examples of 1 rules: 2 hold, 1 missing, 1 noisy"),
        "{}",
        said.stdout
    );
}

#[test]
fn more_patterns_than_anybody_writes_are_still_rules() {
    let patterns: Vec<String> = (0..70_000_u32)
        .map(|number| {
            let letter =
                |at: u32| char::from(b'a' + u8::try_from(number / 26_u32.pow(at) % 26).unwrap());
            let word: String = (0..4).map(letter).collect();
            format!("\"q{word} z{word} y{word}\"")
        })
        .collect();
    let rule = format!(
        "[[phrase]]\nid = \"comfort/many\"\nmessage = \"m\"\nwhy = \"w\"\nseverity = \"note\"\nfind = [{}]\n",
        patterns.join(",\n")
    );
    let said = equilint()
        .file("many.toml", rule)
        .file("a.md", "# Rooms\n\nThe qaaaa zaaaa yaaaa stands here.\n")
        .args(["a.md", "--rules", "many.toml", "--format", "short"])
        .run();
    assert!(said.stdout.contains("[comfort/many] m"), "{}", said.stdout);
}
