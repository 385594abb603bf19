//! The package around the text: what forbids a change, ids in use, and the parts that comments need.

use std::collections::{BTreeMap, BTreeSet};

use super::{AUTHOR, AnnotateError, comment::Comment};
use crate::{
    document::{
        Format,
        docx::{map::Map, rels},
        office::{
            OfficeError,
            package::Package,
            xml::{Item, Ns, Walker},
        },
    },
    engine::Date,
    output::escape::xml,
};

/// The namespaces of `WordprocessingML`, and the types of relationship to comments that go with them.
const TRANSITIONAL: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
];
const STRICT: [&str; 2] = [
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
];
const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// How elements and attributes of `WordprocessingML` are named in a part.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// Before the name of an element: `w:`, or nothing.
    pub(super) element: String,
    /// Before the name of an attribute, which never belongs to a default namespace.
    pub(super) attribute: String,
    /// The declaration that an element with such attributes needs.
    pub(super) declare: String,
}

/// What annotating needs of a package.
pub(super) struct Parts<'a> {
    package: Package<'a>,
    main_name: String,
    main: String,
    comments: Option<(String, String)>,
    settings: Option<String>,
    /// Texts of the other parts that may use ids.
    others: Vec<(String, String)>,
    strict: bool,
}

/// An error of the package as ours.
fn unreadable(error: OfficeError) -> AnnotateError {
    AnnotateError::Unreadable(error.of(Format::Docx).to_string())
}

impl<'a> Parts<'a> {
    /// Open the package that `map` was made from.
    ///
    /// # Errors
    /// When it cannot be read, or is signed.
    pub(super) fn open(original: &'a [u8], map: &Map) -> Result<Self, AnnotateError> {
        let mut package = Package::open(original).map_err(unreadable)?;
        let signed = package
            .names()
            .any(|name| name.to_ascii_lowercase().starts_with("_xmlsignatures/"));
        if signed {
            return Err(AnnotateError::Signed);
        }
        let mut text = |name: &str| -> Result<String, AnnotateError> {
            let text = package.text(name).map_err(unreadable)?;
            text.ok_or(AnnotateError::CheckFailed)
        };
        let mut parts = map.parts.iter();
        let main_name = parts.next().map(|part| part.name.clone());
        let main_name = main_name.ok_or(AnnotateError::CheckFailed)?;
        let main = text(&main_name)?;
        let mut others = Vec::new();
        for part in parts {
            others.push((part.name.clone(), text(&part.name)?));
        }
        let comments = match &map.comments {
            Some(name) => Some((name.clone(), text(name)?)),
            None => None,
        };
        let settings = map.settings.as_deref().map(&mut text).transpose()?;
        let strict = main.contains(STRICT[0]) && !main.contains(TRANSITIONAL[0]);
        Ok(Self {
            package,
            main_name,
            main,
            comments,
            settings,
            others,
            strict,
        })
    }

    /// The part that holds the body.
    pub(super) fn main(&self) -> &str {
        &self.main
    }

    /// Whether the document's protection allows tracked changes, not comments alone.
    ///
    /// # Errors
    /// When it allows neither.
    pub(super) fn may_change_text(&self) -> Result<bool, AnnotateError> {
        let Some(settings) = &self.settings else {
            return Ok(true);
        };
        let mut walker = Walker::new("settings", settings);
        loop {
            match walker.next().map_err(unreadable)? {
                Item::Open(tag) if tag.ns == Ns::Word && tag.name == "documentProtection" => {
                    let get = |name| walker.attr(&tag, Ns::Word, name).unwrap_or_default();
                    if !matches!(get("enforcement").as_ref(), "1" | "true" | "on") {
                        return Ok(true);
                    }
                    return match get("edit").as_ref() {
                        "" | "none" | "trackedChanges" => Ok(true),
                        "comments" => Ok(false),
                        "readOnly" => Err(AnnotateError::Protected("read only".to_owned())),
                        "forms" => Err(AnnotateError::Protected("filling in forms".to_owned())),
                        other => Err(AnnotateError::Protected(other.to_owned())),
                    };
                }
                Item::End => return Ok(true),
                Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
            }
        }
    }

