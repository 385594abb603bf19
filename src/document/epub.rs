//! EPUB → prose: the chapters that the package lists, in reading order, each through the HTML reader.
//!
//! A chapter has lines of its own and the book has none, so places are headings and paragraphs, counted through the book.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Builder, Document, Format, ReadError,
    decode::decode_html,
    html::Html,
    office::{
        OfficeError,
        package::Package,
        xml::{Item, Ns, Walker},
    },
};
use crate::text::fold_space;

/// Most bytes that all chapters may have together, unpacked.
const TEXT: usize = 128 << 20;

/// Read the e-book `bytes`, named `path`.
///
/// # Errors
/// When it is no such book, is locked or damaged, or holds no text.
pub(super) fn read(path: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    book(path, bytes).map_err(|error| error.of(Format::Epub))
}

fn book(path: &str, bytes: &[u8]) -> Result<Document, OfficeError> {
    let mut package = Package::open(bytes)?;
    let root = root(&mut package)?;
    let missing = |name: &str| OfficeError::Damaged(format!("its part {name} is missing"));
    let Some(text) = package.text(&root)? else {
        return Err(missing(&root));
    };
    let contents = contents(&root, &text)?;
    let locked = locked(&mut package)?;
    let mut builder = Builder::sized(path, Format::Epub, bytes.len());
    for title in &contents.titles {
        builder.property("title", title);
    }
    match contents.others {
        0 => {}
        1 => builder.warn("1 part of the book is no text and was not read"),
        many => builder.warn(format!(
            "{many} parts of the book are no text and were not read"
        )),
    }
    let (mut tables, mut length) = (0, 0);
    for chapter in &contents.chapters {
        if locked.contains(&chapter.to_lowercase()) {
            return Err(OfficeError::Encrypted);
        }
        let Some(bytes) = package.bytes(chapter)? else {
            return Err(missing(chapter));
        };
        length += bytes.len();
        if length > TEXT {
            return Err(OfficeError::Unsafe(format!(
                "its chapters unpack to more than {} MB",
                TEXT >> 20
            )));
        }
        let decoded = decode_html(bytes.into())
            .map_err(|_| OfficeError::Damaged(format!("its part {chapter} is no text")))?;
        if let Some(warning) = decoded.warning {
            builder.warn(format!("{chapter}: {warning}"));
        }
        let mut html = Html::default();
        html.tables = tables;
        html.feed(&mut builder, &decoded.text, 0);
        builder.close();
        tables = html.tables;
        html.finish(&mut builder);
    }
    let document = builder.finish().by_paragraph();
    if document.blocks.is_empty() {
        let picture = |name: &&str| {
            let name = name.to_ascii_lowercase();
            [".jpg", ".jpeg", ".png", ".gif", ".webp"]
                .iter()
                .any(|end| name.ends_with(end))
        };
        let pictures = package.names().filter(picture).count();
        return Err(OfficeError::NoText { pictures });
    }
    Ok(document)
}

/// The part that lists the others.
fn root(package: &mut Package<'_>) -> Result<String, OfficeError> {
    const CONTAINER: &str = "META-INF/container.xml";
    let Some(text) = package.text(CONTAINER)? else {
        return Err(OfficeError::Damaged(format!(
            "its part {CONTAINER} is missing"
        )));
    };
    let mut walker = Walker::new(CONTAINER, &text);
    loop {
        match walker.next()? {
            Item::Open(tag) if tag.name == "rootfile" => {
                if let Some(root) = walker.attr(&tag, tag.ns, "full-path") {
                    return Ok(root.into_owned());
                }
            }
            Item::End => {
                return Err(OfficeError::Damaged(format!(
                    "{CONTAINER} names no package document"
                )));
            }
            _ => {}
        }
    }
}

/// What the package document lists.
#[derive(Default)]
struct Contents {
    titles: Vec<String>,
    /// Names of parts in reading order, each once.
    chapters: Vec<String>,
    /// How many entries of the reading order are no text.
    others: usize,
}

fn contents(root: &str, text: &str) -> Result<Contents, OfficeError> {
    let mut out = Contents::default();
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    let mut spine: Vec<String> = Vec::new();
    let mut title: Option<String> = None;
    let mut walker = Walker::new(root, text);
    loop {
        match walker.next()? {
            Item::Open(tag) => match (tag.ns, tag.name) {
                (Ns::DublinCore, "title") => title = Some(String::new()),
                (_, "item") => {
                    let own = |name: &str| walker.attr(&tag, tag.ns, name);
                    if let (Some(id), Some(href), Some(kind)) =
                        (own("id"), own("href"), own("media-type"))
                        && matches!(&*kind, "application/xhtml+xml" | "text/html")
                    {
                        items.insert(id.into_owned(), href.into_owned());
                    }
                }
                (_, "itemref") => {
                    let id = walker.attr(&tag, tag.ns, "idref");
                    spine.extend(id.map(|id| id.into_owned()));
                }
                _ => {}
            },
            Item::Text(text, _) => {
                if let Some(title) = &mut title {
                    title.push_str(text);
                }
            }
            Item::Replaced(text, _) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
            }
            Item::Close { ns, name, .. } => {
                if (ns, name) == (Ns::DublinCore, "title") {
                    let title = title.take().unwrap_or_default();
                    let title = fold_space(&title);
                    out.titles.extend((!title.is_empty()).then_some(title));
                }
            }
            Item::End => break,
        }
    }
    // A spine that names a chapter a million times reads it once.
    let mut seen = BTreeSet::new();
    for id in &spine {
        let Some(href) = items.get(id) else {
            out.others += 1;
            continue;
        };
        let part = resolved(root, href);
        if seen.insert(part.clone()) {
            out.chapters.push(part);
        }
    }
    if out.chapters.is_empty() {
        return Err(OfficeError::Damaged(format!("{root} lists no chapters")));
    }
    Ok(out)
}

