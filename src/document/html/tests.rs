#![allow(
    clippy::invisible_characters,
    reason = "snapshots show soft hyphens as they stand"
)]

use crate::{
    document::{
        ReadOptions, read,
        testing::{blocks, document, outline},
    },
    text::Span,
};

#[test]
fn a_page() {
    let text = "\u{feff}<!DOCTYPE html>\r\n<html><head><title>Rooms &amp; use</title><meta name=owner content=\"Board\"><style>p { neutral }</style></head>\r\n<body><nav><ul><li>Home</ul></nav><header><h1>Meeting\r\n   rooms</h1><p>Town of X</p></header><main><p>We re<b>main</b> neu&shy;tral<br>on it &ampmore, see https://a.b/c.<p>Staff must:<ul><li>help <i>all</i><li>be kind<ol><li>always</ol></ul><script>neutral()</script><blockquote><p>Old text.</blockquote><img alt='A neutral map' src=x></main><footer>Contact</footer></body></html>";
    let document = document("a.html", text);
    insta::assert_snapshot!(outline(&document), @r"
    boilerplate Home
    h1 Meeting rooms
    boilerplate Town of X
    p We remain neu­tral\non it &more, see ￼.
    p Staff must:
    i1<4 help all
    i1<4 be kind
    i2<6 always
    >p Old text.
    caption A neutral map
    boilerplate Contact
    ");
    assert_eq!(document.title(), Some("Rooms & use"));
    let at = document.text.find("neu\u{ad}tral").unwrap();
    let span = Span::from_range(at..at + "neu\u{ad}tral".len());
    let range = document.source_range(span).unwrap();
    let source = document.source.as_deref().unwrap();
    assert_eq!(
        &source[range.start as usize..range.end as usize],
        "neu&shy;tral"
    );
}

#[test]
fn tables_terms_and_captions() {
    let text = "<table><caption>Fees</caption><thead><tr><th>Who<th>Fee<tbody><tr><td>Adults<td>5<tr><td><p>Two<p>parts<td></table><dl><dt>Term<dd>Its meaning.</dl><figure><img alt=\"\"><figcaption>A map</figcaption></figure>";
    insta::assert_snapshot!(blocks("a.html", text), @r"
    caption Fees
    c0,0! Who
    c0,1! Fee
    c1,0 Adults
    c1,1 5
    c2,0 Two
    c2,0 parts
    term Term
    p Its meaning.
    caption A map
    ");
}

#[test]
fn what_is_no_prose() {
    let text = "<p>Run <code>neutral</code> or <kbd>n</kbd> <svg><text>neutral</text></svg>now.<!-- a note --></p><pre>neutral</pre><div hidden>neutral <div>x</div> neutral</div><template><p>neutral</template><p title=\"why it matters\">Yes";
    let document = document("a.html", text);
    insta::assert_snapshot!(outline(&document), @r"
    p Run ￼ or ￼ now.
    caption why it matters
    p Yes
    ");
    assert_eq!(document.comments[0].text, " a note ");
}

#[test]
fn bold_lines_are_headings() {
    let text = "<h1>Manual</h1><p><strong>Who may book</strong></p><p><b>All.</b></p><ul><li><b>Fees</b></ul>";
    assert_eq!(
        blocks("a.html", text),
        "h1 Manual\nh2 Who may book\np All.\ni1 Fees\n"
    );
}

#[test]
fn the_page_says_its_encoding() {
    let bytes = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'></head><p>\xb1 b</p>";
    let document = read("a.html", bytes, &ReadOptions::default()).unwrap();
    assert_eq!(document.text, "ą b");
    assert!(document.transcoded);
}

#[test]
fn deep_nesting_costs_no_more_than_its_length() {
    let text = format!("{}neutral", "<div><ul><li>".repeat(20_000));
    assert_eq!(document("a.html", &text).words(), 1);
}

#[test]
fn pages_that_a_site_builder_fills_in() {
    let text =
        "---\ntitle: About\n---\n<img alt=\"{{ page.alt }}\"><p>We {% include x %} serve.</p>";
    let document = document("a.html", text);
    assert_eq!(document.text, "We ￼ serve.");
    assert_eq!(document.title(), Some("About"));
}

/// The end tag of a paragraph, an item or a cell may be left out, a hidden one's too: nothing after it is lost.
#[test]
fn a_hidden_element_without_an_end_tag_hides_itself_alone() {
    let of = |text: &str| blocks("a.html", text);
    assert_eq!(
        of("<p hidden>x<p>Seen.<p>Seen too."),
        "p Seen.\np Seen too.\n"
    );
    assert_eq!(of("<div><p hidden>x</div><p>Seen."), "p Seen.\n");
    assert_eq!(
        of("<ul><li hidden>x<ul><li>y</ul><li>Seen</ul><p>After."),
        "i1 Seen\np After.\n"
    );
    assert_eq!(of("<ul><li hidden>x</ul><p>After."), "p After.\n");
    assert_eq!(of("<div hidden><p>x</div><p>Seen."), "p Seen.\n");
    let open = document("a.html", "<p>Seen.<div hidden>x");
    assert!(
        open.warnings[0].contains("never closed"),
        "{:?}",
        open.warnings
    );
}
