//! Every schedule of a thread that publishes an offer and a thread that reads it, under loom.
//!
//! loom knows what each ordering promises: after a `Relaxed` load of the flag, it also tries the older
//! values of the data, as a processor or a compiler may. On x86, running the listing would not show it.

use loom::sync::Arc;
use loom::thread;

/// The listing, with loom's atomics.
mod sound {
    include!(concat!(env!("OUT_DIR"), "/loom_publish.rs"));
}

/// The flag is raised with `Relaxed`.
mod publish_relaxed {
    include!(concat!(env!("OUT_DIR"), "/loom_publish_relaxed.rs"));
}

/// The flag is read with `Relaxed`.
mod read_relaxed {
    include!(concat!(env!("OUT_DIR"), "/loom_read_relaxed.rs"));
}

macro_rules! an_offer_is_read_whole {
    ($publish:ident) => {
        loom::model(|| {
            let board = Arc::new($publish::Board::default());
            let theirs = Arc::clone(&board);
            let publisher = thread::spawn(move || theirs.publish(4, 1200));
            if let Some(offer) = board.read() {
                assert_eq!(offer, (4, 1200), "half an offer");
            }
            publisher.join().expect("publishing does not panic");
            assert_eq!(board.read(), Some((4, 1200)), "after the join the offer is there");
        })
    };
}

#[test]
fn with_release_and_acquire_an_offer_is_read_whole() {
    an_offer_is_read_whole!(sound);
}

#[test]
#[should_panic(expected = "half an offer")]
fn a_relaxed_store_of_the_flag_is_found() {
    an_offer_is_read_whole!(publish_relaxed);
}

#[test]
#[should_panic(expected = "half an offer")]
fn a_relaxed_load_of_the_flag_is_found() {
    an_offer_is_read_whole!(read_relaxed);
}
