//! British and American spelling: a rewrite spells as its document does.

use memchr::memmem;

/// Spellings that our templates use, American and British.
const SPELLINGS: [(&str, &str); 12] = [
    ("marginalized", "marginalised"),
    ("prioritize", "prioritise"),
    ("recognize", "recognise"),
    ("programs", "programmes"),
    ("program ", "programme "),
    ("Offense", "Offence"),
    ("offense", "offence"),
    ("color", "colour"),
    ("organization", "organisation"),
    ("apologize", "apologise"),
    ("neighborhood", "neighbourhood"),
    ("behavior", "behaviour"),
];

/// Whether a text spells the British way.
pub(crate) fn british(text: &str) -> bool {
    const BRITISH: [&str; 8] = [
        "colour",
        "programme",
        "organisation",
        "behaviour",
        "recognise",
        "centre",
        "favour",
        "honour",
    ];
    const AMERICAN: [&str; 8] = [
        "color",
        "program ",
        "organization",
        "behavior",
        "recognize",
        "center",
        "favor",
        "honor",
    ];
    let count = |words: &[&str]| {
        words
            .iter()
            .map(|word| memmem::find_iter(text.as_bytes(), word).take(20).count())
            .sum::<usize>()
    };
    count(&BRITISH) > count(&AMERICAN)
}

pub(super) fn to_british(text: &str) -> String {
    SPELLINGS
        .iter()
        .fold(text.to_owned(), |text, (american, british)| {
            text.replace(american, british)
        })
}
