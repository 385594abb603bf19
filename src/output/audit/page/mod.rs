//! One page for a committee, complete in one file: readable without a script, from a disk, on paper.
//!
//! Everything that comes from documents goes through the template engine, which escapes it; style and script are ours,
//! named in the page's Content-Security-Policy by their hashes. What the page says is in `view`, how it looks in `assets`.

mod quoted;
mod view;

use minijinja::{AutoEscape, Environment, value::Serde};

use self::{
    quoted::Room,
    view::{Frame, View},
};
use crate::engine::{Audit, Comparison};

const TEMPLATE: &str = include_str!("assets/page.html");
const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");
/// Hash of the style, for the policy.
const STYLE_HASH: &str = "sha256-Ddfe6CX3jX8wNIDAviQvcjIBJO7w/reDUX0Qq5g3rgI=";
/// Hash of the script, for the policy.
const SCRIPT_HASH: &str = "sha256-528QANf1TldqTJNUvjFBCxkEfQJ+74eug71VGZn41Fk=";

/// A page of more bytes quotes less: it goes around by e-mail.
const BYTES: usize = 950_000;

/// The audit as a page, with what changed `since` an earlier one.
pub fn page(audit: &Audit, since: Option<&Comparison>) -> String {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates
        .add_template("page.html", TEMPLATE)
        .expect("the template is part of the program and tested");
    let draw = |room: &Room| {
        let frame = Frame {
            style: STYLE,
            script: SCRIPT,
            style_hash: STYLE_HASH,
            script_hash: SCRIPT_HASH,
        };
        templates
            .get_template("page.html")
            .and_then(|template| template.render(Serde(&View::new(audit, since, room, frame))))
            .expect("the template is part of the program and tested")
    };
    let [first, tighter @ ..] = &Room::ALL;
    tighter.iter().fold(draw(first), |page, room| {
        if page.len() > BYTES { draw(room) } else { page }
    })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};

    /// RFC 4648, section 4.
    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for three in bytes.chunks(3) {
            let bits = three
                .iter()
                .fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte))
                << (8 * (3 - three.len()));
            for place in 0..4 {
                out.push(if place <= three.len() {
                    char::from(LETTERS[bits >> (18 - 6 * place) & 63])
                } else {
                    '='
                });
            }
        }
        out
    }

    #[test]
    fn the_policy_names_style_and_script_as_they_are() {
        for (text, hash) in [(STYLE, STYLE_HASH), (SCRIPT, SCRIPT_HASH)] {
            let own = format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())));
            assert_eq!(hash, own, "write this hash into page/mod.rs");
        }
    }
}
