//! The checkers, and what one of them says about a program.

use crate::{Group, Program, clock, ours};

/// What looks for the bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checker {
    /// `examples-engine`.
    Ours,
    /// shuttle, which chooses at random.
    ShuttleRandom,
    /// shuttle, with random priorities that change at few points (PCT).
    ShuttlePct,
    /// shuttle, depth first.
    ShuttleDfs,
    /// loom.
    Loom,
    /// loom, with three preemptions at most.
    LoomBounded,
}

impl Checker {
    /// All of them, as the table has them.
    pub const ALL: [Checker; 6] = [
        Checker::Ours,
        Checker::ShuttleRandom,
        Checker::ShuttlePct,
        Checker::ShuttleDfs,
        Checker::Loom,
        Checker::LoomBounded,
    ];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Checker::Ours => "ours",
            Checker::ShuttleRandom => "shuttle-random",
            Checker::ShuttlePct => "shuttle-pct",
            Checker::ShuttleDfs => "shuttle-dfs",
            Checker::Loom => "loom",
            Checker::LoomBounded => "loom-3",
        }
    }

    /// Returns the name of the crate that it is in.
    pub fn crate_name(self) -> &'static str {
        match self {
            Checker::Ours => "examples-engine",
            Checker::ShuttleRandom | Checker::ShuttlePct | Checker::ShuttleDfs => "shuttle",
            Checker::Loom | Checker::LoomBounded => "loom",
        }
    }

    /// Returns the seeds with which it is tried: one that does not depend on luck is tried once.
    pub fn seeds(self) -> std::ops::Range<u64> {
        match self {
            Checker::ShuttleRandom | Checker::ShuttlePct => 0..5,
            _ => 0..1,
        }
    }

    /// Looks for a failure of the program. Returns `None` if it can't be compiled for this checker.
    ///
    /// shuttle and loom may end the process instead, after a line like that of [`Run::line`]: their threads can't
    /// always be left behind.
    pub fn check(self, program: &Program, seed: u64, schedules: u64) -> Option<Run> {
        let main = program.mains[match self.crate_name() {
            "shuttle" => 1,
            "loom" => 2,
            _ => 0,
        }]?;
        let begin = clock::now();
        let (ending, ran) = match self {
            Checker::Ours => ours::check(main, program.text, schedules),
            #[cfg(feature = "checkers")]
            _ => crate::theirs::check(self, main, seed, schedules),
            #[cfg(not(feature = "checkers"))]
            _ => unreachable!("without the feature, {} has no program: {seed}", self.name()),
        };
        let ending = match ending {
            Ending::Failed(says)
                if program.group == Group::Wrong && !program.is_expected(&says) =>
            {
                Ending::GaveUp(says)
            }
            ending => ending,
        };
        Some(Run { ending, schedules: ran, micros: (clock::now() - begin).as_micros() as u64 })
    }
}

/// What a checker says about a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How it ended.
    pub ending: Ending,
    /// How many schedules were run, with the one that failed.
    pub schedules: u64,
    /// How much processor time that took, in microseconds.
    pub micros: u64,
}

/// How the search for a failure ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A schedule failed, and this was said.
    Failed(String),
    /// No schedule failed, and the checker has run all that it wants to run.
    All,
    /// No schedule failed, and there are more.
    Some,
    /// The checker said something else than that the program is wrong in the way it is.
    GaveUp(String),
}

impl Run {
    /// Returns the run as a line, for [`Run::parse`].
    pub fn line(&self) -> String {
        let (ending, says) = match &self.ending {
            Ending::Failed(says) => ("failed", says.as_str()),
            Ending::All => ("all", ""),
            Ending::Some => ("some", ""),
            Ending::GaveUp(says) => ("gave up", says.as_str()),
        };
        let says = says.lines().next().unwrap_or_default().replace('\t', " ");
        let says: String = says.chars().take(80).collect();
        format!("{ending}\t{}\t{}\t{}", self.schedules, self.micros, says.trim_end())
    }

    /// Reads such a line.
    pub fn parse(line: &str) -> Option<Run> {
        let mut fields = line.split('\t');
        let (ending, schedules) = (fields.next()?, fields.next()?.parse().ok()?);
        let (micros, says) = (fields.next()?.parse().ok()?, fields.next()?.to_string());
        let ending = match ending {
            "failed" => Ending::Failed(says),
            "all" => Ending::All,
            "some" => Ending::Some,
            "gave up" => Ending::GaveUp(says),
            _ => return None,
        };
        Some(Run { ending, schedules, micros })
    }
}
