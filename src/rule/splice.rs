//! Sentences without what interrupts them.

use super::{
    lang::Program,
    token::{Token, flag},
};

/// The sentence without what interrupts it: brackets, dashes in pairs, ", which …," and the like. `None` where nothing does.
pub(super) fn splice(tokens: &[Token], program: &Program) -> Option<Vec<Token>> {
    // What interrupts stands between marks that end no clause.
    let inner = |token: &Token| token.is(flag::MARK) && !token.is(flag::BREAK);
    if !tokens.iter().any(inner) {
        return None;
    }
    // Only marks are asked for by name.
    let word = |at: usize| {
        let mark = tokens.get(at).filter(|token| token.is(flag::MARK));
        mark.map_or("", |token| program.lexicon.word(token.word))
    };
    let opener = program.class("interrupter");
    let opens = |at: usize| {
        let token = tokens.get(at);
        opener
            .zip(token)
            .is_some_and(|(class, token)| program.classes.get(token.word).contains(&class))
    };
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let partner = match word(at) {
            "(" => (at + 1..tokens.len().min(at + 25)).find(|end| word(*end) == ")"),
            "–" => (at + 1..tokens.len().min(at + 16)).find(|end| word(*end) == "–"),
            "," if opens(at + 1) => {
                let end = (at + 1..tokens.len().min(at + 12))
                    .find(|end| matches!(word(*end), "," | ";" | ":" | "."));
                end.filter(|end| {
                    word(*end) == ","
                        && *end > at + 1
                        && *end + 1 < tokens.len()
                        && !matches!(word(end + 1), "and" | "or")
                })
            }
            _ => None,
        };
        if let Some(end) = partner {
            at = end + 1;
            continue;
        }
        kept.push(*token);
        at += 1;
    }
    (kept.len() < tokens.len() && kept.len() > 1).then_some(kept)
}
