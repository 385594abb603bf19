//! `fix --interactive`: a person is asked, finding by finding, which rewrite is written.
//!
//! What is accepted in a document is written when its last question is answered. Quitting, or the end of input, writes what
//! was accepted so far and asks no more; a process that is stopped leaves the document at hand as it was.

use std::{
    fmt::Write as _,
    io::{self, BufRead as _, IsTerminal as _},
    ops::Range,
    process::Command,
};

use super::{
    args::FixArgs,
    exit::Failure,
    fix::{Change, Counts, writable},
    job::{Job, Source},
    terminal::Terminal,
    work::Task,
};
use crate::{
    engine::{self, Left, Reading, reach},
    finding::{Applicability, Finding, Fix},
    output::{Draw as _, Human, Look, Problem, clean_line, paragraph},
    text::{self, Edit},
};

/// Most rounds over one document: a rewrite may bring up another finding, and that one the next, but not for ever.
const ROUNDS: usize = 10;

const HELP: &str = "y - write the first rewrite\n\
    1, 2, … - write that rewrite\n\
    n - leave the words as they are (so does an empty line)\n\
    e - write words of your own\n\
    q - write what was accepted so far, and ask no more\n";

/// Ask about every finding in `tasks` that has a rewrite.
pub(super) fn run(tasks: &[Task], args: &FixArgs, terminal: &Terminal) -> Result<Counts, Failure> {
    let stdin = |job: &Job| matches!(job.source, Source::Bytes(_));
    if tasks.iter().filter_map(Task::job).any(stdin) {
        let problem = Problem::new("standard input cannot be both the document and the answers");
        return Err(Failure::one(problem.with_help("name the document's file")));
    }
    let mut asking = Asking {
        look: Look {
            all_fixes: true,
            ..terminal.error_look()
        },
        blanks: args.with_blanks,
        quit: false,
    };
    let mut counts = Counts::default();
    for job in tasks.iter().filter_map(Task::job) {
        if asking.quit {
            break;
        }
        // A document that cannot be read is reported when what is left is judged.
        let change = job.careful(|| asking.document(job));
        counts.add(change.unwrap_or_default());
    }
    Ok(counts)
}

/// A conversation.
struct Asking {
    look: Look,
    /// Whether blanks are written as they are.
    blanks: bool,
    /// Whether the person wants no more questions.
    quit: bool,
}

/// What was answered.
enum Answer {
    /// Put these edits into the file.
    Write(Vec<Edit>),
    Leave,
}

impl Asking {
    /// Ask about the document of `job`, and write what was accepted.
    fn document(&mut self, job: &Job) -> Result<Change, String> {
        let bytes = job.bytes()?;
        let document = job.read_bytes(&bytes)?;
        let mut change = Change::default();
        let mut findings = job.judge(&document).findings;
        let Some(source) = writable(&document, &bytes) else {
            change.left.insert(Left::NotWritable, findings.len());
            return Ok(change);
        };
        let judge =
            |text: &str| Ok::<_, String>(job.judge(&job.read_bytes(text.as_bytes())?).findings);
        let mut text = source.to_owned();
        // After the first round only what was rewritten, and what touched it, is asked about.
        let mut regions: Option<Vec<Range<u32>>> = None;
        for _ in 0..ROUNDS {
            let (edits, next) = self.round(&text, &findings, regions.as_deref(), &judge)?;
            if edits.is_empty() {
                break;
            }
            change.written += next.len();
            text = text::apply(&text, &edits).map_err(|error| error.to_string())?;
            findings = judge(&text)?;
            regions = Some(next);
            if self.quit {
                break;
            }
        }
        for finding in &findings {
            change.leave(
                match finding.fixes.iter().any(|fix| !fix.edits.is_empty()) {
                    true => Left::Declined,
                    false if finding.fixes.is_empty() => Left::NoRewrite,
                    false => Left::NotWritable,
                },
            );
        }
        if text != source {
            change.put(&job.source, &job.shown(), source, &text);
        }
        Ok(change)
    }

