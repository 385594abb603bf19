//! Named contexts, and what families share.

use std::ops::Range;

use super::{
    super::{
        file::{FamilyFile, RuleFile, Text},
        program::{ContextCode, FacetSays, FamilyCode},
    },
    ADOPTED, Compiler, nearest,
};

impl Compiler<'_> {
    pub(super) fn contexts(&mut self, files: &[(usize, RuleFile)]) {
        for (index, file) in files {
            for context in &file.context {
                let name = context.name.get_ref().clone();
                let number = u32::try_from(self.program.contexts.len()).expect("few contexts");
                let place = (number, *index, context.name.span(), false);
                if self.context_names.insert(name.clone(), place).is_some() {
                    self.problem(
                        *index,
                        context.name.span(),
                        format!("a second context is named `{name}`"),
                        None,
                    );
                }
                let find = self.guards(*index, &context.find);
                self.program.contexts.push(ContextCode {
                    name,
                    says: context.says.clone(),
                    scope: context.scope,
                    reach: context.reach,
                    inside: context.inside,
                    effect: context.effect,
                    find,
                });
            }
            for facet in &file.facet {
                let number = u32::try_from(self.program.facets.len()).expect("few facets");
                self.facet_names
                    .insert(facet.name.get_ref().clone(), number);
                let find = self.guards(*index, &facet.find);
                self.program
                    .facets
                    .push((facet.name.get_ref().clone(), find));
                self.program.facet_says.push(FacetSays {
                    says: facet.says.clone(),
                    missed: facet.missed,
                });
            }
        }
    }

    /// Numbers of contexts by name.
    pub(super) fn context_list(&mut self, file: usize, names: &[Text]) -> Vec<u32> {
        let mut out = Vec::new();
        for name in names {
            if let Some((number, .., used)) = self.context_names.get_mut(name.get_ref()) {
                *used = true;
                out.push(*number);
                continue;
            }
            let help = nearest(
                name.get_ref(),
                self.context_names.keys().map(String::as_str),
            );
            let help = help.map(|name| format!("did you mean `{name}`?"));
            self.problem(
                file,
                name.span(),
                format!("no context is named `{}`", name.get_ref()),
                help,
            );
        }
        out
    }

    pub(super) fn families(&mut self, files: &[(usize, RuleFile)]) {
        for (index, file) in files {
            for family in &file.family {
                let unless = self.context_list(*index, &family.unless);
                let note_when = self.context_list(*index, &family.note_when);
                self.program.families.push(FamilyCode {
                    family: *family.name.get_ref(),
                    unless,
                    note_when,
                    yields_to: family.yields_to.clone(),
                    spares_names: family.spares_names,
                });
                let copy = FamilyFile {
                    name: family.name.clone(),
                    unless: Vec::new(),
                    note_when: Vec::new(),
                    yields_to: Vec::new(),
                    spares_names: false,
                    why: family.why.clone(),
                    sources: family.sources.clone(),
                    contested: family.contested.clone(),
                    out_of_reach: family.out_of_reach.clone(),
                };
                if self
                    .family_files
                    .insert(*family.name.get_ref(), copy)
                    .is_some()
                {
                    let name = family.name.get_ref().name();
                    self.problem(
                        *index,
                        family.name.span(),
                        format!("a second `[[family]]` is named `{name}`"),
                        None,
                    );
                }
            }
        }
    }

    pub(super) fn unused_contexts(&mut self) {
        let unused: Vec<(String, usize, Range<usize>)> = self
            .context_names
            .iter()
            .filter(|(name, (.., used))| !used && name.as_str() != ADOPTED)
            .map(|(name, (_, file, span, _))| (name.clone(), *file, span.clone()))
            .collect();
        for (name, file, span) in unused {
            self.problem(
                file,
                span,
                format!("no rule uses the context `{name}`"),
                Some("use it or take it out".to_owned()),
            );
        }
    }
}
