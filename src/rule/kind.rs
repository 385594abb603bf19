//! Which kind of policy a document is, and what it was taken for that by.

use std::sync::Arc;

use super::{
    RuleSet,
    lang::KindCode,
    matcher::View,
    prose::Prose,
    reader::{Parts, Reader},
    unit::Unit,
};
use crate::document::{Block, BlockKind, Document};

/// A kind of policy that a document was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name: `meeting-room`.
    pub name: Arc<str>,
    /// What showed it, for a person: "its title says “Meeting rooms”".
    pub why: String,
    /// Whether its author, the configuration or its own title says so: only then is anything asked of it.
    pub sure: bool,
    /// How strongly: 5 is a title, 3 a heading, 1 a word of the text; a property or the configuration is 9.
    pub score: u32,
}

/// A top-level section of a handbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionKinds {
    /// Its heading, an index into the blocks.
    pub block: usize,
    /// What it was taken for.
    pub kinds: Vec<Kind>,
}

/// What a document was taken for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Best first; empty where nothing was recognised.
    pub kinds: Vec<Kind>,
    /// A handbook's sections.
    pub sections: Vec<SectionKinds>,
    /// Why it is not asked for anything; `None` for a policy.
    pub exempt: Option<String>,
}

impl Kinds {
    /// Whether it is not in English: then nothing is known of what it says.
    pub fn is_foreign(&self) -> bool {
        // What is exempt for another reason was recognised as something.
        self.exempt.is_some() && self.kinds.is_empty()
    }
}

/// How much of a document is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Properties, file name, title and headings.
    Names,
    /// The text too.
    Text,
}

/// A title says it.
const TITLE: u32 = 5;
/// The file's name says it.
const FILE: u32 = 4;
/// A heading says it.
const HEADING: u32 = 3;
/// The author says it.
const SAID: u32 = 9;
/// Words of the text count so much together, at most.
const TEXT: u32 = 5;
/// Less is no recognition: a heading alone may be about anything.
const LEAST: u32 = 4;
/// Kinds among its sections that make a document a handbook.
const HANDBOOK: usize = 4;
/// Words of a document that can be told to be of a language.
const LANGUAGE_WORDS: usize = 30;
/// Units of a text whose words are looked at, at most.
const UNITS: usize = 200;
/// Words that are looked at to tell it, at most.
const SAMPLE: usize = 400;

/// What the document is. `said` are kinds that the configuration names for it; they settle the matter.
pub(crate) fn kinds(prose: &Prose<'_>, set: &RuleSet, depth: Depth, said: &[String]) -> Kinds {
    let document = prose.document;
    let checks = set.checks();
    if let Some(language) = language(prose, set) {
        return Kinds {
            exempt: Some(format!(
                "it is written in {language}, and only English is judged"
            )),
            ..Kinds::default()
        };
    }
    let settled = said_kinds(document, &checks.kinds, said);
    let mut reader = Reader::new(set.program(), checks);
    let mut wanted = Parts::none(checks.parts.len());
    for kind in &checks.kinds {
        kind.names
            .iter()
            .chain(&kind.headings)
            .for_each(|part| wanted.insert(*part));
    }
    let headings: Vec<(usize, &Block)> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)))
        .take(400)
        .collect();
    let shown: Vec<Parts> = headings
        .iter()
        .map(|(index, _)| reader.all_among(prose.block_stretch(*index), &wanted))
        .collect();
    let title = document.title().or_else(|| first_line(document));
    let title = title.unwrap_or_default();
    let in_title = reader.all_in(title, &wanted);
    let file = file_words(&document.path);
    let in_file = reader.all_in(&file, &wanted);
    let has = |parts: &Parts, part: Option<u32>| part.is_some_and(|part| parts.has(part));
    let speaking: Vec<_> = headings
        .iter()
        .zip(&shown)
        .filter(|(_, parts)| !parts.is_empty())
        .collect();
    let mut found: Vec<Kind> = Vec::new();
    for kind in &checks.kinds {
        let mut score = 0;
        let mut why = Vec::new();
        if has(&in_title, kind.names) {
            score += TITLE;
            why.push(format!("its title says “{}”", clipped(title)));
        }
        if has(&in_file, kind.names) {
            score += FILE;
            why.push(format!("its file is named “{file}”"));
        }
        // A heading that is the title has spoken.
        let heading = speaking.iter().find(|((_, block), parts)| {
            (has(parts, kind.names) && kind.exempt.is_none() || has(parts, kind.headings))
                && document.slice(block.span) != title
        });
        if let Some(((_, block), _)) = heading {
            score += HEADING;
            why.push(format!(
                "a heading says “{}”",
                clipped(document.slice(block.span))
            ));
        }
        let fits = || kind.most_words.is_none_or(|most| document.words() <= most);
        if score > 0 && fits() {
            found.push(Kind {
                name: Arc::clone(&kind.name),
                why: why.join("; "),
                sure: has(&in_title, kind.names),
                score,
            });
        }
    }
    let strong = found.iter().any(|kind| kind.score >= FILE);
    if depth == Depth::Text && !strong {
        add_text(prose, set, &mut found);
    }
    let sections = sections(document, &checks.kinds, &headings, &shown);
    let several: std::collections::BTreeSet<&str> = sections
        .iter()
        .flat_map(|section| section.kinds.iter().map(|kind| &*kind.name))
        .collect();
    if several.len() >= HANDBOOK && !found.iter().any(|kind| kind.score >= TITLE) {
        found.push(Kind {
            name: Arc::from("handbook"),
            why: format!("its sections are {} kinds of policy", several.len()),
            sure: true,
            score: TITLE,
        });
    }
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
    let best = found.first().map_or(0, |kind| kind.score).max(LEAST);
    found.retain(|kind| kind.score * 10 >= best * 6 && kind.score >= LEAST);
    if !settled.is_empty() {
        found = settled;
    }
    let is_handbook = found.iter().any(|kind| &*kind.name == "handbook");
    let code = |kind: &Kind| checks.kinds.iter().find(|code| code.name == kind.name);
    let exempt = found
        .first()
        .and_then(code)
        .and_then(|code| code.exempt.clone());
    Kinds {
        kinds: found,
        sections: if is_handbook { sections } else { Vec::new() },
        exempt,
    }
}

