//! `compare`: two versions of a manual in, what it gained, weakened and lost out.

use std::path::Path;

use super::{
    args::{AuditWork, CompareArgs, CompareFormat},
    audit,
    exit::{Exit, Failure},
    put,
    terminal::Terminal,
};
use crate::{
    engine::{Snapshot, compare},
    output::compare as drawn,
};

/// Run the command.
pub(super) fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let (old, old_exit) = side(&args.old, &args.work)?;
    let (new, new_exit) = side(&args.new, &args.work)?;
    let comparison = compare(&old, &new);
    let text = match args.format {
        CompareFormat::Text => drawn::text(&comparison, &terminal.look()),
        CompareFormat::Json => drawn::json(&comparison),
        CompareFormat::Markdown => drawn::markdown(&comparison),
    };
    put::put(&text, args.output.as_deref())?;
    let exit = if !comparison.unread.is_empty() {
        Exit::Failed
    } else if comparison.is_worse() {
        Exit::Findings
    } else {
        Exit::Clean
    };
    Ok(exit.max(old_exit).max(new_exit))
}

/// One side: an audit that was written down, or documents to be audited.
fn side(path: &Path, work: &AuditWork) -> Result<(Snapshot, Exit), Failure> {
    let written = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if written && !path.is_dir() {
        return Ok((audit::earlier(path)?, Exit::Clean));
    }
    let audited = audit::collect(&[path.to_owned()], work)?;
    let exit = audit::say_unread(&audited);
    Ok((audit::now(&audited)?, exit))
}
