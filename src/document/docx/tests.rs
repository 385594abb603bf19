//! What a Word document says, element by element.

use insta::assert_snapshot;

use super::read;
use crate::document::{
    ReadError, Tracked,
    office::testing::{package, paragraph, shown, word, word_with},
};

/// The blocks of a document with this body.
fn body(body: &str) -> String {
    blocks(&word(body))
}

fn blocks(bytes: &[u8]) -> String {
    shown(&read("a.docx", bytes, Tracked::Accepted).unwrap())
}

#[test]
fn words_split_over_runs_are_joined_and_marks_are_text() {
    let text = body(
        r#"<w:p><w:r><w:t>chair</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>man &amp; co&#xAD;op</w:t></w:r>
        <w:r><w:t xml:space="preserve"> non</w:t><w:noBreakHyphen/><w:t>profit re</w:t><w:softHyphen/><w:t>new</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:sym w:font="Symbol" w:char="F0B7"/></w:r></w:p>"#,
    );
    assert_eq!(text, "p: chairman & coop non-profit renew\ta⏎b•\n");
}

#[test]
fn two_line_breaks_part_a_paragraph_into_blocks() {
    let text = body("<w:p><w:r><w:t>One.</w:t><w:br/><w:br/><w:t>Two.</w:t></w:r></w:p>");
    assert_eq!(text, "p: One.\np: Two.\n");
}

