//! What the output of `select_send` can't show.

use crossbeam::channel::{bounded, unbounded};
use examples_crossbeam::select_send::{waits_elsewhere, waits_in_select};
use examples_testing::watched;

#[test]
fn without_room_nothing_is_computed() {
    let (dishes, _served) = bounded(0);
    let (stopper, stop) = unbounded();
    stopper.send(()).unwrap();
    let bake = || panic!("it bakes, and there is no room");
    assert_eq!(waits_in_select(&dishes, &stop, bake), "stopped");
}

/// In each run: while the value is computed, nobody hears the stop.
#[test]
fn what_is_decided_before_it_waits_does_not_hear_the_stop() {
    let (dishes, served) = unbounded();
    let (stopper, stop) = unbounded();
    for _ in 0..100 {
        let bake = || {
            stopper.send(()).unwrap();
            "bread"
        };
        assert_eq!(waits_in_select(&dishes, &stop, bake), "baked");
        assert_eq!((served.recv(), stop.recv()), (Ok("bread"), Ok(())));
    }
}

#[test]
fn a_thread_lets_both_be_heard() {
    watched("a stop, a dish and a panic", || {
        let (dishes, served) = unbounded();
        let (stopper, stop) = unbounded();
        let (hold, held) = bounded::<()>(0);
        let bake = move || {
            _ = held.recv();
            "bread"
        };
        stopper.send(()).unwrap();
        assert_eq!(waits_elsewhere(&dishes, &stop, bake), "stopped");
        drop(hold);
        assert_eq!(waits_elsewhere(&dishes, &stop, || "cake"), "baked");
        assert_eq!(served.recv(), Ok("cake"));
        let end = waits_elsewhere(&dishes, &stop, || panic!("the oven is cold"));
        assert_eq!(end, "`bake` panicked");
    });
}
