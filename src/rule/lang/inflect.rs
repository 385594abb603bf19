//! Inflections of English words: `value/v` → value, values, valued, valuing; `city/n` → city, cities.
//!
//! No stemmer: it folds "neutral", "neutrality" and "neutrally" into one, the very distinction that rules make.

/// Verbs whose forms the rules of spelling do not give: base, then the other forms.
const IRREGULAR_VERBS: &[&[&str]] = &[
    &["be", "is", "are", "was", "were", "been", "being", "am"],
    &["become", "becomes", "became", "becoming"],
    &["bring", "brings", "brought", "bringing"],
    &["build", "builds", "built", "building"],
    &["buy", "buys", "bought", "buying"],
    &["choose", "chooses", "chose", "chosen", "choosing"],
    &["come", "comes", "came", "coming"],
    &["do", "does", "did", "done", "doing"],
    &["draw", "draws", "drew", "drawn", "drawing"],
    &["fall", "falls", "fell", "fallen", "falling"],
    &["feel", "feels", "felt", "feeling"],
    &["find", "finds", "found", "finding"],
    &["get", "gets", "got", "gotten", "getting"],
    &["give", "gives", "gave", "given", "giving"],
    &["go", "goes", "went", "gone", "going"],
    &["grow", "grows", "grew", "grown", "growing"],
    &["have", "has", "had", "having"],
    &["hear", "hears", "heard", "hearing"],
    &["hold", "holds", "held", "holding"],
    &["keep", "keeps", "kept", "keeping"],
    &["know", "knows", "knew", "known", "knowing"],
    &["leave", "leaves", "left", "leaving"],
    &["lend", "lends", "lent", "lending"],
    &["let", "lets", "letting"],
    &["lose", "loses", "lost", "losing"],
    &["make", "makes", "made", "making"],
    &["mean", "means", "meant", "meaning"],
    &["meet", "meets", "met", "meeting"],
    &["pay", "pays", "paid", "paying"],
    &["put", "puts", "putting"],
    &["read", "reads", "reading"],
    &["say", "says", "said", "saying"],
    &["see", "sees", "saw", "seen", "seeing"],
    &["seek", "seeks", "sought", "seeking"],
    &["sell", "sells", "sold", "selling"],
    &["send", "sends", "sent", "sending"],
    &["set", "sets", "setting"],
    &["show", "shows", "showed", "shown", "showing"],
    &["shut", "shuts", "shutting"],
    &["sit", "sits", "sat", "sitting"],
    &["speak", "speaks", "spoke", "spoken", "speaking"],
    &["spend", "spends", "spent", "spending"],
    &["stand", "stands", "stood", "standing"],
    &[
        "strive", "strives", "strove", "striven", "strived", "striving",
    ],
    &["take", "takes", "took", "taken", "taking"],
    &["teach", "teaches", "taught", "teaching"],
    &["tell", "tells", "told", "telling"],
    &["think", "thinks", "thought", "thinking"],
    &["understand", "understands", "understood", "understanding"],
    &["wear", "wears", "wore", "worn", "wearing"],
    &["win", "wins", "won", "winning"],
    &[
        "withdraw",
        "withdraws",
        "withdrew",
        "withdrawn",
        "withdrawing",
    ],
    &["write", "writes", "wrote", "written", "writing"],
];

/// Nouns whose plural the rules of spelling do not give.
const IRREGULAR_NOUNS: &[&[&str]] = &[
    &["child", "children"],
    &["man", "men"],
    &["person", "persons", "people"],
    &["woman", "women"],
];

/// Verbs of more than one syllable that double their last letter, and short ones that do.
const DOUBLING: &[&str] = &[
    "ban", "commit", "cut", "drop", "enrol", "fit", "get", "let", "offset", "omit", "permit",
    "plan", "put", "rebut", "refer", "set", "shun", "sit", "step", "stop", "submit", "transfer",
    "trim", "wrap",
];

/// Every form of a verb, the base first.
pub(super) fn verb(base: &str) -> Vec<String> {
    if let Some(forms) = IRREGULAR_VERBS
        .iter()
        .find(|forms| forms.first() == Some(&base))
    {
        return forms.iter().map(|form| (*form).to_owned()).collect();
    }
    let third = third_person(base);
    let (past, ing) = if let Some(stem) = base.strip_suffix('e') {
        let ing = if base.ends_with("ee") {
            format!("{base}ing")
        } else {
            format!("{stem}ing")
        };
        (format!("{base}d"), ing)
    } else if ends_consonant_y(base) {
        (
            format!("{}ied", base.trim_end_matches('y')),
            format!("{base}ing"),
        )
    } else {
        let last = base.chars().last().filter(|_| DOUBLING.contains(&base));
        let doubled = last.map_or_else(|| base.to_owned(), |last| format!("{base}{last}"));
        (format!("{doubled}ed"), format!("{doubled}ing"))
    };
    vec![base.to_owned(), third, past, ing]
}

/// Singular and plural of a noun.
pub(super) fn noun(base: &str) -> Vec<String> {
    if let Some(forms) = IRREGULAR_NOUNS
        .iter()
        .find(|forms| forms.first() == Some(&base))
    {
        return forms.iter().map(|form| (*form).to_owned()).collect();
    }
    let plural = if ends_consonant_y(base) {
        format!("{}ies", base.trim_end_matches('y'))
    } else if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| base.ends_with(end))
    {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    vec![base.to_owned(), plural]
}

/// The form after "she": values, carries, is.
pub(crate) fn third_person(base: &str) -> String {
    match base {
        "be" => "is".to_owned(),
        "have" => "has".to_owned(),
        _ if ends_consonant_y(base) => format!("{}ies", base.trim_end_matches('y')),
        _ if ["s", "x", "z", "ch", "sh", "o"]
            .iter()
            .any(|end| base.ends_with(end)) =>
        {
            format!("{base}es")
        }
        _ => format!("{base}s"),
    }
}

/// Whether a word ends in a consonant and y.
fn ends_consonant_y(word: &str) -> bool {
    let mut letters = word.chars().rev();
    letters.next() == Some('y')
        && letters
            .next()
            .is_some_and(|letter| !"aeiou".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::{noun, verb};

    #[test]
    fn regular_and_irregular_forms() {
        assert_eq!(verb("value"), ["value", "values", "valued", "valuing"]);
        assert_eq!(verb("imply"), ["imply", "implies", "implied", "implying"]);
        assert_eq!(
            verb("commit"),
            ["commit", "commits", "committed", "committing"]
        );
        assert_eq!(verb("agree"), ["agree", "agrees", "agreed", "agreeing"]);
        assert_eq!(verb("keep"), ["keep", "keeps", "kept", "keeping"]);
        assert_eq!(noun("policy"), ["policy", "policies"]);
        assert_eq!(noun("branch"), ["branch", "branches"]);
    }
}
