use std::panic;
use std::sync::atomic::Ordering;
use std::sync::{Barrier, LazyLock, OnceLock};
use std::thread;

use examples_threads::once::{MADE, price};

#[test]
fn threads_that_ask_at_the_same_time_make_one_list() {
    let start = Barrier::new(8);
    thread::scope(|s| {
        for _ in 0..8 {
            s.spawn(|| {
                start.wait();
                assert_eq!(price("fig").as_deref(), Some("60 cents"));
                assert_eq!(price("plum"), None);
            });
        }
    });
    assert_eq!(MADE.load(Ordering::Relaxed), 1);
}

#[test]
fn after_a_panic_a_lazy_lock_fails_again_and_a_once_lock_tries_again() {
    let lazy: LazyLock<u32> = LazyLock::new(|| panic!("no value"));
    for _ in 0..2 {
        assert!(panic::catch_unwind(|| *lazy).is_err());
    }
    let once = OnceLock::new();
    assert!(panic::catch_unwind(|| *once.get_or_init(|| panic!("no value"))).is_err());
    assert_eq!(once.get_or_init(|| 7), &7);
}
