//! Comments and tracked changes as bytes put into the main part; everything else in it stays as it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    ops::Range,
};

use super::{AUTHOR, AnnotateError, change::Change, package::Names};
use crate::{
    document::docx::map::{ChildKind, Map, Run},
    output::escape::xml,
    text::{Edit, apply},
};

/// Something that goes in at one place. Marks of one place stand in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// New text: the run whose formatting it takes, and the text.
    Insertion(u32, String),
    /// The words of a comment end.
    CommentEnd(u32),
    /// The words of a comment begin.
    CommentStart(u32),
}

/// Everything that goes into the main part.
pub(super) struct Plan {
    /// By place in the part.
    marks: BTreeMap<u32, Vec<Mark>>,
    /// Bytes that go, by run.
    deletions: BTreeMap<u32, Vec<Range<u32>>>,
    /// Ids in use.
    used: BTreeSet<u32>,
    /// The next id to try.
    next: u32,
    /// When, as the file writes it.
    date: String,
    names: Names,
}

impl Plan {
    /// Begin with nothing. `used` are the ids that the file uses already.
    pub(super) fn new(used: BTreeSet<u32>, date: String, names: Names) -> Self {
        Self {
            marks: BTreeMap::new(),
            deletions: BTreeMap::new(),
            used,
            next: 0,
            date,
            names,
        }
    }

    /// An id that nothing else has.
    pub(super) fn id(&mut self) -> u32 {
        while !self.used.insert(self.next) {
            self.next += 1;
        }
        self.next
    }

    /// Put `mark` in at `at`.
    pub(super) fn mark(&mut self, at: u32, mark: Mark) {
        self.marks.entry(at).or_default().push(mark);
    }

    /// Carry out `change`.
    pub(super) fn change(&mut self, change: Change) {
        for (run, range) in change.deletions {
            self.deletions.entry(run).or_default().push(range);
        }
        for (at, run, with) in change.insertions {
            self.mark(at, Mark::Insertion(run, with));
        }
    }

    /// `source`, the main part, with everything put in.
    ///
    /// # Errors
    /// When two changes would overlap, which the plan's maker rules out.
    pub(super) fn apply(mut self, source: &str, map: &Map) -> Result<String, AnnotateError> {
        let marks = std::mem::take(&mut self.marks);
        let mut written = BTreeMap::new();
        for (at, mut marks) in marks {
            // Insertions of one place keep the order of their findings.
            marks.sort_by_key(|mark| match mark {
                Mark::Insertion(..) => 0,
                Mark::CommentEnd(_) => 1,
                Mark::CommentStart(_) => 2,
            });
            let mut text = String::new();
            for mark in &marks {
                self.write(mark, source, map, &mut text);
            }
            written.insert(at, text);
        }
        let deletions = std::mem::take(&mut self.deletions);
        let mut edits = Vec::new();
        for (index, run) in (0_u32..).zip(&map.runs) {
            if run.part != 0 || run.host.is_some() {
                continue;
            }
            let gone = deletions.get(&index).map_or(&[][..], Vec::as_slice);
            let inside: Vec<(u32, String)> = written
                .extract_if(run.range.start + 1..run.range.end, |_, _| true)
                .collect();
            if !gone.is_empty() || !inside.is_empty() {
                let text = self.rewritten(source, run, gone, &inside);
                edits.push(Edit::replacement(run.range.clone(), text));
            }
        }
        edits.extend(
            written
                .into_iter()
                .map(|(at, text)| Edit::insertion(at, text)),
        );
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        apply(source, &edits).map_err(|_| AnnotateError::CheckFailed)
    }

    /// Write one mark.
    fn write(&mut self, mark: &Mark, source: &str, map: &Map, out: &mut String) {
        let names = self.names.clone();
        let Names {
            element,
            attribute,
            declare,
        } = &names;
        match mark {
            Mark::CommentStart(id) => {
                out.push_str(&format!(
                    "<{element}commentRangeStart{declare} {attribute}id=\"{id}\"/>"
                ));
            }
            Mark::CommentEnd(id) => {
                out.push_str(&format!(
                    "<{element}commentRangeEnd{declare} {attribute}id=\"{id}\"/><{element}r{declare}><{element}commentReference {attribute}id=\"{id}\"/></{element}r>"
                ));
            }
            Mark::Insertion(run, with) => {
                let properties = map
                    .runs
                    .get(*run as usize)
                    .and_then(|run| run.properties.clone())
                    .map_or("", |range| slice(source, range));
                out.push_str(&self.revision("ins"));
                out.push_str(&format!("<{element}r>{properties}"));
                for (number, line) in with.split('\n').enumerate() {
                    if number > 0 {
                        out.push_str(&format!("<{element}br/>"));
                    }
                    let line = xml(line);
                    out.push_str(&format!(
                        "<{element}t xml:space=\"preserve\">{line}</{element}t>"
                    ));
                }
                out.push_str(&format!("</{element}r></{element}ins>"));
            }
        }
    }

