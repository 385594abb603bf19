//! What documents are asked, as written → as compiled.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{
    ask::{CommitmentFile, KindFile, OwnPartFile},
    check::{
        Checks, Combination, CommitmentCode, KindCode, Language, ManualAsk, Part, Reach, Seed,
    },
    compile::{Compiler, nearest},
    file::{RuleFile, Text},
    pattern::is_bare,
    program::RuleCode,
    rule::{Example, Rewrite, RewriteMode, Rule, RuleKind},
};
use crate::finding::{Confidence, Family, Severity};

/// Compiled so far, and what the words of each cue are.
#[derive(Default)]
pub(super) struct Asking {
    /// As compiled, anchors left out.
    pub(super) checks: Checks,
    /// Words that anchor each cue.
    pub(super) anchors: Vec<(u32, BTreeSet<u32>)>,
    /// Shared parts by name.
    shared: BTreeMap<String, u32>,
    /// Commitments by name.
    pub(super) commitments: BTreeMap<String, u32>,
}

/// What a person can know of a rule, as each table writes it.
pub(super) struct Head<'a> {
    pub(super) id: &'a Text,
    pub(super) kind: RuleKind,
    pub(super) family: Family,
    pub(super) message: &'a str,
    pub(super) why: &'a str,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) contested: Option<&'a String>,
    pub(super) out_of_reach: Option<&'a String>,
    pub(super) sources: &'a [String],
    /// Title and words of what mends it.
    pub(super) clause: Option<(&'a str, &'a str)>,
    pub(super) good: Vec<Example>,
}

/// What a rule that is there twice has.
const RULE: &str = "rule has the id";

