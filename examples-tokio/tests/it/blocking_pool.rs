use std::sync::{Arc, Barrier, mpsc};
use std::time::Duration;

use examples_testing::watched;
use examples_tokio::blocking_pool::{read, read_on_another_thread, run};
use tokio::runtime::Builder;

const SHORT: Duration = Duration::from_millis(50);
const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_pool_full_of_jobs_that_need_it_stands_still() {
    watched("the jobs", || {
        assert_eq!(run(1, read_on_another_thread, HOUR).unwrap(), Some(1));
        assert_eq!(run(2, read_on_another_thread, SHORT).unwrap(), None);
    });
}

#[test]
fn jobs_that_call_plain_code_need_no_other_thread() {
    watched("the jobs", || {
        assert_eq!(run(1, read, HOUR).unwrap(), Some(1));
        assert_eq!(run(2, read, HOUR).unwrap(), Some(2));
    });
}

/// Who else uses these threads: while all are taken, no file is read and no name looked up.
#[test]
fn files_and_host_names_wait_for_the_same_threads() {
    watched("a file and a name", || {
        let runtime = Builder::new_current_thread().max_blocking_threads(1).enable_all().build();
        let runtime = runtime.unwrap();
        let (leave, may_leave) = mpsc::channel::<()>();
        runtime.spawn_blocking(move || may_leave.recv()); // takes the only thread
        let file = runtime.spawn(tokio::fs::read(file!()));
        let name = runtime.spawn(async { tokio::net::lookup_host("localhost:80").await.map(drop) });
        // An address is no name, and needs no thread.
        let address = async { tokio::net::lookup_host("127.0.0.1:80").await.map(drop) };
        runtime.block_on(address).unwrap();
        for _ in 0..1_000 {
            runtime.block_on(tokio::task::yield_now());
        }
        assert!(!file.is_finished() && !name.is_finished());
        drop(leave);
        let _ = runtime.block_on(file).unwrap(); // It may not be there, but the answer comes.
        let _ = runtime.block_on(name).unwrap();
    });
}

/// The number in the page and in the `//!` of the listing.
#[test]
fn by_default_there_are_512_threads_for_blocking_jobs() {
    watched("512 jobs", || {
        let runtime = Builder::new_current_thread().thread_stack_size(64 * 1024).build().unwrap();
        let all = Arc::new(Barrier::new(513));
        for _ in 0..512 {
            let all = Arc::clone(&all);
            runtime.spawn_blocking(move || all.wait());
        }
        let one_more = runtime.spawn_blocking(|| ());
        for _ in 0..1_000 {
            runtime.block_on(tokio::task::yield_now());
        }
        assert!(!one_more.is_finished());
        all.wait();
        runtime.block_on(one_more).unwrap();
    });
}
