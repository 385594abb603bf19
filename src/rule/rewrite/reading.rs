//! What a sentence says, as far as a rewrite must know it: who acts, by what modal, about what, and whether the matched
//! words are all that it says.

use std::ops::Range;

use super::{
    Passage,
    actor::{Actor, Agreement, Speaker, actor},
    cover::Cover,
    people::{self, people},
    words::{BINDING_MODALS, capitalised, fold, singular},
};
use crate::{
    document::{BlockKind, Document},
    rule::{
        RuleSet,
        lang::Rewriting,
        token::{Token, flag, tokenise},
    },
    text::Span,
};

/// A word or mark of the sentence.
pub(super) struct Said {
    pub(super) token: Token,
    /// In small letters.
    pub(super) lower: String,
}

/// A sentence as its rewrites see it.
pub(super) struct Reading<'a> {
    pub(super) sentence: &'a str,
    /// Who acts, where the sentence begins with them and goes on with what was matched.
    pub(super) actor: Option<Actor>,
    /// Who speaks: the institution, as the sentence or the document names it.
    pub(super) speaker: Option<Speaker>,
    /// What stands before who acts, with its comma: "As a museum, ".
    pub(super) opening: Option<String>,
    /// "On public questions, " from "… on public questions." behind the match.
    pub(super) topic: Option<String>,
    /// The people served, in the singular.
    pub(super) person: String,
    /// The people whom the matched words name: "pupils".
    pub(super) people: Option<String>,
    /// The word at the end of the match that is no part of what it names.
    pub(super) trailing: Option<String>,
    /// "must", "shall", "will", "should" between who acts and the matched words.
    pub(super) modal: Option<&'static str>,
    /// Whether the matched words are, but for a few, all that the sentence says.
    pub(super) covered: bool,
    /// The same, where the rewrite takes its topic over.
    pub(super) covered_but_topic: bool,
    /// The matched words, white space folded.
    pub(super) matched: String,
    /// The word or mark before them, in small letters.
    pub(super) before: Option<String>,
    /// The word behind them, in small letters; `None` where a mark or the end of the sentence follows.
    pub(super) next: Option<String>,
    /// Whether it is half a sentence: it leads into a list, or only sets a condition.
    pub(super) fragment: bool,
    /// Whether it may be a label: it has no stop at its end, or nothing but the matched words.
    pub(super) label: bool,
    /// Whether it is a heading.
    pub(super) heading: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(set: &RuleSet, passage: &'a Passage<'a>) -> Self {
        let document = passage.document;
        let sentence = document.slice(passage.sentence);
        let (program, words) = (set.program(), set.rewriting());
        let mut tokens = Vec::new();
        tokenise(
            sentence,
            passage.sentence.start,
            &program.lexicon,
            &mut tokens,
        );
        let said: Vec<Said> = tokens
            .into_iter()
            .map(|token| Said {
                token,
                lower: document.slice(token.span).to_lowercase(),
            })
            .collect();
        let of_class = |name: &str| {
            let class = program.class(name);
            let said = &said;
            move |at: usize| {
                said.get(at).is_some_and(|word| {
                    class.is_some_and(|class| program.classes.get(word.token.word).contains(&class))
                })
            }
        };
        let matched = matched(&said, passage.span);
        let opening = opening(words, &said, &matched);
        let found = actor(words, document, &said, opening, of_class("actor"));
        let after_actor = found.as_ref().map_or(0, |actor| actor.last + 1);
        let led = found
            .as_ref()
            .is_some_and(|actor| leads(words, &said, actor, &matched));
        let after_actor = if led { after_actor } else { 0 };
        let between = if led {
            after_actor.min(matched.start)..matched.start
        } else {
            0..0
        };
        let modal = said
            .get(after_actor.min(matched.end)..matched.end)
            .filter(|_| led)
            .unwrap_or_default()
            .iter()
            .find_map(|word| {
                BINDING_MODALS
                    .into_iter()
                    .find(|modal| word.lower == *modal)
            });
        let opening = if led { opening } else { 0 };
        let topic = match opening {
            0 => topic(words, document, &said, &matched),
            _ => None,
        };
        let cover = Cover {
            words,
            sentence,
            said: &said,
            matched: &matched,
            modal,
            opening,
            subject: after_actor,
        };
        let held = |at: usize| at < after_actor || between.contains(&at);
        let in_topic = |at: usize| topic.as_ref().is_some_and(|(_, words)| words.contains(&at));
        let group = of_class("group");
        let (lacking, lacking_noun) = (of_class("the-deficit"), of_class("deficit-noun"));
        let classes = people::Classes {
            words,
            group: &group,
            lacking: &|at| lacking(at) || lacking_noun(at),
        };
        let (people, trailing) = people(document, &said, &matched, &classes);
        let served = of_class("served");
        let person = (0..said.len())
            .find(|at| served(*at))
            .and_then(|at| said.get(at));
        let kind = document.blocks.get(passage.block).map(|block| block.kind);
        Self {
            sentence,
            covered: cover.covers(&held),
            covered_but_topic: cover.covers(&|at| held(at) || in_topic(at)),
            speaker: speaker(words, &said, document)
                .or_else(|| passage.home.name().map(Speaker::of)),
            opening: said.get(opening).filter(|_| opening > 0).map(|first| {
                let words = Span::new(passage.sentence.start, first.token.span.start);
                format!("{} ", fold(document.slice(words)))
            }),
            topic: topic.map(|(phrase, _)| phrase),
            person: person.map_or_else(|| "person".to_owned(), |word| singular(&word.lower)),
            people,
            trailing,
            modal,
            before: matched
                .start
                .checked_sub(1)
                .and_then(|at| said.get(at))
                .map(|word| word.lower.clone()),
            next: said
                .get(matched.end)
                .filter(|word| !word.token.is(flag::MARK))
                .map(|word| word.lower.clone()),
            matched: fold(document.slice(passage.span)),
            fragment: fragment(sentence, &said),
            label: cover.outside(&held).next().is_none()
                || !sentence.trim_end().ends_with(['.', ';', '!', '?']),
            heading: matches!(kind, Some(BlockKind::Heading(_))),
            actor: found.filter(|_| led),
        }
    }
}