/// Every table of a kind, with its file and its name.
fn tables<'a, T: 'a>(
    files: &'a [(usize, RuleFile)],
    list: impl Fn(&'a RuleFile) -> &'a [T],
    name: impl Fn(&'a T) -> &'a Text,
) -> impl Iterator<Item = (usize, &'a Text, &'a T)> {
    let tables = files
        .iter()
        .flat_map(move |(file, written)| list(written).iter().map(|one| (*file, one)));
    tables.map(move |(file, one)| (file, name(one), one))
}

/// What a person can know of a table, whatever it is: [`Head`] out of the keys that all of them have.
macro_rules! head {
    ($written:ident, $kind:ident, $clause:expr, $good:expr) => {
        Head {
            id: &$written.id,
            kind: RuleKind::$kind,
            family: Family::$kind,
            message: &$written.message,
            why: &$written.why,
            severity: $written.severity,
            confidence: $written.confidence,
            contested: $written.contested.as_ref(),
            out_of_reach: $written.out_of_reach.as_ref(),
            sources: &$written.sources,
            clause: $clause,
            good: $good,
        }
    };
}
pub(super) use head;

impl Compiler<'_> {
    /// Everything that documents are asked.
    pub(super) fn asking(&mut self, files: &[(usize, RuleFile)]) {
        for (file, written) in files {
            for part in &written.part {
                let number = self.part(*file, &part.says, part.heading, &part.find);
                let name = part.name.get_ref().clone();
                if self.asking.shared.insert(name, number).is_some() {
                    let message = format!("a second part is named `{}`", part.name.get_ref());
                    self.problem(*file, part.name.span(), message, None);
                }
            }
        }
        self.asking.checks.shared = self.asking.shared.clone();
        self.asking.checks.denied = self.asking.shared.get("denied").copied();
        let commitments = tables(files, |file| &file.commitment, |one| &one.id);
        let commitments = self.chosen(RULE, commitments);
        let kinds = tables(files, |file| &file.kind, |one| &one.name);
        let kinds = self.chosen("kind is named", kinds);
        let lists = tables(files, |file| &file.enumeration, |one| &one.id);
        let lists = self.chosen(RULE, lists);
        let structures = tables(files, |file| &file.structure, |one| &one.id);
        let structures = self.chosen(RULE, structures);
        for (file, one) in &commitments {
            self.commitment(*file, one);
        }
        for (file, one) in kinds {
            self.kind(file, one);
        }
        // What is asked of manuals names kinds, and kinds name commitments.
        for (file, one) in commitments {
            self.manual(file, one);
        }
        for (file, one) in lists {
            self.enumeration(file, one);
        }
        for (file, one) in structures {
            self.structure(file, one);
        }
        for (_, file) in files {
            for seed in &file.seed {
                self.asking.checks.seeds.push(Seed {
                    id: seed.id.clone(),
                    of: seed.of.clone(),
                    says: seed.says.clone(),
                    beyond: seed.beyond.clone(),
                });
            }
            for language in &file.language {
                if language.name == "English" {
                    self.asking.checks.english.clone_from(&language.words);
                } else {
                    self.asking.checks.languages.push(Language {
                        name: language.name.clone(),
                        words: language.words.clone(),
                    });
                }
            }
        }
    }

    /// A part out of patterns.
    pub(super) fn part(&mut self, file: usize, says: &str, heading: bool, find: &[Text]) -> u32 {
        let number = count(self.asking.checks.parts.len());
        let start = count(self.asking.checks.cues.len());
        let mut common = 0_u32;
        for text in find {
            let Some((pattern, needs)) = self.pattern(file, text) else {
                continue;
            };
            let Some((words, others)) = self.rarest(&needs) else {
                let help = Some("give it a word that must be there".to_owned());
                let message = "the pattern has no word that must be there";
                self.problem(file, text.span(), message, help);
                continue;
            };
            common =
                common.saturating_add(needs.iter().map(|(_, common)| *common).min().unwrap_or(0));
            let cue = count(self.asking.checks.cues.len());
            self.asking.checks.cues.push(pattern);
            self.asking.checks.needs.push(others);
            self.asking.checks.sure.push(is_bare(text.get_ref()));
            self.asking.checks.cue_parts.push(number);
            self.asking.anchors.push((cue, words));
        }
        let end = count(self.asking.checks.cues.len());
        self.asking.checks.parts.push(Part {
            says: says.to_owned(),
            heading,
            cues: (start, end),
            common,
        });
        number
    }

    /// A part out of patterns that may be none.
    pub(super) fn maybe_part(&mut self, file: usize, says: &str, find: &[Text]) -> Option<u32> {
        (!find.is_empty()).then(|| self.part(file, says, false, find))
    }

    /// Parts of a rule by name, those that all rules share included.
    pub(super) fn own_parts(
        &mut self,
        file: usize,
        parts: &BTreeMap<String, OwnPartFile>,
    ) -> BTreeMap<String, u32> {
        let mut names = self.asking.shared.clone();
        for (name, part) in parts {
            let number = self.part(file, &part.says, part.heading, &part.find);
            names.insert(name.clone(), number);
        }
        names
    }

    pub(super) fn named(
        &mut self,
        file: usize,
        span: Range<usize>,
        what: &str,
        name: &str,
        names: &BTreeMap<String, u32>,
    ) -> Option<u32> {
        let found = names.get(name).copied();
        if found.is_none() {
            let help = nearest(name, names.keys().map(String::as_str));
            let help = help.map(|name| format!("did you mean `{name}`?"));
            self.problem(file, span, format!("no {what} is named `{name}`"), help);
        }
        found
    }

    /// `topic duty action`, or `section: owner date measure`.
    fn combination(
        &mut self,
        file: usize,
        text: &Text,
        names: &BTreeMap<String, u32>,
    ) -> Option<Combination> {
        let written = text.get_ref().as_str();
        let (reach, list) = match written.split_once(':') {
            None => (Reach::Sentence, written),
            Some(("paragraph", list)) => (Reach::Paragraph, list),
            Some(("section", list)) => (Reach::Section, list),
            Some(("document", list)) => (Reach::Document, list),
            Some((other, _)) => {
                let message =
                    format!("`{other}` is no reach: `paragraph`, `section` and `document` are");
                self.problem(file, text.span(), message, None);
                return None;
            }
        };
        let mut parts = Vec::new();
        let mut without = Vec::new();
        for word in list.split_whitespace() {
            match word.strip_prefix('!') {
                Some(name) => without.push(self.named(file, text.span(), "part", name, names)?),
                None => parts.push(self.named(file, text.span(), "part", word, names)?),
            }
        }
        if reach != Reach::Sentence && !without.is_empty() {
            let message = "`!` is for combinations within a sentence";
            self.problem(file, text.span(), message, None);
        }
        if parts.is_empty() {
            self.problem(file, text.span(), "the combination is empty", None);
            return None;
        }
        Some(Combination {
            reach,
            parts,
            without,
        })
    }

    fn commitment(&mut self, file: usize, written: &CommitmentFile) {
        let names = self.own_parts(file, &written.parts);
        let combine = |compiler: &mut Self, texts: &[Text]| -> Vec<Combination> {
            let one = |text| compiler.combination(file, text, &names);
            texts.iter().filter_map(one).collect()
        };
        let met = combine(self, &written.met);
        let partial = combine(self, &written.partial);
        let near = self.maybe_part(file, "a near miss", &written.near);
        let belongs = self.maybe_part(file, "the section it belongs to", &written.belongs);
        let gate = written
            .gate
            .as_ref()
            .and_then(|name| self.named(file, name.span(), "part", name.get_ref(), &names));
        let examples = &written.examples;
        let shown = [
            (examples.met.len(), 2),
            (examples.partial.len(), 1),
            (examples.absent.len(), 2),
        ];
        if self.is_embedded(file) && shown.iter().any(|(count, least)| count < least) {
            let message = format!("`{}` shows too little", written.id.get_ref());
            let help = Some(
                "two texts that meet it, one in part and two that do not are the least".to_owned(),
            );
            self.problem(file, written.id.span(), message, help);
        }
        let clause = Some(("Add a clause", written.clause.as_str()));
        let good = examples.met.iter().map(|text| Example::plain(text));
        let rule = self.headed(file, head!(written, Commitment, clause, good.collect()));
        let id = written.id.get_ref();
        let name = id.split_once('/').map_or(id.as_str(), |(_, name)| name);
        let number = count(self.asking.checks.commitments.len());
        self.asking.commitments.insert(name.to_owned(), number);
        self.asking.checks.commitments.push(CommitmentCode {
            rule,
            name: Arc::from(name),
            title: Arc::from(written.title.as_str()),
            met,
            partial,
            near,
            gate: gate.map(|part| (part, written.gate_least)),
            belongs,
            clause: written.clause.clone(),
            restricted_clause: written.restricted_clause.clone(),
            manual: None,
        });
    }

    /// What a manual is asked; kinds are known by now.
    fn manual(&mut self, file: usize, written: &CommitmentFile) {
        let of = self.kinds_named(file, &written.manual_of);
        let Some(severity) = written.manual else {
            let told = written
                .manual_of
                .first()
                .or(written.manual_message.as_ref());
            if let Some(told) = told {
                let message = "`manual` says how much it matters; without it a manual is not asked";
                self.problem(file, told.span(), message, None);
            }
            return;
        };
        let id = written.id.get_ref();
        let name = id.split_once('/').map_or(id.as_str(), |(_, name)| name);
        let number = self.asking.commitments.get(name).copied();
        let code =
            number.and_then(|number| self.asking.checks.commitments.get_mut(number as usize));
        if let Some(code) = code {
            let message = written.manual_message.as_ref();
            code.manual = Some(ManualAsk {
                severity,
                of,
                message: message.map(|message| message.get_ref().clone()),
            });
        }
    }

    /// Kinds of policy by name.
    pub(super) fn kinds_named(&mut self, file: usize, names: &[Text]) -> Vec<Arc<str>> {
        let kinds: BTreeMap<String, u32> = (0..)
            .zip(&self.asking.checks.kinds)
            .map(|(number, kind)| (kind.name.to_string(), number))
            .collect();
        let mut out = Vec::new();
        for name in names {
            let found = self.named(file, name.span(), "kind of policy", name.get_ref(), &kinds);
            out.extend(found.map(|_| Arc::from(name.get_ref().as_str())));
        }
        out
    }

    fn kind(&mut self, file: usize, written: &KindFile) {
        let commitments = self.asking.commitments.clone();
        let list = |compiler: &mut Self, names: &[Text]| -> Vec<u32> {
            let one = |name: &Text| {
                compiler.named(
                    file,
                    name.span(),
                    "commitment",
                    name.get_ref(),
                    &commitments,
                )
            };
            names.iter().filter_map(one).collect()
        };
        let requires = list(self, &written.requires);
        let suggests = list(self, &written.suggests);
        let kind = KindCode {
            name: Arc::from(written.name.get_ref().as_str()),
            title: written.title.clone(),
            aliases: written.aliases.clone(),
            names: self.maybe_part(file, "its title", &written.names),
            headings: self.maybe_part(file, "a heading", &written.headings),
            body: written
                .body
                .iter()
                .map(|cue| self.part(file, "its text", false, std::slice::from_ref(cue)))
                .collect(),
            requires,
            suggests,
            exempt: written.exempt.clone(),
            most_words: written.most_words,
        };
        self.asking.checks.kinds.push(kind);
    }

    /// Add what a person can know of a rule, and get its number.
    pub(super) fn headed(&mut self, file: usize, head: Head<'_>) -> u32 {
        let id = head.id.get_ref();
        let fits = id
            .split_once('/')
            .is_some_and(|(family, name)| family == head.family.name() && !name.is_empty());
        if !fits {
            let help = Some(format!("its id begins with `{}/`", head.family.name()));
            self.problem(file, head.id.span(), format!("`{id}` is no id here"), help);
        }
        let number = count(self.rules.len());
        self.rules.push(Rule {
            id: Arc::from(id.as_str()),
            kind: head.kind,
            family: head.family,
            severity: head.severity,
            confidence: head.confidence,
            message: head.message.to_owned(),
            why: Arc::from(head.why),
            contested: head.contested.cloned(),
            out_of_reach: head.out_of_reach.cloned(),
            sources: head.sources.to_vec(),
            rewrites: head
                .clause
                .map(|(title, with)| Rewrite {
                    title: title.to_owned(),
                    with: with.to_owned(),
                    mode: RewriteMode::Append,
                    begins: Vec::new(),
                    ends: Vec::new(),
                })
                .into_iter()
                .collect(),
            unless: Vec::new(),
            bad: Vec::new(),
            good: head.good,
        });
        // Words are not looked for by such a rule; the place keeps both lists in step.
        self.program.rules.push(RuleCode::default());
        number
    }
}

pub(super) fn count(len: usize) -> u32 {
    u32::try_from(len).expect("rules are few")
}
