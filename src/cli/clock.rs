//! What time it is, asked once a run.

use std::time::{SystemTime, UNIX_EPOCH};

use super::exit::Failure;
use crate::output::Problem;

/// Seconds since 1970; those of `SOURCE_DATE_EPOCH` where it is set, so that a run can be repeated.
pub(super) fn now() -> Result<u64, Failure> {
    let Some(set) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        return Ok(since.map_or(0, |since| since.as_secs()));
    };
    let set = set.to_string_lossy();
    set.trim().parse().map_err(|_| {
        let problem = Problem::new(format!("SOURCE_DATE_EPOCH is no number: “{set}”"));
        Failure::one(problem.with_help("give seconds since 1970, such as 1795269600, or unset it"))
    })
}
