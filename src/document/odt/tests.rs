//! What an OpenDocument text says, element by element.

use insta::assert_snapshot;

use super::read;
use crate::document::{
    ReadError, Tracked,
    office::testing::{package, shown},
};

const NAMESPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0""#;

const STYLES: &str = r#"<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
    <style:style style:name="Quotations" style:family="paragraph"/>
    <style:style style:name="Title" style:family="paragraph"/>
    <style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
    <style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"#;

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
    ])
}

fn blocks(body: &str) -> String {
    shown(&read("a.odt", &odt(body), Tracked::Accepted).unwrap())
}

#[test]
fn the_elements_of_a_text_are_read() {
    let text = r#"<text:sequence-decls/><text:p text:style-name="Title">Rooms</text:p>
        <text:h text:outline-level="2">Use</text:h>
        <text:p>  Two   words<text:s text:c="2"/>and<text:tab/>a<text:line-break/>b re&#xAD;new <text:span>sp</text:span>an<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note><office:annotation><text:p>No.</text:p></office:annotation>.</text:p>
        <text:p><text:span text:style-name="T2">Bold line</text:span></text:p>
        <text:p text:style-name="P1">Quoted</text:p>
        <text:p>Staff must:</text:p>
        <text:list><text:list-item><text:p>offer</text:p><text:p>More.</text:p><text:list><text:list-item><text:p>braille</text:p></text:list-item></text:list></text:list-item></text:list>
        <text:p>Box<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box><svg:desc>A ramp here</svg:desc></draw:frame></text:p>
        <text:table-of-content><text:table-of-content-source><text:p>no</text:p></text:table-of-content-source><text:index-body><text:p>Use 3</text:p></text:index-body></text:table-of-content>"#;
    assert_snapshot!(blocks(text), @r"
    h1: Rooms
    h2: Use
    p: Two words  and	a⏎b renew span.
    h3: Bold line
    >p: Quoted
    p: Staff must:
    li1 ^5: offer
    p: More.
    li2 ^5: braille
    p: Box
    caption: A ramp here
    p: boxed
    boilerplate: Use 3
    note: A note.
    ");
}

#[test]
fn tables_have_header_rows_and_repeated_cells() {
    let text = r#"<table:table><table:table-column table:number-columns-repeated="3"/><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Who</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>Fee</text:p></table:table-cell></table:table-row></table:table-header-rows>
        <table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>None</text:p></table:table-cell></table:table-row></table:table>"#;
    assert_eq!(blocks(text), "th0.0.0: Who\nth0.0.2: Fee\ntd0.1.2: None\n");
}

#[test]
fn hidden_text_is_counted_and_left_out() {
    let text = r#"<text:p>Shown<text:span text:style-name="T1"> hidden</text:span>.</text:p><text:section text:display="none"><text:p>Gone.</text:p></text:section>"#;
    let document = read("a.odt", &odt(text), Tracked::Accepted).unwrap();
    assert_eq!(document.text, "Shown.");
    assert_eq!(document.warnings, ["hidden text was left out (2 passages)"]);
}

#[test]
fn tracked_changes_are_read_as_accepted_or_as_they_were() {
    let text = r#"<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><text:p>why</text:p></office:change-info><text:p>may</text:p></text:deletion></text:changed-region>
        <text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>
        <text:p>We <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>will<text:change-end text:change-id="c2"/> pay.</text:p>"#;
    let read = |tracked| read("a.odt", &odt(text), tracked).unwrap().text;
    assert_eq!(read(Tracked::Accepted), "We will pay.");
    assert_eq!(read(Tracked::Original), "We may pay.");
}

#[test]
fn encrypted_and_foreign_files_are_named() {
    let read =
        |parts: &[(&str, &str)]| read("a.odt", &package(parts), Tracked::Accepted).unwrap_err();
    let manifest = ("META-INF/manifest.xml", "<m:encryption-data/>");
    assert!(matches!(
        read(&[manifest, ("content.xml", "x")]),
        ReadError::Encrypted(_)
    ));
    let sheet = format!(
        "<office:document-content {NAMESPACES}><office:body><office:spreadsheet/></office:body></office:document-content>"
    );
    assert!(matches!(
        read(&[("content.xml", &sheet)]),
        ReadError::Other(_)
    ));
    assert!(matches!(read(&[("a", "b")]), ReadError::Damaged { .. }));
}
