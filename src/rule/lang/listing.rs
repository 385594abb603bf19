//! `[[enumeration]]` and `[[structure]]`, as written → as compiled.

use std::collections::BTreeMap;

use super::{
    ask::{EnumerationFile, MemberFile, StructureFile, TopicFile},
    asking::{Head, head},
    check::{EnumerationCode, Member, StructureCheck, StructureCode, Topic},
    compile::Compiler,
    rule::{Example, RuleKind},
};
use crate::finding::Family;

impl Compiler<'_> {
    pub(super) fn enumeration(&mut self, file: usize, written: &EnumerationFile) {
        let examples = &written.examples;
        if self.is_embedded(file) && (examples.short.len() < 2 || examples.none.len() < 2) {
            let message = format!("`{}` shows too little", written.id.get_ref());
            let help = "two lists that leave members out and two texts that are no such list are the least";
            self.problem(file, written.id.span(), message, Some(help.to_owned()));
        }
        if !written.add.contains("{members}") {
            let message = "`add` says where the members go: `{members}`";
            self.problem(file, written.id.span(), message, None);
        }
        let clause = "Add after the list, and leave the list as it is";
        let clause = Some((clause, written.add.as_str()));
        let good = examples.none.iter().map(|text| Example::plain(text));
        let rule = self.headed(file, head!(written, Enumeration, clause, good.collect()));
        let member = |compiler: &mut Self, member: &MemberFile| Member {
            name: member.name.clone(),
            part: compiler.part(file, &member.name, false, &member.find),
            umbrella: compiler.maybe_part(file, &member.name, &member.umbrella),
            law: member.law.clone(),
            common: member.common.clone(),
            seed: member.seed,
        };
        let code = EnumerationCode {
            rule,
            opens: self.part(file, "the start of the list", false, &written.opens),
            near: self.maybe_part(file, "another kind of list", &written.near),
            least: written.least,
            kinds: self.kinds_named(file, &written.kinds),
            only: written.only.clone(),
            cues: written
                .cues
                .iter()
                .map(|(law, find)| (*law, self.part(file, law.says(), false, find)))
                .collect(),
            members: written
                .members
                .iter()
                .map(|one| member(self, one))
                .collect(),
            add: written.add.clone(),
        };
        self.asking.checks.enumerations.push(code);
    }

    pub(super) fn structure(&mut self, file: usize, written: &StructureFile) {
        let names = self.own_parts(file, &written.parts);
        let clause = written.clause.as_deref();
        let clause = clause.map(|clause| ("Add a clause", clause));
        let rule = self.headed(file, head!(written, Structure, clause, Vec::new()));
        let parts: Vec<u32> = written
            .order
            .iter()
            .filter_map(|name| self.named(file, name.span(), "part", name.get_ref(), &names))
            .collect();
        let needs = match written.check {
            StructureCheck::Parts | StructureCheck::Metadata => true,
            StructureCheck::EmptySection
            | StructureCheck::Stale
            | StructureCheck::Reference
            | StructureCheck::Repeated
            | StructureCheck::Deadline
            | StructureCheck::Contradiction
            | StructureCheck::Ratio => false,
        };
        if needs && parts.is_empty() {
            let message = "this check names its parts in `order`";
            self.problem(file, written.id.span(), message, None);
        }
        let code = StructureCode {
            rule,
            check: written.check,
            kinds: self.kinds_named(file, &written.kinds),
            parts,
            least: written.least,
            limit: written.limit,
            properties: written.properties.clone(),
            passed: written.passed.clone(),
            names: written.names.clone(),
            common: {
                let words = written.common.iter();
                let mut common: Vec<String> = words.map(|word| word.to_lowercase()).collect();
                common.sort_unstable();
                common
            },
            claims: written.claims.clone(),
            clause: written.clause.clone(),
            topics: written
                .topics
                .iter()
                .filter_map(|topic| self.topic(file, topic))
                .collect(),
        };
        self.asking.checks.structures.push(code);
    }

    fn topic(&mut self, file: usize, written: &TopicFile) -> Option<Topic> {
        let commitments: BTreeMap<String, u32> = self.asking.commitments.clone();
        let name = &written.commitment;
        let commitment = self.named(
            file,
            name.span(),
            "commitment",
            name.get_ref(),
            &commitments,
        )?;
        Some(Topic {
            name: written.name.clone(),
            commitment,
            part: self.part(file, &written.name, true, &written.find),
            kinds: self.kinds_named(file, &written.kinds),
        })
    }
}
