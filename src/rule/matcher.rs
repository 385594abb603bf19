//! Patterns over the words of a sentence: a small backtracking machine that never does a step twice.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
};

use super::{
    hits::features_of,
    lang::{Features, First, Instruction, Needs, Pattern, Program},
    stretch::Stretch,
    token::{Token, flag},
};

/// Words in a row, and what was asked of them already.
pub(super) struct View<'a> {
    /// The words.
    pub(super) tokens: &'a [Token],
    stretch: Stretch<'a>,
    program: &'a Program,
    /// What the words have together, once somebody asked.
    features: OnceCell<Features>,
    /// The clause of each word, once somebody asked.
    clauses: OnceCell<Vec<u32>>,
    /// What contexts showed among the words: by the context's number, the first word and one past the last.
    pub(super) held: RefCell<BTreeMap<(u32, usize, usize), Option<String>>>,
}

impl<'a> View<'a> {
    /// The words.
    pub(super) fn new(stretch: Stretch<'a>, program: &'a Program) -> Self {
        Self {
            tokens: stretch.tokens,
            stretch,
            program,
            features: OnceCell::new(),
            clauses: OnceCell::new(),
            held: RefCell::default(),
        }
    }

    /// The clause that each word stands in, by number.
    pub(super) fn clauses(&self, program: &Program) -> &[u32] {
        self.clauses.get_or_init(|| clauses(self.tokens, program))
    }

    /// Whether the words have all that a pattern needs.
    pub(super) fn has(&self, needs: Needs) -> bool {
        needs == Needs::default()
            || self
                .features
                .get_or_init(|| features_of(self.program, self.stretch))
                .has(needs)
    }

    /// Whether a match can begin with `token`.
    #[inline]
    fn begins(&self, first: First, token: Token) -> bool {
        let known = |set: u32| token.word != 0 && self.program.is_in(token.word, set);
        match first {
            First::Any => true,
            First::Word(set) => known(set),
            First::Shape(set) => token.is(flag::NUMBER) || token.is(flag::PARTICIPLE) || known(set),
        }
    }
}

/// The clause that each word stands in, by number: clauses end at marks and begin at words like "but" after a comma.
fn clauses(tokens: &[Token], program: &Program) -> Vec<u32> {
    let opener = program.class("clause-opener");
    let marks = program.interrupters;
    let mut clause = 0;
    let mut out = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let is = |mark: u32| mark != 0 && token.word == mark;
        let opens = |next: &Token| {
            opener.is_some_and(|class| program.classes.get(next.word).contains(&class))
        };
        if token.is(flag::BREAK)
            || is(marks.open)
            || is(marks.close)
            || is(marks.dash)
            || is(marks.comma) && tokens.get(at + 1).is_some_and(opens)
        {
            clause += 1;
        }
        out.push(clause);
    }
    out
}

fn number_of(at: usize) -> u32 {
    u32::try_from(at).expect("a sentence has fewer words than 4 billion")
}

/// Room to work in, kept between sentences.
#[derive(Default)]
pub(super) struct Scratch {
    stack: Vec<(u32, u32)>,
    /// A bit for each instruction and place that was tried.
    seen: Vec<u64>,
}

/// Every place in the words `within` where `pattern` matches, leftmost first, none overlapping.
pub(super) fn find_all(
    program: &Program,
    pattern: &Pattern,
    view: &View<'_>,
    within: std::ops::Range<usize>,
    scratch: &mut Scratch,
) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut rest = within.clone();
    // An anchor asks for the start of the whole, so the machine must know where that is.
    while let Some((start, end)) = find_from(program, pattern, view, &within, rest.clone(), scratch)
    {
        if end > start {
            out.push((start, end));
        }
        rest.start = end.max(start + 1);
    }
    out
}

/// Whether `pattern` matches anywhere in the words `within`, and where first.
pub(super) fn find(
    program: &Program,
    pattern: &Pattern,
    view: &View<'_>,
    within: std::ops::Range<usize>,
    scratch: &mut Scratch,
) -> Option<(usize, usize)> {
    find_from(program, pattern, view, &within, within.clone(), scratch)
}

