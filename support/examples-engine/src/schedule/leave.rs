//! When a schedule has ended, the threads that are left unwind, so that their real threads can be used again.

use std::panic::resume_unwind;
use std::sync::atomic::Ordering::Release;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Me, Schedule};
use crate::state::Status;

/// A thread that has gone on this often after it was to unwind is left as it is.
const MOST_UNWINDS: usize = 100;

/// What a thread unwinds with when its schedule has ended.
pub(crate) struct Abandoned;

/// The schedules that have left threads behind.
pub(super) fn left_behind() -> MutexGuard<'static, Vec<u64>> {
    static LEFT_BEHIND: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    LEFT_BEHIND.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Schedule {
    /// Lets the threads that are left unwind, the last one first.
    pub(super) fn abandon(&self) {
        self.abandoned.store(true, Release);
        loop {
            let mut state = self.lock();
            let is_left = |status: &Status| !matches!(status, Status::Ended | Status::Left);
            let Some(id) = state.threads.iter().rposition(|thread| is_left(&thread.status)) else {
                break;
            };
            let Some(real) = state.threads[id].real.clone() else {
                state.threads[id].status = Status::Ended; // It was never started.
                continue;
            };
            drop(state);
            self.running.store(id, Release);
            real.unpark();
            if !self.wait_until_told(Some(Duration::from_millis(100))) {
                self.lock().threads[id].status = Status::Left;
            }
        }
    }
}

impl Me {
    /// The schedule has ended. Returns if the thread unwinds already.
    pub(super) fn unwind(&self) {
        if std::thread::panicking() {
            return;
        }
        let mut state = self.lock();
        let unwinds = &mut state.threads[self.id].unwinds;
        *unwinds += 1;
        let too_many = *unwinds > MOST_UNWINDS;
        drop(state);
        if too_many {
            self.stay();
        }
        resume_unwind(Box::new(Abandoned));
    }

    /// The schedule has ended, and this thread can't unwind.
    pub(super) fn stay(&self) -> ! {
        self.lock().threads[self.id].status = Status::Left;
        self.schedule.tell();
        loop {
            std::thread::park();
        }
    }
}