/// Whether a kind of policy is called `text`: by its name, its title or another name for it.
pub fn is_kind(set: &RuleSet, text: &str) -> bool {
    called(&set.checks().kinds, text).is_some()
}

/// The names of all kinds of policy.
pub fn kind_names(set: &RuleSet) -> Vec<&str> {
    set.checks().kinds.iter().map(|kind| &*kind.name).collect()
}

/// `text` as names are compared.
fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "-")
}

/// The kind that is called `text`.
fn called<'a>(kinds: &'a [KindCode], text: &str) -> Option<&'a KindCode> {
    let text = fold(text);
    kinds.iter().find(|kind| {
        *kind.name == *text
            || fold(&kind.title) == text
            || kind.aliases.iter().any(|alias| fold(alias) == text)
    })
}

/// What the author or the configuration says.
fn said_kinds(document: &Document, kinds: &[KindCode], said: &[String]) -> Vec<Kind> {
    let find = |text: &str| called(kinds, text);
    let taken = |kind: &KindCode, why: String| Kind {
        name: Arc::clone(&kind.name),
        why,
        sure: true,
        score: SAID,
    };
    let configured: Vec<Kind> = said
        .iter()
        .filter_map(|text| Some(taken(find(text)?, "the configuration says so".to_owned())))
        .collect();
    if !configured.is_empty() {
        return configured;
    }
    document
        .properties
        .iter()
        .filter(|(name, _)| {
            matches!(
                fold(name).as_str(),
                "policy-type" | "policytype" | "document-type"
            )
        })
        .filter_map(|(name, value)| Some(taken(find(value)?, format!("its {name} says so"))))
        .collect()
}

/// Sections on the outermost level that has at least two headings, each with the kinds its heading names.
fn sections(
    document: &Document,
    kinds: &[KindCode],
    headings: &[(usize, &Block)],
    shown: &[Parts],
) -> Vec<SectionKinds> {
    let level = |block: &Block| match block.kind {
        BlockKind::Heading(level) => level,
        _ => u8::MAX,
    };
    let outermost = (1..=6).find(|wanted| {
        headings
            .iter()
            .filter(|(_, block)| level(block) == *wanted)
            .count()
            >= 2
    });
    let Some(outermost) = outermost else {
        return Vec::new();
    };
    let of = |((index, block), parts): (&(usize, &Block), &Parts)| {
        let heading = clipped(document.slice(block.span));
        let own = kinds
            .iter()
            .filter(|kind| kind.names.is_some_and(|part| parts.has(part)) && kind.exempt.is_none())
            .map(|kind| Kind {
                name: Arc::clone(&kind.name),
                why: format!("its heading says “{heading}”"),
                sure: true,
                score: TITLE,
            });
        SectionKinds {
            block: *index,
            kinds: own.collect(),
        }
    };
    headings
        .iter()
        .zip(shown)
        .filter(|((_, block), _)| level(block) == outermost)
        .map(of)
        .filter(|section| !section.kinds.is_empty())
        .collect()
}

