//! `--profile`: where the time of a run went, by stage.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

/// A part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Folders walked; rules and configuration, which are read when the first document is met that they are for.
    Find,
    /// Documents read and parsed.
    Read,
    /// Rules against documents.
    Judge,
    /// What is suppressed, known or untouched taken out.
    Hide,
    /// Findings drawn.
    Draw,
    /// Results written.
    Write,
}

impl Stage {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Find, "finding documents, rules and configuration"),
        (Self::Read, "reading documents"),
        (Self::Judge, "judging"),
        (Self::Hide, "suppressions, baseline, what changed"),
        (Self::Draw, "drawing findings"),
        (Self::Write, "writing results"),
    ];
}

/// Time spent, by stage. Can be shared by threads; their times add up, so that stages may take longer than the run.
#[derive(Debug)]
pub(super) struct Profile {
    begun: Instant,
    /// Nanoseconds, in the order of stages.
    spent: [AtomicU64; Stage::ALL.len()],
}

impl Profile {
    /// Begins now.
    pub(super) fn new() -> Self {
        Self {
            begun: Instant::now(),
            spent: Default::default(),
        }
    }

    /// What `work` gives; the time it takes counts for `stage`.
    pub(super) fn time<R>(&self, stage: Stage, work: impl FnOnce() -> R) -> R {
        let begun = Instant::now();
        let result = work();
        let spent = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        if let Some(sum) = self.spent.get(stage as usize) {
            sum.fetch_add(spent, Ordering::Relaxed);
        }
        result
    }

    /// A line a stage, then the time that has passed.
    pub(super) fn table(&self) -> String {
        let mut out = String::from("time by stage, all threads together:\n");
        for ((_, name), spent) in Stage::ALL.iter().zip(&self.spent) {
            let _ = writeln!(out, "{}  {name}", shown(spent.load(Ordering::Relaxed)));
        }
        let passed = u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let _ = writeln!(out, "{}  from start to end", shown(passed));
        out
    }
}

/// Nanoseconds as milliseconds, in ten columns.
fn shown(nanoseconds: u64) -> String {
    let microseconds = nanoseconds / 1000;
    format!("{:7}.{} ms", microseconds / 1000, microseconds % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::{Profile, Stage, shown};

    #[test]
    fn times_add_up_by_stage() {
        let profile = Profile::new();
        for _ in 0..2 {
            let pause = std::time::Duration::from_millis(3);
            profile.time(Stage::Judge, || std::thread::sleep(pause));
        }
        let table = profile.table();
        let line = |name: &str| table.lines().find(|line| line.ends_with(name)).unwrap();
        let number = |name: &str| -> f64 {
            line(name)
                .split_whitespace()
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        assert!(number("judging") >= 6.0, "{table}");
        assert_eq!(number("reading documents"), 0.0, "{table}");
        assert!(number("from start to end") >= 6.0, "{table}");
        assert_eq!(shown(1_234_567_890), "   1234.5 ms");
    }

    #[test]
    fn stages_are_listed_in_their_own_order() {
        for (index, (stage, _)) in Stage::ALL.iter().enumerate() {
            assert_eq!(*stage as usize, index);
        }
    }
}
