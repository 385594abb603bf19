//! `rules train`: labelled text becomes a model of confidence, with measures on documents it had not seen.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde_json::json;

use super::{
    args::RuleArgs,
    exit::{Exit, Failure},
    labels::{self, Passage},
    put::write,
    settings::Settings,
    terminal::Terminal,
};
use crate::{
    files,
    finding::Family,
    output::Problem,
    rule::learned::{Measure, Trainer, Training, Vectors, teach},
};

/// Bytes of a file of points, at most.
const MOST_POINTS: u64 = 1 << 30;

/// Read `labelled`, train, write the model to `output` and how each sentence was judged to `judged`.
pub(super) fn run(
    labelled: &[PathBuf],
    output: &Path,
    judged: Option<&Path>,
    vectors: Option<&Path>,
    args: &RuleArgs,
) -> Result<Exit, Failure> {
    let settled = Settings::new(args)?.here()?;
    let vectors = vectors.map(points).transpose()?.unwrap_or_default();
    let passages = labels::read(labelled)?;
    let marked: Vec<&str> = passages
        .iter()
        .flat_map(|one| one.label.marks.iter().map(|mark| mark.family.as_str()))
        .collect();
    let families = Family::ALL.into_iter().map(Family::name);
    let families = families.filter(|family| marked.contains(family));
    let mut trainer = Trainer::new(families.map(str::to_owned)).with_vectors(vectors);
    let mut groups: BTreeMap<&str, u32> = BTreeMap::new();
    let mut taught: Vec<&str> = Vec::new();
    let (mut words, mut lost) = (0, String::new());
    for Passage {
        label: one,
        document,
    } in &passages
    {
        let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let group = *groups.entry(one.group()).or_insert(next);
        for mark in teach(&mut trainer, one, document, &settled.rules, group) {
            let _ = writeln!(lost, "{}: “{}” is not in its text", one.id, mark.span);
        }
        taught.resize(trainer.len(), one.id.as_str());
        words += document.words();
    }
    let (model, measures) = trainer.train(Training::default());
    let bytes = model.to_bytes();
    write(output, &bytes)?;
    if let Some(file) = judged {
        write(file, judgements(&measures, &taught).as_bytes())?;
    }
    let mut out = lost;
    let _ = writeln!(
        out,
        "{} sentences, {words} words, {} groups; {} features, {} bytes\n",
        trainer.len(),
        groups.len(),
        model.len(),
        bytes.len()
    );
    out.push_str(&table(&measures));
    Terminal::print(&out)?;
    Ok(Exit::Clean)
}

/// The points of words in the file at `path`.
fn points(path: &Path) -> Result<Vectors, Failure> {
    let shown = files::shown(path);
    if !path.exists() {
        let problem = Problem::new(format!("{shown} is not there"));
        return Err(Failure::one(problem));
    }
    let problem = |why: String| {
        Failure::one(
            Problem::new(format!("{shown} was not read: {why}"))
                .with_help("a line of it is a word and its numbers, with spaces between"),
        )
    };
    let bytes = files::read(path, MOST_POINTS).map_err(|error| problem(error.to_string()))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| problem(error.to_string()))?;
    Vectors::parse(text).map_err(|wrong| problem(wrong.to_string()))
}

/// One JSON object for each sentence and family.
fn judgements(measures: &[Measure], ids: &[&str]) -> String {
    let mut out = String::new();
    for measure in measures {
        for one in &measure.judged {
            let line = json!({
                "id": ids.get(one.sentence),
                "sentence": one.sentence,
                "family": measure.family,
                "probability": one.probability,
                "fault": one.fault,
                "reached": one.reached,
            });
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// How each family did on documents left out.
fn table(measures: &[Measure]) -> String {
    let mut out =
        String::from("family            faults  average   at 0.5       at 0.8       at 0.95\n");
    for measure in measures {
        let _ = write!(
            out,
            "{:16} {:7}    {:.3} ",
            measure.family,
            measure.faults(),
            measure.average_precision()
        );
        for least in [0.5, 0.8, 0.95] {
            let (raised, right) = measure.at(least);
            let _ = write!(out, "  {:11}", format!("{right} of {raised}"));
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        out.push('\n');
    }
    out.push_str(
        "\nfaults: sentences labelled so; average: mean precision; at P: right of those raised at probability P or more.\n\
         All of it on documents that the weights had not seen.\n",
    );
    out
}