    /// The start tag of a tracked change.
    fn revision(&mut self, kind: &str) -> String {
        let id = self.id();
        let date = &self.date;
        let Names {
            element,
            attribute,
            declare,
        } = &self.names;
        let mut out = String::new();
        // Writing into a string does not fail.
        let _ = write!(
            out,
            "<{element}{kind}{declare} {attribute}id=\"{id}\" {attribute}author=\"{AUTHOR}\" {attribute}date=\"{date}\">"
        );
        out
    }

    /// `run` in pieces: parted at every mark, what goes marked as deleted.
    fn rewritten(
        &mut self,
        source: &str,
        run: &Run,
        gone: &[Range<u32>],
        inside: &[(u32, String)],
    ) -> String {
        let open = slice(source, run.open.clone());
        let properties = run
            .properties
            .clone()
            .map_or("", |range| slice(source, range));
        let mut pieces = Pieces {
            plan: self,
            name: tag_name(open),
            open,
            properties,
            out: String::new(),
            body: String::new(),
            gone: false,
        };
        let mut marks = inside.iter().peekable();
        let is_gone = |range: &Range<u32>| {
            gone.iter()
                .any(|gone| gone.start <= range.start && range.end <= gone.end)
        };
        for child in &run.children {
            while let Some((_, text)) = marks.next_if(|(at, _)| *at <= child.range.start) {
                pieces.put(text);
            }
            let ChildKind::Text(content) = &child.kind else {
                pieces.add(slice(source, child.range.clone()), is_gone(&child.range));
                continue;
            };
            let cuts = gone
                .iter()
                .flat_map(|range| [range.start, range.end])
                .chain(inside.iter().map(|(at, _)| *at));
            let mut cuts: Vec<u32> = cuts
                .filter(|at| content.start < *at && *at < content.end)
                .chain([content.start, content.end])
                .collect();
            cuts.sort_unstable();
            cuts.dedup();
            let raw = slice(source, child.range.clone());
            let tag = tag_name(raw);
            if let [start, end] = cuts[..]
                && !is_gone(&(start..end))
            {
                pieces.add(raw, false);
                continue;
            }
            for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
                while let Some((_, text)) = marks.next_if(|(at, _)| at <= start) {
                    pieces.put(text);
                }
                let range = *start..*end;
                let deleted = is_gone(&range);
                let prefix = tag
                    .split_once(':')
                    .map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
                let name = if deleted {
                    format!("{prefix}delText")
                } else {
                    tag.to_owned()
                };
                let text = slice(source, range);
                pieces.add(
                    &format!("<{name} xml:space=\"preserve\">{text}</{name}>"),
                    deleted,
                );
            }
        }
        for (_, text) in marks {
            pieces.put(text);
        }
        pieces.finish()
    }
}

/// A run being written in pieces.
struct Pieces<'p, 's> {
    plan: &'p mut Plan,
    /// Qualified name of the run's element.
    name: &'s str,
    open: &'s str,
    properties: &'s str,
    out: String,
    /// Children of the piece being written.
    body: String,
    /// Whether that piece is deleted.
    gone: bool,
}

impl Pieces<'_, '_> {
    /// Add a child.
    fn add(&mut self, child: &str, gone: bool) {
        if gone != self.gone {
            self.flush();
            self.gone = gone;
        }
        self.body.push_str(child);
    }

    /// Put `text` between two pieces.
    fn put(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text);
    }

    /// End the piece being written.
    fn flush(&mut self) {
        if self.body.is_empty() {
            return;
        }
        if self.gone {
            let open = self.plan.revision("del");
            self.out.push_str(&open);
        }
        self.out.push_str(self.open);
        self.out.push_str(self.properties);
        self.out.push_str(&self.body);
        self.out.push_str(&format!("</{}>", self.name));
        if self.gone {
            let element = &self.plan.names.element;
            self.out.push_str(&format!("</{element}del>"));
        }
        self.body.clear();
    }

    fn finish(mut self) -> String {
        self.flush();
        self.out
    }
}

/// The qualified name in a tag.
fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    let end = name
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(name.len());
    name.get(..end).unwrap_or_default()
}

/// Bytes of the part. Ranges come from the reader of this very part, so they lie on characters of it.
fn slice(source: &str, range: Range<u32>) -> &str {
    source
        .get(range.start as usize..range.end as usize)
        .expect("the reader's ranges lie on characters of the part")
}
