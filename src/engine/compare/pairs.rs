//! Which document of one audit is which of the other.

use std::collections::BTreeMap;

use super::{Snapshot, Standing};

/// What a document is matched by; the flag says whether it is one of the new audit.
type Key<'a> = &'a dyn Fn(&Standing, bool) -> Option<String>;

/// A document then and now.
pub(super) type Pair<'a> = (Option<&'a Standing>, Option<&'a Standing>);

/// Every document once, with its counterpart where it has one, in the order of the new audit, then of the old one.
pub(super) fn pairs<'a>(old: &'a Snapshot, new: &'a Snapshot) -> Vec<Pair<'a>> {
    let mut partner: Vec<Option<usize>> = vec![None; new.documents.len()];
    let mut taken = vec![false; old.documents.len()];
    let (base_old, base_new) = (base(old), base(new));
    let below = |document: &Standing, base: usize| -> Option<String> {
        document.path.get(base..).map(str::to_owned)
    };
    let by_path = |document: &Standing, is_new: bool| {
        below(document, if is_new { base_new } else { base_old })
    };
    let by_file = |document: &Standing, _: bool| Some(file(document).to_owned());
    let by_title = |document: &Standing, _: bool| {
        let title = document.title.as_deref().map(str::trim);
        title
            .filter(|title| !title.is_empty())
            .map(str::to_lowercase)
    };
    // A document alone on both sides is compared whatever it is called.
    let lone = old.documents.len() == 1 && new.documents.len() == 1;
    let by_chance = |_: &Standing, _: bool| lone.then(String::new);
    let keys: [Key<'_>; 4] = [&by_path, &by_file, &by_title, &by_chance];
    for key in keys {
        // Only a key that is the only one of its like on both sides matches.
        let mut left: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, document) in old.documents.iter().enumerate() {
            if taken.get(at) == Some(&false)
                && let Some(key) = key(document, false)
            {
                left.entry(key).or_default().push(at);
            }
        }
        let mut right: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, document) in new.documents.iter().enumerate() {
            if partner.get(at) == Some(&None)
                && let Some(key) = key(document, true)
            {
                right.entry(key).or_default().push(at);
            }
        }
        for (key, right) in right {
            if let ([now], Some([then])) = (right.as_slice(), left.get(&key).map(Vec::as_slice))
                && let (Some(slot), Some(used)) = (partner.get_mut(*now), taken.get_mut(*then))
            {
                *slot = Some(*then);
                *used = true;
            }
        }
    }
    let mut out: Vec<Pair<'a>> = new
        .documents
        .iter()
        .zip(&partner)
        .map(|(document, then)| (then.and_then(|at| old.documents.get(at)), Some(document)))
        .collect();
    let gone = old.documents.iter().zip(&taken).filter(|(_, used)| !**used);
    out.extend(gone.map(|(document, _)| (Some(document), None)));
    out
}

/// The last part of a document's path.
pub(super) fn file(document: &Standing) -> &str {
    let path = &document.path;
    path.rsplit('/').next().unwrap_or(path)
}

/// Bytes of the folder that all documents share.
fn base(snapshot: &Snapshot) -> usize {
    let folder = |document: &Standing| document.path.rfind('/').map_or(0, |at| at + 1);
    let Some(first) = snapshot.documents.first() else {
        return 0;
    };
    let mut shared = first.path.get(..folder(first)).unwrap_or_default();
    for document in &snapshot.documents {
        while !document.path.starts_with(shared) {
            let parent = shared
                .trim_end_matches('/')
                .rfind('/')
                .map_or(0, |at| at + 1);
            shared = shared.get(..parent).unwrap_or_default();
        }
    }
    shared.len()
}
