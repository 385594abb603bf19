use crate::document::testing::{document, outline};

#[test]
fn sections_lists_and_inline_markup() {
    let text = "= Rooms\nThe Board\nv1\n:owner: Board\n\n== Use ==\n\nWe *remain* neu__tra__l, see link:x.html[the code^],\nhttps://a.b[here], <<fees,the fees>>, `neutral` and {org}.footnote:[No.]\n\nStaff must:\n\n* help all\n  people;\n* be kind:\n** always\n. one\n+\nHeld.\n\nThat is \"`all`\".\n";
    let document = document("a.adoc", text);
    insta::assert_snapshot!(outline(&document), @r#"
    h1 Rooms
    h2 Use
    p We remain neutral, see the code, here, the fees, ￼ and ￼.
    p Staff must:
    i1<3 help all people;
    i1<3 be kind:
    i2<5 always
    i3<6 one
    p Held.
    p That is "all".
    "#);
    assert_eq!(document.properties.len(), 3);
}

#[test]
fn what_is_no_prose_and_what_blocks_hold() {
    let text = "// a note\n----\nneutral\n----\n\n[source]\nneutral\n\n.A title\n====\nNOTE: Held.\n====\n\n[quote, A. Person]\n____\nOld text.\n____\n\n[quote]\nOlder.\n\nimage::a.png[A map, 20]\n\n////\nneutral\n////\nTerm:: Its meaning.\nOther::\n  More of it.\n";
    let document = document("a.adoc", text);
    insta::assert_snapshot!(outline(&document), @r"
    caption A title
    p NOTE: Held.
    >p Old text.
    >p Older.
    caption A map
    term Term
    p Its meaning.
    term Other
    p More of it.
    ");
    assert_eq!(document.comments.len(), 2);
}

#[test]
fn tables() {
    let text =
        "Fees:\n\n|===\n|Who |Fee\n\n|All\nhere\n|none\n\n|Old |five \\| six\n|===\n\nEnd.\n";
    insta::assert_snapshot!(outline(&document("a.adoc", text)), @r"
    p Fees:
    c0,0!<0 Who
    c0,1!<0 Fee
    c1,0<0 All here
    c1,1<0 none
    c2,0<0 Old
    c2,1<0 five | six
    p End.
    ");
}

/// What is opened and never closed, and a title with a line under it, take no text with them.
#[test]
fn an_unclosed_block_and_an_underlined_title_lose_nothing() {
    let titled = document(
        "a.adoc",
        "Rooms\n=====\n\nScope\n-----\n\nStaff stay neutral.\n",
    );
    insta::assert_snapshot!(outline(&titled), @r"
    h1 Rooms
    h2 Scope
    p Staff stay neutral.
    ");
    for fence in ["----", "....", "++++", "////", "```"] {
        let open = document(
            "a.adoc",
            &format!("One.\n\n{fence}\n\nStaff stay neutral.\n"),
        );
        assert!(open.text.contains("Staff stay neutral."), "{fence}");
        assert!(
            open.warnings[0].contains("line 3 is never closed"),
            "{fence}"
        );
    }
    let included = document("a.adoc", "One.\n\ninclude::a.adoc[]\n\ninclude::b.adoc[]\n");
    assert!(included.warnings[0].starts_with("2 files that it includes"));
}
