//! What hostile words cannot do to any format.

use crate::support::{Said, equilint};

const FORMATS: [&str; 11] = [
    "pretty",
    "plain",
    "short",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "markdown",
];

/// What text of others may hold to become something else in a format.
const HOSTILE: [&str; 8] = [
    "::set-output name=x::y",
    "%0A::error::x%25",
    "\u{1b}[31m\u{7}\u{8}\u{9b}31m\u{7f}",
    "\u{202e}\u{2066}\u{200f}\u{2028}",
    "]]><b>&amp;<script>alert(1)</script>",
    "@everyone [l](javascript:x) `c` | # $x$",
    "\"'\\,;=cmd|' /C calc'!A0",
    "é\u{301}\u{1f468}\u{200d}\u{1f469}\u{feff}",
];

/// Findings whose sentences and headings hold all of [`HOSTILE`], and the word `long`.
fn hostile_text(long: &str) -> String {
    let mut text = String::new();
    for words in HOSTILE {
        text.push_str(&format!(
            "# Rooms {words}\n\nThe {words} library remains neutral on {words} issues.\n\n"
        ));
    }
    text + &format!("# Long\n\nThe library remains neutral on {long} issues.\n")
}

/// File names: every hostile text that the system allows in one, line ends included.
fn hostile_names() -> Vec<String> {
    let names = HOSTILE.iter().map(|words| words.replace('/', "∕"));
    let mut names: Vec<String> = names.map(|words| format!("{words}.md")).collect();
    if cfg!(unix) {
        names.push("a\n::error file=x::forged\nb.md:1:1: error[x] forged\r.md".to_owned());
        names.push("=cmd|' \t.md".to_owned());
    }
    names
}

pub(crate) fn hostile(args: &[&str], long: &str) -> Said {
    let mut run = equilint().file("broken\n::error::x.md", [0u8, 1, 2, 0, 255, 0]);
    for name in hostile_names() {
        run = run.file(&name, "# Rooms\n\nThe library remains neutral on issues.\n");
    }
    run.file("z.md", hostile_text(long))
        .args(args.iter().copied())
        .exit(2)
        .run()
}

/// Whether `c` is a control character that no format may pass on as it is.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// Fail unless `text` is well-formed XML.
pub(crate) fn xml(text: &str) {
    use quick_xml::{Reader, events::Event};
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap();
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

#[test]
fn hostile_words_stay_data_in_every_format() {
    // One run draws them all, each into a file of its own.
    let outputs = FORMATS.map(|format| format!("{format}=out.{format}"));
    let outputs = outputs
        .iter()
        .flat_map(|output| ["--output", output.as_str()]);
    let said = hostile(&outputs.collect::<Vec<_>>(), &"x".repeat(1 << 20));
    for format in FORMATS {
        let out = &said.text_of(&format!("out.{format}"));
        let json = ["json", "jsonl", "sarif", "gitlab"].contains(&format);
        // JSON escapes what is below a space; what is above is data to whoever parses it.
        let raw = out
            .chars()
            .find(|c| is_control(*c) && !(json && *c >= '\u{7f}'));
        assert_eq!(raw, None, "{format}");
        assert!(
            !said.stderr.contains(is_control),
            "{format}: {}",
            said.stderr
        );
        // No line of a file name begins a line of its own.
        for forged in ["::error file=x::forged", "b.md:1:1: error[x] forged"] {
            for text in [out, &said.stderr] {
                assert!(
                    !text.lines().any(|line| line.starts_with(forged)),
                    "{format}: {forged}"
                );
            }
        }
        let bidi = ['\u{202e}', '\u{2066}', '\u{200f}', '\u{2028}'];
        let drawn = ["pretty", "plain", "short", "github", "markdown"];
        assert!(!drawn.contains(&format) || !out.contains(bidi), "{format}");
        // A word of any length is drawn in a few lines.
        let prose = ["pretty", "short", "markdown"];
        assert!(
            !prose.contains(&format) || out.len() < 1 << 20,
            "{format}: {}",
            out.len()
        );
        match format {
            "junit" | "checkstyle" => {
                xml(out);
                assert!(
                    !out.contains("<script>") && !out.contains("]]>"),
                    "{format}"
                );
            }
            "markdown" => {
                assert!(
                    !out.contains("<script>") && !out.contains("](javascript"),
                    "{out}"
                );
                assert!(!out.contains("@everyone"), "a mention");
            }
            "github" => {
                let known = ["::warning file=", "::error file=", "::notice file="];
                for line in out.lines() {
                    assert!(known.iter().any(|head| line.starts_with(head)), "{line}");
                }
            }
            "short" => {
                let odd = |line: &&str| !line.contains(": warning[neutral-stance/");
                assert_eq!(out.lines().find(odd), None);
            }
            _ => {}
        }
    }
}

#[test]
fn formats_of_json_give_back_names_and_words_as_they_are() {
    let mut names = hostile_names();
    names.sort();
    let report = hostile(
        &[
            "--format", "json", "--output", "sarif=s", "--output", "gitlab=g", "--output",
            "jsonl=l",
        ],
        "long",
    );
    let said = report.json();
    let mut found: Vec<&str> = said["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["path"].as_str().unwrap())
        .filter(|path| *path != "z.md")
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, names);
    let words = said["findings"].as_array().unwrap().iter();
    let excerpts: String = words
        .map(|finding| finding["excerpt"].as_str().unwrap())
        .collect();
    for words in &HOSTILE[..2] {
        assert!(excerpts.contains(words), "{words}");
    }
    for file in ["s", "g"] {
        let other: serde_json::Value = serde_json::from_str(&report.text_of(file)).unwrap();
        assert!(other.to_string().contains("broken"), "{file}");
    }
    for line in report.text_of("l").lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn hostile_words_stay_data_in_every_format_of_an_audit() {
    let commit = "The library posts the salary range of every job";
    for format in ["table", "json", "csv", "markdown", "html"] {
        let mut run = equilint();
        for (name, words) in hostile_names().iter().zip(HOSTILE) {
            run = run.file(name, format!("# Hiring {words}\n\n{commit} {words}.\n"));
        }
        let out = run.args(["audit", "--format", format]).exit(0).run().stdout;
        let raw = out
            .chars()
            .find(|c| is_control(*c) && *c < '\u{7f}' && *c != '\r');
        assert_eq!(raw, None, "{format}");
        if ["markdown", "html"].contains(&format) {
            assert!(!out.contains("<script>alert"), "{format}");
        }
        if format == "csv" {
            // A spreadsheet takes what begins so for a formula.
            let mut rows = csv::Reader::from_reader(out.as_bytes());
            for cell in rows.records().flat_map(|row| {
                let row = row.unwrap();
                row.iter().map(str::to_owned).collect::<Vec<_>>()
            }) {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
        }
    }
}
