//! The audit's page in a real browser: it filters, opens cells, prints, is accessible, and no document gets a word in
//! that is not a word.
//!
//! Needs Chromium, and axe-core in `tests/page` (`npm ci` there); `.ci/run` installs both. Where they are missing the
//! tests say so aloud, and fail under CI.

use std::path::PathBuf;

use crate::{
    browser::{Browser, print, program},
    support::{Said, equilint, missing, root},
};

/// Words that would like to be more than words.
const HOSTILE: &str = "<script>window.hacked=1</script></style></title><img src=x onerror=window.hacked=1> \"'>javascript:alert(1) \u{202e}txet desrever";

/// The page of a manual with a hostile document, in a folder of its own.
fn page() -> (Said, PathBuf) {
    let fixture = |name: &str| {
        let path = root().join("fixtures/manuals/riverside").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let escaped = HOSTILE.replace('<', "\\<");
    let hostile = format!(
        "---\npolicy-type: library cards\n---\n\n# {escaped}\n\n## [link](javascript:alert(1)) {escaped}\n\nThe library remains neutral on {escaped} issues.\n\nThe Director shall review this policy each January. {escaped}\n"
    );
    let said = equilint()
        .file("manual/collection.md", fixture("collection.md"))
        .file("manual/hiring.md", fixture("hiring.md"))
        .file("manual/meeting-rooms.md", fixture("meeting-rooms.md"))
        .file("manual/hostile.md", hostile)
        .file(
            "equilint.toml",
            "# Nothing is changed: this keeps a configuration above the folder out.\n",
        )
        .args(["audit", "manual", "--format", "html", "-o", "audit.html"])
        .exit(0)
        .run();
    let page = said.folder().join("audit.html");
    (said, page)
}

/// What an element shows, or how many there are.
fn number(browser: &mut Browser, expression: &str) -> u64 {
    browser.value(expression).as_u64().unwrap()
}

#[test]
fn the_page_works_in_a_browser() {
    let Some(program) = program() else { return };
    let (_folder, page) = page();
    let mut browser = Browser::open(&program);
    browser.width(1200);
    browser.visit(&page);

    // What documents say is text.
    assert!(browser.value("window.hacked").is_null());
    assert_eq!(number(&mut browser, "document.scripts.length"), 1);
    let foreign = "document.querySelectorAll('img, iframe, object, link, [href^=\"javascript:\"], [onerror], [style]').length";
    assert_eq!(number(&mut browser, foreign), 0);
    let text = browser.value("document.body.innerText");
    let text = text.as_str().unwrap();
    assert!(text.contains("<script>window.hacked=1</script>"), "{text}");
    assert!(!text.contains('\u{202e}'));
    assert_eq!(
        browser.value("getComputedStyle(document.querySelector('td button.met')).color !== getComputedStyle(document.body).color"),
        true,
        "the style counts under the page's own policy"
    );

    // A filter.
    let rows = "[...document.querySelectorAll('tr[data-document]')].filter((row) => row.checkVisibility()).length";
    let articles =
        "[...document.querySelectorAll('article')].filter((one) => one.checkVisibility()).length";
    assert_eq!(number(&mut browser, rows), 4);
    let set = |browser: &mut Browser, name: &str, value: &str| {
        browser.value(&format!(
            "(() => {{ const form = document.getElementById('filters'); form.elements[{name:?}].value = {value:?}; form.dispatchEvent(new Event('input')); }})()"
        ));
    };
    set(&mut browser, "words", "HIRING");
    assert_eq!(number(&mut browser, rows), 1);
    assert_eq!(number(&mut browser, articles), 1);
    let said = browser.value("document.getElementById('said').textContent");
    assert_eq!(said, "1 document and 1 finding are shown.");
    set(&mut browser, "words", "");
    set(&mut browser, "family", "merit");
    assert_eq!(number(&mut browser, rows), 1);
    set(&mut browser, "family", "");
    set(&mut browser, "state", "missing");
    let wanted = "document.querySelectorAll('tr[data-document]:has(button.missing)').length";
    let wanted = number(&mut browser, wanted);
    assert!(
        (1..4).contains(&wanted),
        "the test needs a document that lacks something"
    );
    assert_eq!(number(&mut browser, rows), wanted);
    set(&mut browser, "severity", "error");
    assert_eq!(number(&mut browser, rows), 0);
    browser.click("#filters button[type=reset]");
    assert_eq!(
        browser.value(&format!(
            "new Promise((done) => setTimeout(() => done({rows}), 50))"
        )),
        4
    );

    // A cell opens what it stands on, by mouse and by key, and closes again.
    let open = "document.querySelectorAll(':popover-open').length";
    browser.click("td button.met");
    assert_eq!(number(&mut browser, open), 1);
    let words = browser.value("document.querySelector(':popover-open').innerText");
    let words = words.as_str().unwrap();
    assert!(
        words.contains("Met in Collection") && words.contains("line "),
        "{words}"
    );
    browser.press("Escape", 27);
    assert_eq!(number(&mut browser, open), 0);
    browser.value("document.querySelector('td button.missing').focus()");
    browser.press("Enter", 13);
    assert_eq!(number(&mut browser, open), 1);
    let words = browser.value("document.querySelector(':popover-open').innerText");
    assert!(
        words.as_str().unwrap().contains("A clause to begin with"),
        "{words}"
    );
    browser.press("Escape", 27);

    // A narrow window scrolls the matrix and nothing else.
    browser.width(360);
    assert_eq!(
        browser
            .value("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
        true
    );
    assert!(browser.errors.is_empty(), "{:#?}", browser.errors);
}

#[test]
fn the_page_is_accessible() {
    let Some(program) = program() else { return };
    let axe = root().join("tests/page/node_modules/axe-core/axe.min.js");
    let Ok(axe) = std::fs::read_to_string(axe) else {
        missing("axe-core is not installed (`npm ci` in tests/page): accessibility is NOT tested");
        return;
    };
    let (_folder, page) = page();
    let mut browser = Browser::open(&program);
    for (scheme, width, before) in [
        ("light", 1200, ""),
        (
            "dark",
            1200,
            "document.querySelector('td button.met').click()",
        ),
        (
            "light",
            1200,
            "document.querySelector('td button.missing').click()",
        ),
        ("dark", 360, ""),
    ] {
        browser.width(width);
        browser.prefers(scheme);
        browser.visit(&page);
        browser.value(before);
        browser.value(&axe);
        let found = browser.value(
            "axe.run({resultTypes: ['violations']}).then((found) => found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; ')))",
        );
        assert_eq!(found, serde_json::json!([]), "{scheme} {width}\n{found:#}");
    }
}

#[test]
fn the_page_on_paper_has_the_words_behind_every_cell() {
    let Some(program) = program() else { return };
    let (folder, page) = page();
    let pdf = folder.folder().join("audit.pdf");
    print(&program, &page, &pdf);
    let said = equilint()
        .args(["text", pdf.to_str().unwrap()])
        .exit(0)
        .run();
    let text = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    // Evidence, a rewrite, and no form.
    for words in ["Met in Hiring", "Commitments by document", "warning"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("Show all"), "{text}");
}

#[test]
fn a_page_without_a_script_says_everything() {
    let (_folder, page) = page();
    let html = std::fs::read_to_string(page).unwrap();
    // The filters wait for the script; popovers need none.
    assert!(html.contains("<form id=\"filters\" hidden"));
    assert!(html.contains("popovertarget=\"n"));
    assert!(!html.contains("<script>window"));
    assert!(!html.contains('\u{202e}'));
    assert_eq!(html.matches("<script").count(), 1);
    assert!(!html.contains("http://") && !html.contains("https://"));
}

#[test]
fn two_hundred_documents_fit_in_a_megabyte() {
    let names = [
        "collection.md",
        "conduct.md",
        "displays.md",
        "hiring.md",
        "meeting-rooms.md",
    ];
    let mut run = equilint();
    for number in 0..200 {
        let name = names[number % names.len()];
        let path = root().join("fixtures/manuals/riverside").join(name);
        let text = std::fs::read_to_string(path).unwrap().repeat(3);
        run = run.file(&format!("manual/{number:03}-{name}"), text);
    }
    let said = run
        .args(["audit", "manual", "--format", "html"])
        .exit(0)
        .run();
    assert!(said.stdout.len() < 1_000_000, "{}", said.stdout.len());
    assert!(said.stdout.contains("quotations are clipped"));
    assert_eq!(said.stdout.matches("<article").count(), 200);
}