    /// How things are named in the main part.
    pub(super) fn names(&self) -> Names {
        self.names_in(&self.main)
    }

    /// Ids that comments, changes, bookmarks and the like use.
    ///
    /// # Errors
    /// When a part is not well-formed.
    pub(super) fn ids(&self) -> Result<BTreeSet<u32>, AnnotateError> {
        let mut used = BTreeSet::new();
        let comments = self.comments.iter().map(|(name, text)| (name, text));
        let others = self.others.iter().map(|(name, text)| (name, text));
        let all = [(&self.main_name, &self.main)]
            .into_iter()
            .chain(comments)
            .chain(others);
        for (name, text) in all {
            let mut walker = Walker::new(name, text);
            loop {
                match walker.next().map_err(unreadable)? {
                    Item::Open(tag) if tag.ns == Ns::Word => {
                        let id = walker.attr(&tag, Ns::Word, "id");
                        used.extend(id.and_then(|id| id.trim().parse::<u32>().ok()));
                    }
                    Item::End => break,
                    Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
                }
            }
        }
        Ok(used)
    }

    /// The package with a new main part and with `comments` added to those it has.
    ///
    /// # Errors
    /// When a part is not well-formed, or cannot be copied.
    pub(super) fn write(
        mut self,
        main: String,
        comments: &[Comment],
        date: &str,
    ) -> Result<Vec<u8>, AnnotateError> {
        let mut replaced = BTreeMap::new();
        let mut added = BTreeMap::new();
        replaced.insert(self.main_name.clone(), main.into_bytes());
        let [namespace, relationship] = if self.strict { STRICT } else { TRANSITIONAL };
        if let Some((name, text)) = self.comments.take() {
            let names = self.names_in(&text);
            let body = drawn(comments, date, &names);
            replaced.insert(name.clone(), inside_root(&name, &text, &body)?.into_bytes());
        } else {
            let names = Names {
                element: "w:".to_owned(),
                attribute: "w:".to_owned(),
                declare: String::new(),
            };
            let body = drawn(comments, date, &names);
            let folder = self
                .main_name
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let path = |file: &str| match folder {
                "" => file.to_owned(),
                _ => format!("{folder}/{file}"),
            };
            let file = std::iter::once("comments.xml".to_owned())
                .chain((2..).map(|number| format!("comments{number}.xml")))
                .find(|file| !self.package.has(&path(file)))
                .ok_or(AnnotateError::CheckFailed)?;
            let name = path(&file);
            let part = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{namespace}\">{body}</w:comments>"
            );
            let types = self
                .text(CONTENT_TYPES)?
                .ok_or(AnnotateError::CheckFailed)?;
            let prefix = root_prefix(CONTENT_TYPES, &types)?;
            let entry =
                format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{COMMENTS_TYPE}\"/>");
            let types = inside_root(CONTENT_TYPES, &types, &entry)?;
            replaced.insert(CONTENT_TYPES.to_owned(), types.into_bytes());
            self.relate(&file, relationship, &mut replaced, &mut added)?;
            added.insert(name, part.into_bytes());
        }
        // What the reader found under another case is replaced under the name it has.
        let replaced = replaced
            .into_iter()
            .map(|(name, bytes)| (self.package.real_name(&name), bytes))
            .collect();
        self.package
            .rewritten(&replaced, &added)
            .map_err(unreadable)
    }

    /// Let the main part point at the comments in `file`.
    fn relate(
        &mut self,
        file: &str,
        kind: &str,
        replaced: &mut BTreeMap<String, Vec<u8>>,
        added: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), AnnotateError> {
        let name = rels::rels_name(&self.main_name);
        let relations = rels::of(&mut self.package, &self.main_name).map_err(unreadable)?;
        let known: BTreeSet<&str> = relations
            .iter()
            .map(|relation| relation.id.as_str())
            .collect();
        let id = (1..)
            .map(|number| format!("rId{number}"))
            .find(|id| !known.contains(id.as_str()))
            .ok_or(AnnotateError::CheckFailed)?;
        let entry = |prefix: &str| {
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{file}\"/>")
        };
        match self.text(&name)? {
            Some(text) => {
                let prefix = root_prefix(&name, &text)?;
                let text = inside_root(&name, &text, &entry(&prefix))?;
                replaced.insert(name, text.into_bytes());
            }
            None => {
                let text = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{RELATIONSHIPS}\">{}</Relationships>",
                    entry("")
                );
                added.insert(name, text.into_bytes());
            }
        }
        Ok(())
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, AnnotateError> {
        self.package.text(name).map_err(unreadable)
    }

    /// How things are named in the part with the text `text`.
    fn names_in(&self, text: &str) -> Names {
        let [namespace, _] = if self.strict { STRICT } else { TRANSITIONAL };
        let prefix = root_prefix("", text).unwrap_or_default();
        if prefix.is_empty() {
            return Names {
                element: prefix,
                attribute: "w:".to_owned(),
                declare: format!(" xmlns:w=\"{namespace}\""),
            };
        }
        Names {
            element: prefix.clone(),
            attribute: prefix,
            declare: String::new(),
        }
    }
}

