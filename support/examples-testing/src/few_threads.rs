use std::process::Command;

use crate::section::{Ran, Section};

impl Section {
    /// Runs a listing where the system can start `threads` threads and no more: each has a stack of 1.9 GB,
    /// untouched, and the address space has room for that many. Linux only: others have no such limit.
    pub fn run_with_threads(&self, listing: &str, threads: usize) -> Ran {
        let kilobytes = 1_000_000 + threads * 1_900_000;
        let mut command = Command::new("sh");
        command.args([
            "-c",
            &format!("ulimit -v {kilobytes} && exec \"$0\" {listing}"),
            self.program,
        ]);
        command.env("RUST_MIN_STACK", "1900000000").env("RUST_BACKTRACE", "0");
        command.env("EXAMPLES_DEADLINE", "20");
        self.finish(command)
    }

    /// Checks that no listing stands still where the system can't start all of its threads: it does with
    /// fewer, or says what is wrong and ends.
    ///
    /// # Panics
    /// If one of them does neither.
    pub fn check_few_threads(&self) {
        self.check_each_listing(|listing| {
            for threads in 0..=4 {
                let ran = self.run_with_threads(listing, threads);
                let stood_still = ran.stderr.contains("was still running"); // says the runner
                let said = ran.status == Some(0) || !ran.stderr.is_empty();
                if stood_still || !said {
                    return Err(format!("`{listing}` with {threads} threads: {ran:?}"));
                }
            }
            Ok(())
        });
    }
}