    /// Ask about those of `findings` that touch `regions`. Gives the edits that were accepted, in order, and where they
    /// and what touches them are in the new text.
    fn round(
        &mut self,
        text: &str,
        findings: &[Finding],
        regions: Option<&[Range<u32>]>,
        judge: &dyn Fn(&str) -> Result<Vec<Finding>, String>,
    ) -> Result<(Vec<Edit>, Vec<Range<u32>>), String> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut taken: Vec<Range<u32>> = Vec::new();
        let touch = |a: &Range<u32>, b: &Range<u32>| a.start <= b.end && b.start <= a.end;
        for finding in findings {
            if self.quit {
                break;
            }
            let words = finding.location.span.clone().unwrap_or_default();
            let asked = regions.is_none_or(|regions| regions.iter().any(|one| touch(one, &words)));
            let fixes = finding.fixes.iter().filter(|fix| !fix.edits.is_empty());
            let wide = fixes.clone().map(reach).fold(words.clone(), |wide, one| {
                wide.start.min(one.start)..wide.end.max(one.end)
            });
            if !asked || fixes.clone().next().is_none() {
                continue;
            }
            // What touches an accepted rewrite is asked about when that has been written.
            if let Some(one) = taken.iter_mut().find(|one| touch(one, &wide)) {
                *one = one.start.min(words.start)..one.end.max(words.end);
                continue;
            }
            let mut offered = Vec::new();
            for fix in fixes {
                let mended = text::apply(text, &fix.edits).map_err(|error| error.to_string())?;
                if engine::holds(finding, fix, &judge(&mended)?) {
                    offered.push(fix);
                }
            }
            if offered.is_empty() {
                continue;
            }
            if let Answer::Write(accepted) = self.ask(text, finding, &offered) {
                edits.extend(accepted);
                taken.push(wide);
            }
        }
        edits.sort_by_key(|edit| edit.range.start);
        let moved = |range: &Range<u32>| {
            // Where a rewrite begins its text begins, too: only what stands before it moves that place.
            let start = edits
                .iter()
                .take_while(|edit| edit.range.end <= range.start);
            let start = text::moved(&start.cloned().collect::<Vec<_>>(), range.start);
            start..text::moved(&edits, range.end + 1).saturating_sub(1)
        };
        let regions = taken.iter().map(moved).collect();
        Ok((edits, regions))
    }

    /// Show `finding` with the rewrites `offered`, and ask until there is an answer.
    fn ask(&mut self, text: &str, finding: &Finding, offered: &[&Fix]) -> Answer {
        Terminal::say(&self.shown(finding, offered));
        let numbers = match offered.len() {
            1 => "1".to_owned(),
            many => format!("1-{many}"),
        };
        loop {
            let Some(answer) = self.line(&format!("Write a rewrite? [y,{numbers},n,e,q,?] "))
            else {
                return Answer::Leave;
            };
            let choice = match answer.trim() {
                "y" | "Y" => Some(0),
                number => number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)),
            };
            if let Some(fix) = choice.and_then(|choice| offered.get(choice)) {
                return self.filled(fix);
            }
            match answer.trim() {
                "n" | "N" | "" => return Answer::Leave,
                "e" => {
                    return match offered.first() {
                        Some(fix) => self.edited(text, fix),
                        None => Answer::Leave,
                    };
                }
                "q" => {
                    self.quit = true;
                    return Answer::Leave;
                }
                _ => Terminal::say(HELP),
            }
        }
    }

    /// The finding, drawn, and its rewrites by number.
    fn shown(&self, finding: &Finding, offered: &[&Fix]) -> String {
        let bare = Finding {
            fixes: Vec::new(),
            ..finding.clone()
        };
        let reading = Reading {
            findings: vec![bare],
            ..Reading::default()
        };
        let mut drawn = Vec::new();
        Human::new(self.look.clone()).piece(&reading, &mut drawn);
        let mut out = String::from_utf8_lossy(&drawn).into_owned();
        for (index, fix) in offered.iter().enumerate() {
            let blanks = if fix.applicability == Applicability::Display {
                " (for you to complete)"
            } else {
                ""
            };
            let _ = writeln!(out, "  {} {}{blanks}", index + 1, clean_line(&fix.title));
            let after = paragraph(&clean_line(&fix.after), self.look.width, "    ", "    ");
            let _ = writeln!(out, "{after}");
        }
        out
    }

    /// `fix` with its blanks filled by the person; nothing where one is left empty.
    fn filled(&mut self, fix: &Fix) -> Answer {
        let mut edits = fix.edits.clone();
        if fix.applicability != Applicability::Display || self.blanks {
            return Answer::Write(edits);
        }
        for edit in &mut edits {
            let mut filled = String::new();
            let mut rest = edit.with.as_str();
            while let Some((before, blank)) = rest.split_once('[') {
                let Some((name, after)) = blank.split_once(']') else {
                    break;
                };
                let words = self.line(&format!("{}: ", clean_line(name)));
                let Some(words) = words.filter(|words| !words.trim().is_empty()) else {
                    Terminal::say("left as it is: a blank was not filled\n");
                    return Answer::Leave;
                };
                filled.push_str(before);
                filled.push_str(words.trim());
                rest = after;
            }
            filled.push_str(rest);
            edit.with = filled;
        }
        Answer::Write(edits)
    }

    /// Words of the person's own in place of those that `fix` rewrites.
    fn edited(&mut self, text: &str, fix: &Fix) -> Answer {
        let range = reach(fix);
        let shift = |at: u32| at - range.start;
        let own: Vec<Edit> = fix
            .edits
            .iter()
            .map(|edit| {
                let range = shift(edit.range.start)..shift(edit.range.end);
                Edit::replacement(range, edit.with.as_str())
            })
            .collect();
        let old = text.get(range.start as usize..range.end as usize);
        let Some(suggested) = old.and_then(|old| text::apply(old, &own).ok()) else {
            return Answer::Leave;
        };
        let typed = match editor() {
            Some(editor) => in_editor(&editor, &suggested).map_err(|error| {
                Terminal::say(&format!("the editor `{editor}` cannot be used: {error}\n"));
            }),
            None => {
                let shown = clean_line(suggested.trim()).into_owned();
                Terminal::say(&format!("suggested: {shown}\n"));
                self.line("yours: ").ok_or(())
            }
        };
        let typed = typed.unwrap_or_default();
        let words = typed.trim();
        if words.is_empty() || Some(words) == old.map(str::trim) {
            Terminal::say("left as it is\n");
            return Answer::Leave;
        }
        // White space around the words belongs to the document.
        let lead = suggested.len() - suggested.trim_start().len();
        let lead = suggested.get(..lead).unwrap_or_default();
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let words = words.lines().collect::<Vec<_>>().join(line_end);
        Answer::Write(vec![Edit::replacement(range, format!("{lead}{words}"))])
    }

    /// What the person types after `prompt`; `None` at the end of input, where nothing more is asked.
    fn line(&mut self, prompt: &str) -> Option<String> {
        Terminal::say(prompt);
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => {
                self.quit = true;
                Terminal::say("\n");
                None
            }
            Ok(_) => Some(line),
        }
    }
}

/// The person's editor, where one is named and a person is there to use it.
fn editor() -> Option<String> {
    let named = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|editor| !editor.trim().is_empty())
    };
    let editor = named("VISUAL").or_else(|| named("EDITOR"))?;
    io::stdin().is_terminal().then_some(editor)
}

/// What becomes of `text` in `editor`.
fn in_editor(editor: &str, text: &str) -> io::Result<String> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(editor);
    let file = tempfile::Builder::new()
        .prefix("equilint-")
        .suffix(".txt")
        .tempfile()?;
    io::Write::write_all(&mut file.as_file(), text.as_bytes())?;
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()?;
    if !status.success() {
        return Err(io::Error::other(format!("it ended with {status}")));
    }
    let bytes = crate::files::read(file.path(), 1 << 20)?;
    String::from_utf8(bytes).map_err(|_| io::Error::other("what it wrote is not UTF-8"))
}