fn find_from(
    program: &Program,
    pattern: &Pattern,
    view: &View<'_>,
    within: &std::ops::Range<usize>,
    starts: std::ops::Range<usize>,
    scratch: &mut Scratch,
) -> Option<(usize, usize)> {
    if !view.has(pattern.needs) {
        return None;
    }
    let mut fresh = true;
    for start in starts {
        // Most starts fail at the first word: that is seen without setting anything up.
        let token = view.tokens.get(start);
        if !token.is_some_and(|token| view.begins(pattern.first, *token)) {
            continue;
        }
        if std::mem::take(&mut fresh) {
            scratch.reset(pattern, within.len());
        }
        if let Some(end) = run(program, pattern, view, within, start, scratch) {
            return Some((start, end));
        }
    }
    None
}

impl Scratch {
    fn reset(&mut self, pattern: &Pattern, words: usize) {
        let bits = (pattern.end - pattern.start) as usize * (words + 1);
        self.seen.clear();
        self.seen.resize(bits / 64 + 1, 0);
    }
}

/// Try `pattern` at `start`. What was tried in vain before, from any start, is not tried again.
fn run(
    program: &Program,
    pattern: &Pattern,
    view: &View<'_>,
    within: &std::ops::Range<usize>,
    start: usize,
    scratch: &mut Scratch,
) -> Option<usize> {
    let width = within.len() + 1;
    scratch.stack.clear();
    scratch.stack.push((pattern.start, number_of(start)));
    while let Some((at, place)) = scratch.stack.pop() {
        let bit = (at - pattern.start) as usize * width + (place as usize - within.start);
        let Some(seen) = scratch.seen.get_mut(bit / 64) else {
            continue;
        };
        if *seen >> (bit % 64) & 1 == 1 {
            continue;
        }
        *seen |= 1 << (bit % 64);
        let here = place as usize;
        let token = view.tokens.get(here).filter(|_| here < within.end);
        let one = |fits: bool, stack: &mut Vec<(u32, u32)>| {
            if fits {
                stack.push((at + 1, place + 1));
            }
        };
        match *program.instructions.get(at as usize)? {
            Instruction::Word(word) => one(
                token.is_some_and(|token| token.word == word),
                &mut scratch.stack,
            ),
            Instruction::Set(set) => {
                let fits =
                    token.is_some_and(|token| token.word != 0 && program.is_in(token.word, set));
                one(fits, &mut scratch.stack);
            }
            Instruction::Class(class) => {
                // The stack gives the last first: single words, then longer entries on top, the longest last.
                one(
                    token.is_some_and(|token| program.classes.get(token.word).contains(&class)),
                    &mut scratch.stack,
                );
                if token.is_some() {
                    let from = scratch.stack.len();
                    let longer = view
                        .stretch
                        .longer(here, class)
                        .filter(|len| here + len <= within.end);
                    scratch
                        .stack
                        .extend(longer.map(|len| (at + 1, number_of(here + len))));
                    if let Some(added) = scratch.stack.get_mut(from..) {
                        added.reverse();
                    }
                }
            }
            Instruction::Number => one(
                token.is_some_and(|token| token.is(flag::NUMBER)),
                &mut scratch.stack,
            ),
            Instruction::Participle => one(
                token.is_some_and(|token| token.is(flag::PARTICIPLE)),
                &mut scratch.stack,
            ),
            Instruction::Any => one(
                token.is_some_and(|token| !token.is(flag::BREAK)),
                &mut scratch.stack,
            ),
            Instruction::AnyOver => one(token.is_some(), &mut scratch.stack),
            Instruction::Split(first, second) => {
                scratch.stack.push((second, place));
                scratch.stack.push((first, place));
            }
            Instruction::Jump(to) => scratch.stack.push((to, place)),
            Instruction::Start => {
                if here == within.start {
                    scratch.stack.push((at + 1, place));
                }
            }
            Instruction::End => {
                let rest = view.tokens.get(here..within.end).unwrap_or_default();
                if rest.is_empty()
                    || (rest.len() == 1 && rest.iter().all(|token| token.is(flag::BREAK)))
                {
                    scratch.stack.push((at + 1, place));
                }
            }
            Instruction::Match => return Some(here),
        }
    }
    None
}
