use examples_tokio::select_loop::{MESSAGES, made_in_each_round, made_once};

use crate::runtime::run;

#[test]
fn a_timer_rings_only_if_it_is_made_once() {
    let counts = run("the messages", || async { (made_in_each_round().await, made_once().await) });
    assert_eq!(counts, (MESSAGES, 1));
}
