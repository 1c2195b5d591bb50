use std::path::Path;
use std::thread;

use examples_testing::watched;
use examples_threads::preemption::spin;

#[test]
fn every_spinning_thread_makes_progress() {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let switches = watched("all spinning threads to pass 1,000 rounds", move || {
        spin(3 * cores, 1_000).unwrap()
    });
    assert_eq!(switches.is_some(), Path::new("/proc/thread-self/status").exists());
}