#[test]
fn headings_come_from_outline_style_chain_and_name() {
    let styles = r#"<w:styles @NS>
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
        <w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
        <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
        <w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
        <w:style w:type="paragraph" w:styleId="C"><w:name w:val="toc 1"/></w:style>
        </w:styles>"#;
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let text = [
        styled("<w:pStyle w:val='T'/>", "Rooms"),
        styled("<w:pStyle w:val='C'/>", "Use 3"),
        styled("<w:pStyle w:val='berschrift1'/>", "Use"),
        styled("<w:pStyle w:val='Mine'/>", "Fees"),
        styled("<w:outlineLvl w:val='1'/>", "Waivers"),
        styled("<w:pStyle w:val='Mine'/><w:outlineLvl w:val='9'/>", "Body"),
        styled("<w:pStyle w:val='Loop'/>", "Loop"),
        styled("<w:pStyle w:val='Q'/>", "Quoted"),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold line:</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let bytes = word_with(&text, &[("styles", styles)]);
    assert_snapshot!(blocks(&bytes), @r"
    h1: Rooms
    boilerplate: Use 3
    h1: Use
    h1: Fees
    h2: Waivers
    p: Body
    p: Loop
    >p: Quoted
    h3: Bold line:
    ");
    let document = read("a.docx", &bytes, Tracked::Accepted).unwrap();
    assert_eq!(document.title(), Some("Rooms"));
}

#[test]
fn lists_have_levels_and_a_lead_in() {
    let numbering = r#"<w:numbering @NS>
        <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
        </w:numbering>"#;
    let item = |list: u8, level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let text = [
        paragraph("Staff must:"),
        item(1, 0, "offer"),
        item(1, 1, "braille"),
        item(1, 0, "publish"),
        item(0, 0, "none"),
        item(2, 0, "silent"),
        item(1, 0, "after a sentence, but the same list"),
    ]
    .concat();
    assert_snapshot!(blocks(&word_with(&text, &[("numbering", numbering)])), @r"
    p: Staff must:
    li1 ^0: offer
    li2 ^1: braille
    li1 ^0: publish
    p: none
    p: silent
    li1 ^0: after a sentence, but the same list
    ");
}

#[test]
fn tables_have_cells_and_boxes_of_one_column_have_none() {
    let text = r#"<w:p><w:r><w:t>Fees are:</w:t></w:r></w:p>
        <w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>
        <w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Who</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Fee</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p><w:r><w:t>Groups</w:t></w:r></w:p><w:p><w:r><w:t>of ten</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>None</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    assert_snapshot!(body(text), @r"
    p: Fees are:
    th0.0.0 ^0: Who
    th0.0.2 ^0: Fee
    td0.1.0 ^0: Groups
    td0.1.0 ^0: of ten
    td0.1.2 ^0: None
    p: A box.
    ");
}

#[test]
fn columns_that_no_table_has_are_the_last_one() {
    let cell = "<w:tc><w:p><w:r><w:t>Who</w:t></w:r></w:p></w:tc>";
    let text = format!(
        r#"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>
        <w:tr><w:trPr><w:gridBefore w:val="4294967295"/></w:trPr>{cell}{cell}</w:tr></w:tbl>"#
    );
    assert_eq!(
        body(&text),
        "td0.0.4294967295: Who\ntd0.0.4294967295: Who\n"
    );
}

#[test]
fn notes_follow_the_body_and_margins_are_boilerplate() {
    let notes = r#"<w:footnotes @NS><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let header = "<w:hdr @NS><w:p><w:r><w:t>Draft</w:t></w:r></w:p></w:hdr>";
    let unused = "<w:hdr @NS><w:p><w:r><w:t>Nowhere</w:t></w:r></w:p></w:hdr>";
    let text = r#"<w:p><w:r><w:t>Cited</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>
        <w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:headerReference w:type="first" r:id="r1"/></w:sectPr>"#;
    let bytes = word_with(
        text,
        &[("footnotes", notes), ("header", header), ("header", unused)],
    );
    assert_eq!(
        blocks(&bytes),
        "p: Cited.\nnote: A note.\nboilerplate: Draft\n"
    );
}

#[test]
fn text_boxes_are_read_once_and_after_their_paragraph() {
    let boxed = "<w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent>";
    let text = format!(
        r#"<w:p><w:r><w:t>Be</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:docPr descr="A ramp at the door"/>{boxed}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{boxed}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>fore.</w:t></w:r></w:p>"#
    );
    assert_eq!(
        body(&text),
        "p: Before.\ncaption: A ramp at the door\np: Boxed.\n"
    );
}

#[test]
fn groups_are_transparent_and_instructions_are_not_text() {
    let text = r#"<w:p><w:hyperlink r:id="x"><w:r><w:t>a</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt>
        <w:smartTag><w:r><w:t>c</w:t></w:r></w:smartTag><w:fldSimple w:instr="DATE"><w:r><w:t>d</w:t></w:r></w:fldSimple>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:t>no</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>e</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
        <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p><w:r><w:t>An open field swallows nothing.</w:t></w:r></w:p>"#;
    assert_eq!(body(text), "p: abcde\np: An open field swallows nothing.\n");
}

#[test]
fn hidden_text_is_counted_and_left_out() {
    let text = "<w:p><w:r><w:t>Shown.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> Too.</w:t></w:r></w:p>";
    let document = read("a.docx", &word(text), Tracked::Accepted).unwrap();
    assert_eq!(document.text, "Shown. Too.");
    assert_eq!(document.warnings, ["hidden text was left out (1 passages)"]);
}

const TRACKED: &str = r#"<w:p><w:r><w:t xml:space="preserve">We </w:t></w:r><w:del w:id="1"><w:r><w:delText>may</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>will</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> pay.</w:t></w:r></w:p>
    <w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p><w:p><w:moveFrom w:id="4"><w:r><w:t>old</w:t></w:r></w:moveFrom><w:r><w:t>two.</w:t></w:r></w:p>
    <w:p><w:pPr><w:rPr><w:ins w:id="5"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Three </w:t></w:r></w:p><w:p><w:r><w:t>four.</w:t></w:r></w:p>"#;

#[test]
fn tracked_changes_are_read_as_accepted_or_as_they_were() {
    let read = |tracked| read("a.docx", &word(TRACKED), tracked).unwrap().text;
    assert_eq!(
        read(Tracked::Accepted),
        "We will pay.\n\nOne two.\n\nThree\n\nfour."
    );
    assert_eq!(
        read(Tracked::Original),
        "We may pay.\n\nOne\n\noldtwo.\n\nThree four."
    );
}

#[test]
fn a_deleted_paragraph_end_with_nothing_after_it_loses_no_text() {
    let text =
        "<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr><w:r><w:t>Last.</w:t></w:r></w:p>";
    assert_eq!(body(text), "p: Last.\n");
}

#[test]
fn strict_documents_with_any_prefix_are_read() {
    let strict = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:pPr><x:outlineLvl x:val="0"/></x:pPr><x:r><x:t>Strict</x:t></x:r></x:p></x:body></x:document>"#;
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/w/main.xml"/></Relationships>"#;
    let bytes = package(&[("_rels/.rels", rels), ("w/main.xml", strict)]);
    assert_eq!(blocks(&bytes), "h1: Strict\n");
}

#[test]
fn what_is_not_read_is_said() {
    let text = format!("{}<w:altChunk r:id='c'/>", paragraph("Read."));
    let document = read("a.docx", &word(&text), Tracked::Accepted).unwrap();
    assert_eq!(
        document.warnings,
        ["text in 1 embedded document was not read"]
    );
}

#[test]
fn a_document_without_text_is_an_error() {
    let error = |parts: &[(&str, &str)]| {
        let mut all = vec![
            (
                "_rels/.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="d.xml"/></Relationships>"#,
            ),
            (
                "d.xml",
                r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>"#,
            ),
        ];
        all.extend_from_slice(parts);
        read("a.docx", &package(&all), Tracked::Accepted)
            .unwrap_err()
            .to_string()
    };
    assert!(error(&[]).contains("empty"));
    assert!(error(&[("word/media/1.png", "x")]).contains("OCR"));
}

#[test]
fn a_zip_that_is_no_document_says_so() {
    let read = |bytes: &[u8]| read("a.docx", bytes, Tracked::Accepted).unwrap_err();
    assert!(matches!(read(&package(&[("a", "b")])), ReadError::Other(_)));
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let sheet = package(&[("_rels/.rels", rels), ("xl/workbook.xml", "<workbook/>")]);
    assert!(read(&sheet).to_string().contains("xl/workbook.xml"));
}

#[test]
fn core_properties_are_kept() {
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="d.xml"/><Relationship Id="b" Type="x/core-properties" Target="c.xml"/><Relationship Id="c" Type="x/custom-properties" Target="u.xml"/></Relationships>"#;
    let main = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Text</w:t></w:r></w:p></w:document>"#;
    let core = r#"<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Rooms &amp; halls</dc:title><dc:creator>Nobody</dc:creator></c:coreProperties>"#;
    let custom = r#"<Properties xmlns="urn:x" xmlns:vt="urn:v"><property name="policy-type"><vt:lpwstr>hiring</vt:lpwstr></property></Properties>"#;
    let bytes = package(&[
        ("_rels/.rels", rels),
        ("d.xml", main),
        ("c.xml", core),
        ("u.xml", custom),
    ]);
    let document = read("a.docx", &bytes, Tracked::Accepted).unwrap();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        document.properties,
        [
            pair("title", "Rooms & halls"),
            pair("policy-type", "hiring")
        ]
    );
}
