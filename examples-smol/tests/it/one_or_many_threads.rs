//! Other numbers of tasks and threads, and a system without threads.

use examples_smol::one_or_many_threads::{Seen, count_words};
use examples_testing::watched;

#[test]
fn as_many_tasks_run_at_once_as_there_are_threads_and_tasks() {
    for (lines, threads, at_once) in
        [(6, 1, 1), (6, 3, 3), (4, 4, 4), (100, 2, 2), (3, 8, 3), (5, 0, 1), (0, 2, 0)]
    {
        for _ in 0..20 {
            let seen = watched("as many tasks as threads to meet", move || {
                count_words(&vec!["two words"; lines], threads).unwrap()
            });
            let expected = Seen {
                words: 2 * lines,
                in_progress: lines,
                running: at_once,
                by_threads: at_once,
            };
            assert_eq!(seen, expected, "{lines} lines, {threads} threads");
        }
    }
}

/// Each thread has a stack of 1.9 GB, untouched, and the address space has room for none or one.
/// The tasks must not wait for the others.
#[cfg(target_os = "linux")]
#[test]
fn a_thread_that_can_not_start_is_one_sentence() {
    use crate::section::SECTION;

    for kilobytes in [1_000_000, 2_900_000] {
        let mut command = std::process::Command::new("sh");
        let script = format!("ulimit -v {kilobytes} && exec \"$0\" one_or_many_threads");
        command.args(["-c", &script, SECTION.program]);
        command.env("RUST_MIN_STACK", "1900000000").env("RUST_BACKTRACE", "0");
        let ran = SECTION.finish(command);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.stderr.starts_with("Error: can't start 3 threads\n"), "{ran:?}");
    }
}
