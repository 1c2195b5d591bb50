//! The programs are ordinary programs: they build with the real std, and the right ones end well.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The name and the `main` of each program.
#[allow(clippy::all)] // The bugs are there on purpose.
const PROGRAMS: &[(&str, fn())] = include!(concat!(env!("OUT_DIR"), "/plain.rs"));

#[test]
fn what_is_right_ends_well() {
    for (name, main) in PROGRAMS.iter().filter(|(name, _)| !name.starts_with("wrong/")) {
        let (ended, watchdog) = mpsc::channel();
        let program = thread::spawn(move || {
            main();
            let _ = ended.send(());
        });
        let waited = watchdog.recv_timeout(Duration::from_secs(30));
        assert!(waited != Err(mpsc::RecvTimeoutError::Timeout), "{name} does not end");
        program.join().unwrap_or_else(|_| panic!("{name} fails"));
    }
}
