use std::panic::Location;

use examples_engine::Monitor;

/// A place where the threads of an answer wait for each other. It works in a schedule and for threads that
/// run freely. That all have come shows that they run at the same time, on any machine; if that can't be,
/// the answer stands still.
pub struct Meeting(Monitor<usize>);

impl Meeting {
    /// Returns a place to which nobody has come.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self(Monitor::new(0))
    }

    /// Forgets all that have come.
    pub fn reset(&self) {
        self.0.renew(0);
    }

    /// Comes, and waits until `all` have come.
    #[track_caller]
    pub fn come(&self, all: usize) {
        self.comes();
        self.0.wait(Location::caller(), |here| match all.saturating_sub(*here) {
            0 => Ok(()),
            1 => Err("waits for another call to begin".into()),
            more => Err(format!("waits for {more} other calls to begin")),
        });
    }

    /// The first `most` that come wait in pairs: each for one other.
    #[track_caller]
    pub fn come_in_pairs(&self, most: usize) {
        let number = self.comes();
        if number <= most {
            self.0.wait(Location::caller(), |here| {
                let waits = || "waits for another call to begin".into();
                if *here >= number.next_multiple_of(2) { Ok(()) } else { Err(waits()) }
            });
        }
    }

    /// Comes, and waits until it belongs to a whole group of this size.
    #[track_caller]
    pub fn come_in_groups(&self, size: usize) {
        let number = self.comes();
        self.0.wait(Location::caller(), |here| {
            let waits = || "waits for other calls to begin".into();
            if *here >= number.next_multiple_of(size) { Ok(()) } else { Err(waits()) }
        });
    }

    /// Comes, and does not wait. Returns how many have come.
    pub fn comes(&self) -> usize {
        self.0.step(|here| {
            *here += 1;
            *here
        })
    }

    /// Returns how many have come.
    pub fn here(&self) -> usize {
        self.0.with(|here| *here)
    }
}