/// Count the cues of the text.
fn add_text(prose: &Prose<'_>, set: &RuleSet, found: &mut Vec<Kind>) {
    let (program, checks) = (set.program(), set.checks());
    let mut seen = Parts::none(checks.parts.len());
    // A document shows early what it is about: behind its first units, nothing is looked at.
    let mut first: Vec<&Unit> = Vec::new();
    let mut places = prose.shows.none();
    let promising = |unit: &&Unit| unit.promises(prose);
    for unit in prose.units().iter().filter(promising).take(UNITS) {
        places.insert(unit.place);
        first.push(unit);
    }
    let mut reader = Reader::new(program, checks);
    for part in checks.kinds.iter().flat_map(|kind| &kind.body) {
        if prose.shows.sure_in(&places, *part) {
            seen.insert(*part);
        } else if prose.shows.may_in(&places, *part) {
            let mut may = first
                .iter()
                .filter(|unit| prose.shows.may(unit.place, *part));
            let shown = may.any(|unit| {
                reader.open(&prose.shows, unit.place);
                let view = View::new(prose.place(unit.place), program);
                reader.shows(&view, *part)
            });
            if shown {
                seen.insert(*part);
            }
        }
    }
    for kind in &checks.kinds {
        let cues = kind.body.iter().filter(|part| seen.has(**part)).count();
        let score = u32::try_from(cues).unwrap_or(TEXT).min(TEXT);
        if score == 0 {
            continue;
        }
        let why = format!("{cues} of its words are those of one");
        match found.iter_mut().find(|known| known.name == kind.name) {
            Some(known) => {
                known.score += score;
                known.why = format!("{}; {why}", known.why);
            }
            None => found.push(Kind {
                name: Arc::clone(&kind.name),
                why,
                sure: false,
                score,
            }),
        }
    }
}

/// The first line of a document without headings, where it is short enough to be a title.
fn first_line(document: &Document) -> Option<&str> {
    let block = document
        .blocks
        .iter()
        .find(|block| block.kind != BlockKind::Boilerplate)?;
    let line = document.slice(block.span).lines().next()?;
    (line.len() <= 80).then_some(line)
}

/// The last part of a path as words.
fn file_words(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = match stem {
        // A page of a site is named by its folder.
        "index" | "_index" | "README" | "readme" => {
            let mut folders = path.rsplit(['/', '\\']).skip(1);
            folders.next().unwrap_or(stem)
        }
        _ => stem,
    };
    stem.replace(['-', '_', '.', '+'], " ")
}

/// At most 60 characters of a heading.
fn clipped(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= 60 {
        return text;
    }
    let head: String = text.chars().take(59).collect();
    format!("{head}…")
}

/// The language of a document that is not in English, as far as it can be told.
fn language<'a>(prose: &Prose<'_>, set: &'a RuleSet) -> Option<&'a str> {
    let (document, checks) = (prose.document, set.checks());
    // Nearly every document is in English, and shows it soon.
    if prose.has_among(SAMPLE, &checks.english, SAMPLE / 5) {
        return None;
    }
    let words = document
        .text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| word.chars().any(char::is_alphabetic))
        .take(SAMPLE);
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    if words.len() < LANGUAGE_WORDS {
        return None;
    }
    let share = |small: &[String]| {
        let hits = words.iter().filter(|word| small.contains(word)).count();
        hits * 100 / words.len()
    };
    let english = share(&checks.english);
    if english >= 20 {
        return None;
    }
    let best = checks
        .languages
        .iter()
        .map(|language| (share(&language.words), language.name.as_str()))
        .max_by_key(|(share, _)| *share);
    match best {
        Some((share, name)) if share >= 12 && share > english * 2 => Some(name),
        _ => {
            let latin = words
                .iter()
                .filter(|word| word.chars().any(|letter| letter.is_ascii_alphabetic()))
                .count();
            (latin * 2 < words.len()).then_some("another language")
        }
    }
}