/// The words of the sentence that were matched.
fn matched(said: &[Said], span: Span) -> Range<usize> {
    let meets = |word: &Said| word.token.span.meets(span);
    let start = said.iter().position(meets).unwrap_or(0);
    let end = said.iter().rposition(meets).map_or(start, |at| at + 1);
    start..end
}

/// How many words open the sentence before who acts, the comma behind them included: "As custodians of the records, we …".
fn opening(words: &Rewriting, said: &[Said], matched: &Range<usize>) -> usize {
    const LONGEST: usize = 12;
    let opens = said
        .first()
        .is_some_and(|word| words.opens_no_actor(&word.lower));
    let comma = said.iter().take(LONGEST).position(|word| word.lower == ",");
    comma
        .filter(|comma| opens && *comma < matched.start)
        .map_or(0, |comma| comma + 1)
}

/// Whether `actor` is the subject of the matched words: a verb follows, and nothing but helpers stand before them.
fn leads(words: &Rewriting, said: &[Said], actor: &Actor, matched: &Range<usize>) -> bool {
    let singular = actor.agreement == Agreement::Singular;
    let next = actor.last + 1;
    let verb = said
        .get(next)
        .is_some_and(|word| !word.token.is(flag::MARK) && words.may_be_verb(&word.lower, singular));
    let mut between = said
        .get(next..matched.start.max(next))
        .unwrap_or_default()
        .iter();
    // The first word between them is the verb; what was matched is its object.
    between.next();
    verb && matched.start <= actor.last + 6 && between.all(|word| words.is_helper(&word.lower))
}

/// Whether it leads into a list, or only sets a condition.
fn fragment(sentence: &str, said: &[Said]) -> bool {
    let conditional = said.first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "if" | "when" | "where" | "unless" | "because" | "while"
        )
    });
    let stops = sentence.trim_end().ends_with(['.', ';', '!', '?']);
    let leads_in = sentence.trim_end().ends_with([':', '–', '—', '|']);
    leads_in || conditional && !stops && !sentence.contains(',')
}

/// The institution that the sentence itself names: "we" where it speaks as we, else the one with its article.
fn speaker(words: &Rewriting, said: &[Said], document: &Document) -> Option<Speaker> {
    if said
        .iter()
        .any(|word| matches!(word.lower.as_str(), "we" | "our" | "us"))
    {
        return Some(Speaker::of("we"));
    }
    let is_name = |word: &Said| words.is_name(&word.lower);
    let mut named: Vec<Speaker> = Vec::new();
    for (at, pair) in said.windows(2).enumerate() {
        let [article, name] = pair else { continue };
        if article.lower != "the" || !is_name(name) {
            continue;
        }
        // "the University Library" is a library; "the Library Bill of Rights" is nobody.
        let next = said.get(at + 2);
        let last = match next {
            Some(next) if is_name(next) => next,
            Some(next) if next.token.is(flag::CAPITAL) && name.token.is(flag::CAPITAL) => continue,
            Some(next) if next.lower == "of" => continue,
            _ => name,
        };
        let name = document.slice(Span::new(name.token.span.start, last.token.span.end));
        let upper = name.chars().all(|letter| !letter.is_lowercase());
        let name = if upper {
            name.to_lowercase()
        } else {
            fold(name)
        };
        let mut one = Speaker::of(&format!("the {name}"));
        // "The Archives preserves …" is one.
        let verb = next.filter(|next| {
            next.lower != "is" && next.lower.ends_with('s') && !next.lower.ends_with("ss")
        });
        if verb.is_some() || next.is_some_and(|next| next.lower == "is") {
            one.agreement = Agreement::Singular;
        }
        if !named
            .iter()
            .any(|known| known.phrase.eq_ignore_ascii_case(&one.phrase))
        {
            named.push(one);
        }
    }
    match named.len() {
        1 => named.pop(),
        _ => None,
    }
}

/// "On public questions, " from "… on public questions." behind the match, and the words it takes.
fn topic(
    words: &Rewriting,
    document: &Document,
    said: &[Said],
    matched: &Range<usize>,
) -> Option<(String, Range<usize>)> {
    let behind = said.get(matched.end..)?;
    let first = behind.first()?;
    if !words.opens_topic(&first.lower) {
        return None;
    }
    let end = behind
        .iter()
        .position(|word| word.token.is(flag::MARK))
        .unwrap_or(behind.len());
    let last = behind.get(end.checked_sub(1)?)?;
    let whole = behind
        .iter()
        .skip(end)
        .all(|word| word.token.is(flag::MARK));
    // What points back, or begins a clause of its own, cannot stand in front.
    let points = behind
        .iter()
        .take(end)
        .any(|word| words.points_back(&word.lower));
    let phrase = document.slice(Span::new(first.token.span.start, last.token.span.end));
    ((2..=7).contains(&end) && whole && !points).then(|| {
        let shouted = !phrase.chars().any(char::is_lowercase);
        let phrase = if shouted {
            phrase.to_lowercase()
        } else {
            phrase.to_owned()
        };
        let phrase = format!("{}, ", capitalised(&fold(&phrase)));
        (phrase, matched.end..matched.end + end)
    })
}
