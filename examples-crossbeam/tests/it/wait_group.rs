//! What a wait group does not tell.

use std::thread;

use crossbeam::sync::WaitGroup;
use examples_testing::watched;

#[test]
fn a_wait_group_hides_a_panic_that_join_shows() {
    watched("the wait group", || {
        let all_ready = WaitGroup::new();
        let ready = all_ready.clone();
        let till = thread::spawn(move || {
            let _ready = ready;
            panic!("no change");
        });
        all_ready.wait(); // returns as if the till were ready
        let panic = till.join().expect_err("join shows the panic");
        assert_eq!(panic.downcast_ref(), Some(&"no change"));
    });
}
