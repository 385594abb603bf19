//! `short`: one finding a line, for editors, `grep` and people in a hurry.

use std::io::Write as _;

use super::{Draw, clean, wording};
use crate::engine::Reading;

/// `path:line:column: severity[rule] message`; the place in words where the file has no lines.
#[derive(Debug)]
pub struct Short;

impl Draw for Short {
    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        for finding in &reading.findings {
            let place = wording::path_and_place(finding);
            let written = writeln!(
                out,
                "{}: {}[{}] {}",
                clean::line(&place),
                finding.severity.name(),
                finding.rule,
                clean::line(&finding.message),
            );
            written.expect("writing to memory does not fail");
        }
    }
}
