//! That the two orderings are needed is shown by loom, in support/examples-worker-pool-model.

use std::sync::Arc;
use std::thread;

use examples_testing::watched;
use examples_threads::publish::Board;

#[test]
fn an_offer_is_read_whole_or_not_at_all() {
    for cents in 1..1_000 {
        let board = Arc::new(Board::default());
        assert_eq!(board.read(), None);
        let theirs = Arc::clone(&board);
        let reader = thread::spawn(move || {
            loop {
                if let Some(offer) = theirs.read() {
                    break offer;
                }
                thread::yield_now();
            }
        });
        board.publish(cents + 1, cents);
        let offer = watched("the offer", || reader.join().unwrap());
        assert_eq!(offer, (cents + 1, cents));
    }
}
