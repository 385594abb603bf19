use crate::{
    document::testing::{blocks, document, outline, source_of},
    text::Span,
};

#[test]
fn markup_neither_hides_a_phrase_nor_shifts_it() {
    let text = "\u{feff}The lib**rary** will\r\nremain &quot;neutral&quot;[^1] on the\r\n> *issue* \\* R&amp;D.\n\n[^1]: A note.\n";
    let document = document("a.md", text);
    insta::assert_snapshot!(outline(&document), @r#"
    p The library will remain "neutral" on the
    >p issue * R&D.
    note A note.
    "#);
    assert_eq!(source_of(&document, "library"), "lib**rary");
    assert_eq!(source_of(&document, "will remain"), "will\r\nremain");
    assert_eq!(
        source_of(&document, "\"neutral\" on"),
        "&quot;neutral&quot;[^1] on"
    );
    assert_eq!(source_of(&document, "R&D"), "R&amp;D");
    assert_eq!(source_of(&document, "issue * R"), "issue* \\* R");
    let at = document.text.find("will").unwrap();
    let span = Span::from_range(at..at + 4);
    assert_eq!(document.line_column(span), Some((1, 17)));
    assert!(document.is_verbatim(span));
}

#[test]
fn a_wrapped_paragraph_is_one_run_and_not_verbatim_over_its_line_end() {
    let document = document("a.md", "We remain\nneutral on it.\n");
    let span = Span::new(3, 17);
    assert_eq!(document.slice(span), "remain neutral");
    assert_eq!(document.source_range(span), Some(3..17));
    assert!(!document.is_verbatim(span));
    assert!(document.is_verbatim(Span::new(10, 17)));
}

#[test]
fn lists_know_what_introduces_them() {
    let text = "Staff must:\n\n- help all\n- treat users:\n  1. with care\n  2. the same\n\n  More on it.\n- end\n\nThat is all.\n\n- alone\n";
    insta::assert_snapshot!(blocks("a.md", text), @r"
    p Staff must:
    i1<0 help all
    i1<0 treat users:
    i2<2 with care
    i2<2 the same
    p More on it.
    i1<0 end
    p That is all.
    i1 alone
    ");
}

#[test]
fn tables_quotes_terms_and_captions() {
    let text = "Fees:\n\n| Who | Fee |\n|---|---|\n| Adults | `5` |\n| Others \\| more | none |\n\n> [!NOTE]\n> An alert.\n\n> Quoted.\n\nTerm\n: Its meaning.\n\nSee ![a neutral map](x.png) here.\n";
    insta::assert_snapshot!(blocks("a.md", text), @r"
    p Fees:
    c0,0!<0 Who
    c0,1!<0 Fee
    c1,0<0 Adults
    c2,0<0 Others | more
    c2,1<0 none
    p An alert.
    >p Quoted.
    term Term
    p Its meaning.
    p See ￼ here.
    caption a neutral map
    ");
}

#[test]
fn headings_also_in_bold() {
    let text = "# Rooms {#rooms .x}\n\nUse\n---\n\n**Who may book**\n\n**All may book.**\n\n**Fees:**  \nNone are due. **Really**\n\n__Two__\n";
    insta::assert_snapshot!(blocks("a.md", text), @r"
    h1 Rooms
    h2 Use
    h3 Who may book
    p All may book.
    h3 Fees:
    p None are due. Really
    h3 Two
    ");
}

#[test]
fn what_is_no_prose() {
    let text = "---\ntitle: T\n---\n<!-- one -->\nRun `x --neutral` or <code>neutral</code>, <b>see</b> <https://a.org> and https://b.org/c_d_e, mail a_b@c.org.<!-- two -->\n\n```\nneutral\n```\n\n    neutral\n\n{{< neutral >}}\n\n$x^2$ costs $5/$10 a day<br>or {% neutral %} more\n";
    let document = document("a.md", text);
    insta::assert_snapshot!(outline(&document), @r"
    p Run ￼ or ￼, see ￼ and ￼, mail ￼.
    p ￼ costs $5/$10 a day\nor ￼ more
    ");
    let comments: Vec<&str> = document.comments.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(comments, [" one ", " two "]);
    let source = document.source.as_deref().unwrap();
    let range = document.comments[1].range.clone();
    assert_eq!(
        &source[range.start as usize..range.end as usize],
        "<!-- two -->"
    );
    assert_eq!(document.title(), Some("T"));
}

#[test]
fn prose_between_rules_is_read() {
    assert_eq!(
        blocks(
            "a.md",
            "One.\n\n---\nWe remain neutral.\n\n---\n\n+++\nTwo.\n\n+++\n"
        ),
        "p One.\np We remain neutral.\np +++ Two.\n"
    );
}

#[test]
fn raw_html_is_read_too() {
    let text = "Fees:\n\n<table>\n<tr><td>Adults\n\n<tr><td>We remain neutral</td></tr>\n</table>\n\n> <p>Old\n> text &amp; more</p>\n\n<!-- a note\nover lines -->\n<details><summary>More</summary>\n\nIn *Markdown*.\n\n</details>\n";
    let document = document("a.md", text);
    insta::assert_snapshot!(outline(&document), @r"
    p Fees:
    c0,0 Adults
    c1,0 We remain neutral
    >p Old text & more
    p More
    p In Markdown.
    ");
    assert_eq!(document.comments[0].text, " a note\nover lines ");
    assert_eq!(
        source_of(&document, "Old text & more"),
        "Old\n> text &amp; more"
    );
}

#[test]
fn bullets_typed_as_signs_are_items() {
    let text = "The panel may:\n\n● reverse a finding;\n\n● change it\n• or keep it\n\nThat is • all.\n\n- • inner\n";
    insta::assert_snapshot!(blocks("a.md", text), @r"
    p The panel may:
    i1<0 reverse a finding;
    i1<0 change it
    i1<0 or keep it
    p That is • all.
    i1 • inner
    ");
}
