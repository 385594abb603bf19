use crate::document::testing::{blocks, document, outline};

#[test]
fn sections_lists_and_inline_markup() {
    let text = "=====\nRooms\n=====\n\n:Owner: Board\n\nUse\n---\n\nWe *remain* **neu**\\ tral, see `the code <x.html>`_,\n:ref:`fees`, ``neutral`` and Rooms_. [1]_\n\nStaff must:\n\n* help all\n  people;\n* be |kind|:\n\n  #. always\n  #. here\n\nThat is all.\n\n.. [1] A note.\n";
    let document = document("a.rst", text);
    insta::assert_snapshot!(outline(&document), @r"
    h1 Rooms
    h2 Use
    p We remain neutral, see the code, fees, ￼ and Rooms.
    p Staff must:
    i1<3 help all people;
    i1<3 be kind:
    i2<5 always
    i2<5 here
    p That is all.
    note A note.
    ");
    assert_eq!(
        document.properties,
        [("Owner".to_owned(), "Board".to_owned())]
    );
}

#[test]
fn what_is_no_prose_and_what_directives_hold() {
    let text = ".. a comment\n   goes on\n\n.. code-block:: sh\n\n   neutral\n\n.. note:: Be\n   kind.\n\n.. container:: x\n   :name: y\n\n   Held text.\n\n   - item\n\nSo::\n\n   neutral\n\nMore.\n\n.. figure:: a.png\n   :alt: A map\n\n   The caption.\n\nTerm\n   Its meaning.\n\n   It goes on.\n\nText.\n\n    A quotation.\n\n.. _target: https://a.b\n";
    let document = document("a.rst", text);
    insta::assert_snapshot!(outline(&document), @r"
    p Be kind.
    p Held text.
    i1 item
    p So:
    p More.
    caption A map
    p The caption.
    term Term
    p Its meaning.
    p It goes on.
    p Text.
    >p A quotation.
    ");
    assert_eq!(document.comments[0].text, "a comment\n   goes on");
}

#[test]
fn tables() {
    let text = "Fees:\n\n+------+-------+\n| Who  | Fee   |\n+======+=======+\n| All  | none  |\n| here |       |\n+------+-------+\n\n=====  =====\nWho    Fee\n=====  =====\nYoung  none\n       ever\nOld    five\n=====  =====\n\nEnd.\n";
    insta::assert_snapshot!(blocks("a.rst", text), @r"
    p Fees:
    c0,0!<0 Who
    c0,1!<0 Fee
    c1,0<0 All here
    c1,1<0 none
    c0,0! Who
    c0,1! Fee
    c1,0 Young
    c1,1 none ever
    c2,0 Old
    c2,1 five
    p End.
    ");
}

/// A table of commas is read as it stands; another file that is taken in is said.
#[test]
fn tables_of_commas_are_prose_and_included_files_are_said() {
    let text = ".. csv-table:: Fees\n\n   \"Rooms\", \"Staff stay neutral\"\n\n.. include:: more.rst\n\nDone.\n";
    let document = document("a.rst", text);
    assert!(
        document.text.contains("Staff stay neutral"),
        "{}",
        document.text
    );
    assert!(document.text.contains("Done."), "{}", document.text);
    assert!(document.warnings[0].starts_with("1 file that it includes"));
}
