//! Rules as written, checked: what they seek, when they are silent, what they show.

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{
        expression,
        file::{PhraseFile, RuleFile, Text},
        program::{Code, RuleCode, Sought, Together, Weigh},
        rule::{Example, Rewrite, Rule, RuleKind},
    },
    Compiler, NamedModel, SLOTS, nearest,
};
use crate::finding::Family;

impl Compiler<'_> {
    pub(super) fn rules(&mut self, files: &[(usize, RuleFile)]) {
        let phrases = files.iter().flat_map(|(file, written)| {
            let phrases = written.phrase.iter().map(|rule| (RuleKind::Phrase, rule));
            let hollow = written.hollow.iter().map(|rule| (RuleKind::Hollow, rule));
            let learned = written.learned.iter().map(|rule| (RuleKind::Learned, rule));
            let all = phrases.chain(hollow).chain(learned);
            all.map(|(kind, rule)| (*file, &rule.id, (kind, rule)))
        });
        let chosen = self.chosen("rule has the id", phrases);
        for (file, (kind, rule)) in chosen {
            self.rule(file, kind, rule);
        }
    }

    pub(super) fn rule(&mut self, file: usize, kind: RuleKind, written: &PhraseFile) {
        let id = written.id.get_ref();
        let family = id.split('/').next().and_then(Family::from_name);
        let Some(family) = family.filter(|_| id.split('/').count() == 2 && id.chars().all(is_id))
        else {
            let names: Vec<&str> = Family::ALL.iter().map(|family| family.name()).collect();
            let help = Some(format!(
                "an id is `family/name` in small letters; families are {}",
                names.join(", ")
            ));
            self.problem(
                file,
                written.id.span(),
                format!("`{id}` is no rule id"),
                help,
            );
            return;
        };
        let number = u32::try_from(self.rules.len()).expect("few rules");
        if written.find.is_empty() && written.together.is_empty() {
            let help = Some("give it `find = [\"…\"]` or `together = [[\"…\", \"…\"]]`".to_owned());
            self.problem(
                file,
                written.id.span(),
                format!("`{id}` looks for nothing"),
                help,
            );
        }
        for text in &written.find {
            if let Some((pattern, needs)) = self.pattern(file, text) {
                let needs = self.anchor(file, &text.span(), &needs);
                self.program.needs.push(needs);
                self.program.codes.push(Code {
                    rule: number,
                    sought: Sought::Ordered(pattern),
                });
            }
        }
        for set in &written.together {
            self.together(file, number, set);
        }
        self.examples(file, written);
        self.slots(file, written);
        let mut code = self.settings(file, family, written);
        code.weigh = self.weigh(file, kind, written);
        code.model = self.model(file, kind, written);
        self.program.rules.push(code);
        let defaults = self.family_files.get(&family);
        let why = written
            .why
            .clone()
            .or_else(|| defaults.and_then(|family| family.why.clone()));
        if why.is_none() {
            self.problem(
                file,
                written.id.span(),
                format!("`{id}` does not say why"),
                Some("add `why = \"…\"`".to_owned()),
            );
        }
        let defaults = self.family_files.get(&family);
        let mut sources = written.sources.clone();
        sources.extend(
            defaults
                .into_iter()
                .flat_map(|family| family.sources.iter().cloned()),
        );
        sources.dedup();
        let contested = written
            .contested
            .clone()
            .or_else(|| defaults.and_then(|family| family.contested.clone()));
        let out_of_reach = written
            .out_of_reach
            .clone()
            .or_else(|| defaults.and_then(|family| family.out_of_reach.clone()));
        self.rules.push(Rule {
            id: Arc::from(id.as_str()),
            kind,
            family,
            severity: written.severity,
            confidence: written.confidence,
            message: written.message.clone(),
            why: Arc::from(why.unwrap_or_default()),
            contested,
            out_of_reach,
            sources,
            rewrites: written
                .rewrites
                .iter()
                .map(|rewrite| Rewrite {
                    title: rewrite.title.clone(),
                    with: rewrite.with.get_ref().clone(),
                    mode: rewrite.mode,
                    begins: rewrite.begins.clone(),
                    ends: rewrite.ends.clone(),
                })
                .collect(),
            unless: written
                .unless
                .iter()
                .map(|name| name.get_ref().clone())
                .collect(),
            bad: written
                .bad
                .iter()
                .map(|bad| Example {
                    text: bad.text.get_ref().clone(),
                    flags: Some(bad.flags.get_ref().clone()),
                    becomes: bad.becomes.clone(),
                })
                .collect(),
            good: written
                .good
                .iter()
                .map(|text| Example::plain(text))
                .collect(),
        });
    }

    pub(super) fn together(&mut self, file: usize, rule: u32, set: &Spanned<Vec<Text>>) {
        if !(2..=4).contains(&set.get_ref().len()) {
            self.problem(
                file,
                set.span(),
                "two to four classes meet in a `together`",
                None,
            );
            return;
        }
        let mut members = Vec::new();
        let mut all_needs = Vec::new();
        for text in set.get_ref() {
            let Some((pattern, needs)) = self.pattern(file, text) else {
                return;
            };
            members.push(pattern);
            all_needs.extend(needs);
        }
        let needs = self.anchor(file, &set.span(), &all_needs);
        self.program.needs.push(needs);
        self.program.codes.push(Code {
            rule,
            sought: Sought::Together(Together { members }),
        });
    }

    pub(super) fn settings(
        &mut self,
        file: usize,
        family: Family,
        written: &PhraseFile,
    ) -> RuleCode {
        let mut unless = self.context_list(file, &written.unless);
        let mut note_when = self.context_list(file, &written.note_when);
        let allow = self.context_list(file, &written.allow);
        if let Some(shared) = self
            .program
            .families
            .iter()
            .find(|code| code.family == family)
        {
            unless.extend(&shared.unless);
            note_when.extend(&shared.note_when);
        }
        unless.retain(|context| !allow.contains(context));
        note_when.retain(|context| !allow.contains(context));
        let senses = self.guards(file, &written.senses);
        let regex = written.regex.as_ref().filter(|text| {
            let fault = expression::fault(text.get_ref());
            let fine = fault.is_none();
            if let Some((message, help)) = fault {
                self.problem(file, text.span(), message, help);
            }
            fine
        });
        let regex = regex.map(|text| text.get_ref().clone());
        let mut unless_facets = Vec::new();
        for group in &written.unless_facets {
            let mut numbers = Vec::new();
            for name in group.get_ref() {
                match self.facet_names.get(name.get_ref()) {
                    Some(number) => numbers.push(*number),
                    None => {
                        let help =
                            nearest(name.get_ref(), self.facet_names.keys().map(String::as_str));
                        let help = help.map(|name| format!("did you mean `{name}`?"));
                        self.problem(
                            file,
                            name.span(),
                            format!("no facet is named `{}`", name.get_ref()),
                            help,
                        );
                    }
                }
            }
            unless_facets.push(numbers);
        }
        RuleCode {
            unless,
            note_when,
            senses,
            regex,
            actor: written.actor,
            within: written.within,
            whole_sentence: written.whole_sentence,
            unless_facets,
            unweighed: written.unweighed.unwrap_or(!self.is_embedded(file)),
            question: written.question,
            units: written.units.clone(),
            weigh: None,
            model: None,
        }
    }

    /// The number of the model that a learned rule names.
    pub(super) fn model(
        &mut self,
        file: usize,
        kind: RuleKind,
        written: &PhraseFile,
    ) -> Option<u32> {
        let model = written.model.as_ref()?;
        if kind != RuleKind::Learned {
            let message = "only a `[[learned]]` rule names a model";
            self.problem(file, model.span(), message, None);
            return None;
        }
        let number = u32::try_from(self.models.len()).expect("few models");
        self.models.push(NamedModel {
            file,
            span: model.span(),
            path: model.get_ref().clone(),
        });
        Some(number)
    }

    /// A learned rule says when the model's word counts; no other does.
    pub(super) fn weigh(
        &mut self,
        file: usize,
        kind: RuleKind,
        written: &PhraseFile,
    ) -> Option<Weigh> {
        let learned = kind == RuleKind::Learned;
        let Some(weigh) = &written.weigh else {
            if learned {
                let help = "add `weigh = { hide = 0.02, doubt = 0.3, sure = 0.9, raise = 0.9 }`";
                let message = format!(
                    "`{}` does not say when the model's word counts",
                    written.id.get_ref()
                );
                self.problem(file, written.id.span(), message, Some(help.to_owned()));
            }
            return None;
        };
        if !learned {
            let message = "only a `[[learned]]` rule weighs";
            self.problem(file, weigh.span(), message, None);
            return None;
        }
        let numbers = weigh.get_ref();
        let ascending = [numbers.hide, numbers.doubt, numbers.sure];
        let inside = |number: &f64| (0.0..=1.0).contains(number);
        if !ascending.is_sorted() || !ascending.iter().chain([&numbers.raise]).all(inside) {
            let message = "probabilities go from 0 to 1, and hide ≤ doubt ≤ sure";
            self.problem(file, weigh.span(), message, None);
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 1000"
        )]
        let thousandths = |number: f64| (number * 1000.0).round() as u16;
        Some(Weigh {
            hide: thousandths(numbers.hide),
            doubt: thousandths(numbers.doubt),
            sure: thousandths(numbers.sure),
            raise: thousandths(numbers.raise),
        })
    }

    /// Every slot of a rewrite is one that can be filled.
    pub(super) fn slots(&mut self, file: usize, written: &PhraseFile) {
        for rewrite in &written.rewrites {
            let template = rewrite.with.get_ref();
            if template.matches('{').count() != template.matches('}').count() {
                let message = "a `{` without its `}`, or the other way round";
                self.problem(file, rewrite.with.span(), message, None);
            }
            let slots = template
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'));
            for (slot, _) in slots {
                if SLOTS.contains(&slot)
                    || slot.strip_prefix("v:").is_some_and(|verb| !verb.is_empty())
                {
                    continue;
                }
                let help = nearest(slot, SLOTS).map_or_else(
                    || format!("slots are {}, and `{{v:verb}}`", SLOTS.join(", ")),
                    |slot| format!("did you mean `{{{slot}}}`?"),
                );
                let message = format!("a rewrite has no slot `{{{slot}}}`");
                self.problem(file, rewrite.with.span(), message, Some(help));
            }
        }
    }

    /// Embedded rules show what they flag and what they do not.
    pub(super) fn examples(&mut self, file: usize, written: &PhraseFile) {
        let id = written.id.get_ref();
        for bad in &written.bad {
            if !bad.text.get_ref().contains(bad.flags.get_ref().as_str()) {
                self.problem(
                    file,
                    bad.flags.span(),
                    "these words are not in the example's text",
                    None,
                );
            }
        }
        if self.is_embedded(file) && (written.bad.len() < 2 || written.good.len() < 2) {
            let message = format!(
                "`{id}` has {} bad and {} good examples",
                written.bad.len(),
                written.good.len()
            );
            self.problem(
                file,
                written.id.span(),
                message,
                Some("two of each are the least".to_owned()),
            );
        }
    }
}

/// Letters of a rule id.
fn is_id(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' || letter == '/'
}