/// Parts that are encrypted, in small letters. Fonts often are, and hide nothing.
fn locked(package: &mut Package<'_>) -> Result<BTreeSet<String>, OfficeError> {
    const NAME: &str = "META-INF/encryption.xml";
    let mut out = BTreeSet::new();
    let Some(text) = package.text(NAME)? else {
        return Ok(out);
    };
    let mut walker = Walker::new(NAME, &text);
    loop {
        match walker.next()? {
            Item::Open(tag) if tag.name == "CipherReference" => {
                if let Some(part) = walker.attr(&tag, tag.ns, "URI") {
                    out.insert(resolved("", &part).to_lowercase());
                }
            }
            Item::End => return Ok(out),
            _ => {}
        }
    }
}

/// The part that `href`, written in the part `from`, points to.
fn resolved(from: &str, href: &str) -> String {
    let path = href.split(['#', '?']).next().unwrap_or_default();
    let path = unescaped(path);
    let mut pieces: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from
            .rsplit_once('/')
            .map(|(folder, _)| folder.split('/').collect())
            .unwrap_or_default(),
    };
    for piece in path.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                pieces.pop();
            }
            piece => pieces.push(piece),
        }
    }
    pieces.join("/")
}

/// `text` with `%20` and the like as what they stand for.
fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes().iter();
    while let Some(&byte) = bytes.next() {
        let rest = bytes.as_slice();
        let code = rest
            .get(..2)
            .filter(|_| byte == b'%')
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match code {
            Some(code) => {
                out.push(code);
                bytes.nth(1);
            }
            None => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{read, resolved};
    use crate::document::{ReadError, office::testing::package, testing::outline};

    const CONTAINER: &str = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

    fn opf(spine: &str) -> String {
        format!(
            r#"<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Staff &amp; visitors</dc:title></metadata><manifest><item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/><item id="c" href="x.css" media-type="text/css"/></manifest><spine>{spine}</spine></package>"#
        )
    }

    fn chapter(body: &str) -> String {
        format!(
            r#"<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>"#
        )
    }

    fn epub(spine: &str, more: &[(&str, &str)]) -> Vec<u8> {
        let (one, two) = (
            chapter("<h1>Rooms</h1><p>Rooms are &eacute;asy.</p><p>All may book."),
            chapter("<h1>Hiring</h1><table><tr><td>Pay</td></tr></table>"),
        );
        let opf = opf(spine);
        let mut parts = vec![
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", &opf),
            ("OEBPS/text/one a.xhtml", &one),
            ("OEBPS/text/two.xhtml", &two),
        ];
        parts.extend(more);
        package(&parts)
    }

    #[test]
    fn chapters_are_read_in_the_order_of_the_spine_and_once() {
        let spine = r#"<itemref idref="b"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/><itemref idref="z"/>"#;
        let document = read("a.epub", &epub(spine, &[])).unwrap();
        insta::assert_snapshot!(outline(&document), @r"
        h1 Hiring
        c0,0 Pay
        h1 Rooms
        p Rooms are éasy.
        p All may book.
        ");
        assert_eq!(document.title(), Some("Staff & visitors"));
        let last = document.blocks.last().unwrap().span;
        assert_eq!(document.paragraph(last), Some(5));
        assert_eq!(document.source_range(last), None);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let refused = |bytes: Vec<u8>| read("a.epub", &bytes).unwrap_err();
        let all = r#"<itemref idref="a"/>"#;
        let cipher = |part: &str| {
            format!(
                r#"<encryption><EncryptedData><CipherData><CipherReference URI="{part}"/></CipherData></EncryptedData></encryption>"#
            )
        };
        let fonts = cipher("OEBPS/fonts/a.otf");
        let chapters = cipher("OEBPS/text/one%20a.xhtml");
        assert!(read("a.epub", &epub(all, &[("META-INF/encryption.xml", &fonts)])).is_ok());
        let error = refused(epub(all, &[("META-INF/encryption.xml", &chapters)]));
        assert!(matches!(error, ReadError::Encrypted(_)), "{error}");
        let error = refused(epub("", &[]));
        assert!(error.to_string().contains("lists no chapters"), "{error}");
        let error = refused(package(&[("mimetype", "application/epub+zip")]));
        assert!(
            error.to_string().contains("container.xml is missing"),
            "{error}"
        );
        let pictures = package(&[
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", &opf(all)),
            ("OEBPS/text/one a.xhtml", &chapter("<img src='a.png'/>")),
            ("OEBPS/a.png", "x"),
        ]);
        let error = refused(pictures);
        assert!(error.to_string().contains("only pictures (1)"), "{error}");
        let entities = "<!DOCTYPE a [<!ENTITY b 'c'>]><container/>";
        let error = refused(package(&[("META-INF/container.xml", entities)]));
        assert!(matches!(error, ReadError::Unsafe { .. }), "{error}");
    }

    #[test]
    fn a_part_is_found_where_its_reference_stands() {
        assert_eq!(
            resolved("OEBPS/a.opf", "text/b%20c.html#x"),
            "OEBPS/text/b c.html"
        );
        assert_eq!(resolved("OEBPS/a.opf", "../b.html"), "b.html");
        assert_eq!(resolved("a.opf", "../../b%zz.html"), "b%zz.html");
    }
}
