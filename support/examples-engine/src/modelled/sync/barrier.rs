use std::panic::Location;

use crate::event::Note;
use crate::monitor::Monitor;
use crate::watch;

/// A place at which threads wait until all have come.
pub struct Barrier {
    threads: usize,
    state: Monitor<State>,
}

struct State {
    here: usize,
    /// How often all have come.
    rounds: u64,
}

impl Barrier {
    /// Returns a barrier for this many threads.
    pub const fn new(threads: usize) -> Self {
        Self { threads, state: Monitor::of("barrier", State { here: 0, rounds: 0 }) }
    }
    /// Waits until all have come.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let place = Location::caller();
        let (round, is_last) = self.state.step(|state| {
            let round = state.rounds;
            state.here += 1;
            let is_last = state.here >= self.threads;
            if is_last {
                state.here = 0;
                state.rounds += 1;
            }
            (round, is_last)
        });
        watch::note(place, || Note::from("comes to the barrier").to(self.state.object()));
        if !is_last {
            self.state.wait(place, |state| {
                let missing = self.threads - state.here;
                if state.rounds > round {
                    Ok(())
                } else {
                    Err(format!("waits at the barrier for {missing} more"))
                }
            });
        }
        BarrierWaitResult(is_last)
    }
}

impl std::fmt::Debug for Barrier {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}

/// Says whether this thread came last.
#[derive(Debug)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// Returns true for one of the threads.
    pub fn is_leader(&self) -> bool {
        self.0
    }
}
