//! Packages made in tests: small, readable, without a word processor.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::document::{BlockKind, Document};

/// The namespaces that a body may use.
const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml""#;

/// A package of `parts`: name and content, in order.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document with `body` in `w:body`.
pub(crate) fn word(body: &str) -> Vec<u8> {
    word_with(body, &[])
}

/// A Word document with `body` in `w:body` and more parts of `word/`: kind of relationship, then content. What stands
/// for namespaces in them is `@NS`.
pub(crate) fn word_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let mut relations = String::new();
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            relationships(r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#),
        ),
        ("word/document.xml".to_owned(), document),
    ];
    for (number, (kind, content)) in more.iter().enumerate() {
        relations.push_str(&format!(
            r#"<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="part{number}.xml"/>"#
        ));
        parts.push((
            format!("word/part{number}.xml"),
            content.replace("@NS", NAMESPACES),
        ));
    }
    parts.push((
        "word/_rels/document.xml.rels".to_owned(),
        relationships(&relations),
    ));
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_str()))
        .collect();
    package(&parts)
}

fn relationships(inside: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
    )
}

/// A paragraph of one run.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// The blocks of a document, a line each: kind, what introduces it, text.
pub(crate) fn shown(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        let kind = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item(level) => format!("li{level}"),
            BlockKind::Cell {
                table,
                row,
                column,
                header,
            } => format!("{}{table}.{row}.{column}", if header { "th" } else { "td" }),
            BlockKind::Caption => "caption".to_owned(),
            BlockKind::Term => "term".to_owned(),
            BlockKind::Note => "note".to_owned(),
            BlockKind::Boilerplate => "boilerplate".to_owned(),
        };
        let quoted = if block.quoted { ">" } else { "" };
        let lead = block
            .lead_in
            .map_or(String::new(), |lead| format!(" ^{lead}"));
        let text = document.slice(block.span).replace('\n', "⏎");
        out.push_str(&format!("{quoted}{kind}{lead}: {text}\n"));
    }
    out
}
