//! Many documents at a time, results in the order of the documents, memory for a few of them.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::exit::Failure;
use crate::output::Problem;

/// How many documents are in work at a time, at most.
const CHUNK: usize = 512;

/// Fewer documents than this are not worth starting threads for.
const WORTH_THREADS: usize = 4;

/// Do `work` on each of `tasks` with `jobs` threads (one for each processor where `None`), and hand each result to
/// `done` in the order of tasks.
pub(super) fn each<T: Sync, R: Send>(
    tasks: &[T],
    jobs: Option<u16>,
    work: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if tasks.len() < WORTH_THREADS || jobs == Some(1) {
        for task in tasks {
            done(work(task))?;
        }
        return Ok(());
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| {
            Failure::one(Problem::new(format!("threads cannot be started: {error}")))
        })?;
    for chunk in tasks.chunks(CHUNK) {
        let results: Vec<R> = pool.install(|| chunk.par_iter().map(&work).collect());
        for result in results {
            done(result)?;
        }
    }
    Ok(())
}

thread_local! {
    /// Whether this thread is inside [`guarded`]: then a panic is reported as an error of the document.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives; where it panics, what it said.
pub(super) fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                loud(panic);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|payload| {
        let text = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        text.unwrap_or_else(|| "a panic without words".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{each, guarded};

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        let tasks: Vec<u32> = (0..2000).collect();
        for jobs in [Some(1), Some(8)] {
            let mut seen = Vec::new();
            let done = |task| {
                seen.push(task);
                Ok(())
            };
            each(&tasks, jobs, |task| *task, done).unwrap();
            assert_eq!(seen, tasks);
        }
    }

    #[test]
    fn a_panic_is_an_error_of_its_document() {
        assert_eq!(guarded(|| 1), Ok(1));
        let caught = guarded(|| -> u32 { panic!("index {} of 2", 3) });
        assert_eq!(caught, Err("index 3 of 2".to_owned()));
    }
}