/// `comments` as elements.
fn drawn(comments: &[Comment], date: &str, names: &Names) -> String {
    let Names {
        element,
        attribute,
        declare,
    } = names;
    let mut out = String::new();
    for comment in comments {
        out.push_str(&format!(
            "<{element}comment{declare} {attribute}id=\"{}\" {attribute}author=\"{AUTHOR}\" {attribute}date=\"{date}\" {attribute}initials=\"eq\">",
            comment.id
        ));
        for (number, paragraph) in comment.paragraphs.iter().enumerate() {
            out.push_str(&format!("<{element}p>"));
            if number == 0 {
                // Where Word shows the comment's own mark.
                out.push_str(&format!(
                    "<{element}r><{element}annotationRef/></{element}r>"
                ));
            }
            let text = xml(paragraph);
            out.push_str(&format!(
                "<{element}r><{element}t xml:space=\"preserve\">{text}</{element}t></{element}r></{element}p>"
            ));
        }
        out.push_str(&format!("</{element}comment>"));
    }
    out
}

/// The prefix of a part's root element, with its colon.
fn root_prefix(name: &str, text: &str) -> Result<String, AnnotateError> {
    let mut walker = Walker::new(name, text);
    loop {
        match walker.next().map_err(unreadable)? {
            Item::Open(tag) => {
                let inside = text.get(tag.at.start + 1..tag.at.end).unwrap_or_default();
                let prefix = inside.split_once(tag.name).map_or("", |(prefix, _)| prefix);
                return Ok(prefix.to_owned());
            }
            Item::End => return Ok(String::new()),
            Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
        }
    }
}

/// `text`, a part, with `more` as the last thing in its root element.
fn inside_root(name: &str, text: &str, more: &str) -> Result<String, AnnotateError> {
    let mut walker = Walker::new(name, text);
    let mut root = None;
    loop {
        match walker.next().map_err(unreadable)? {
            Item::Open(tag) if root.is_none() => root = Some((tag.at, tag.empty)),
            Item::Close { at, .. } if walker.depth() == 0 => {
                let (open, empty) = root.ok_or(AnnotateError::CheckFailed)?;
                let slice = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
                if !empty {
                    return Ok(format!(
                        "{}{more}{}",
                        slice(0..at.start),
                        slice(at.start..text.len())
                    ));
                }
                let tag = slice(open.clone());
                let name = tag
                    .trim_start_matches('<')
                    .split(|c: char| c.is_whitespace() || c == '/')
                    .next()
                    .unwrap_or_default();
                return Ok(format!(
                    "{}{}>{more}</{name}>{}",
                    slice(0..open.start),
                    tag.trim_end_matches("/>"),
                    slice(open.end..text.len())
                ));
            }
            Item::End => return Err(AnnotateError::CheckFailed),
            Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
        }
    }
}

/// Seconds since 1970 as the file writes a moment: `2026-11-21T14:00:00Z`.
pub(super) fn moment(seconds: u64) -> String {
    // A later moment has a year of five digits, which the format does not know.
    let seconds = seconds.min(253_402_300_799);
    let second = seconds % 86_400;
    format!(
        "{}T{:02}:{:02}:{:02}Z",
        Date::from_unix(seconds),
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}
