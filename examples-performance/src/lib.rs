//! Every figure of the articles, measured on the machine that reads it.
//!
//! Article B has a section "Performance Considerations", full of figures; article A has claims in words.
//!
//! As in the other sections, each claim has a file, which its name finds, and a page in the book. Three
//! things differ. The files import what is in `harness`, so they can't be pasted alone: fair measuring
//! takes more code than what is measured. There is no expected output, because each machine has its own;
//! the tests check the rules of the verdicts on samples that were made up. And the program has options of its
//! own and takes several names, because a report is one whole; the rest is the other sections' runner.

pub mod harness;

pub mod thread_memory;
pub mod task_memory;
pub mod thread_switch;
pub mod rayon_join;
pub mod task_switch;
pub mod rayon_scaling;
pub mod threads_to_cores;
pub mod ten_thousand_threads;
pub mod sockets;
pub mod channels;
pub mod file_io;
pub mod lock_or_borrow;
pub mod lightest_runtime;
pub mod cpu_in_tasks;
pub mod never_yields;
pub mod bounded_memory;
pub mod async_std;
pub mod pool_hand_over;
pub mod arc_cost;

pub mod seven_ways;
pub mod memory_by_count;
pub mod channel_bounds;
pub mod web_servers;
pub mod runtime_builds;

use harness::Study;

/// Returns all claims and series in reading order.
pub fn studies() -> Vec<Study> {
    vec![
        thread_memory::study(),
        task_memory::study(),
        thread_switch::study(),
        rayon_join::study(),
        task_switch::study(),
        rayon_scaling::study(),
        threads_to_cores::study(),
        ten_thousand_threads::study(),
        sockets::study(),
        channels::study(),
        file_io::study(),
        lock_or_borrow::study(),
        lightest_runtime::study(),
        cpu_in_tasks::study(),
        never_yields::study(),
        bounded_memory::study(),
        async_std::study(),
        pool_hand_over::study(),
        arc_cost::study(),
        seven_ways::study(),
        memory_by_count::study(),
        channel_bounds::study(),
        web_servers::study(),
        runtime_builds::study(),
    ]
}
