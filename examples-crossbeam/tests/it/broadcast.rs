//! What the output of `broadcast` can't show.

use std::sync::Arc;
use std::thread;

use crossbeam::channel::unbounded;
use examples_crossbeam::broadcast::Board;
use examples_testing::watched;

#[test]
fn clones_of_a_receiver_share_the_messages() {
    let received = watched("all messages", || {
        let (sender, receiver) = unbounded();
        let readers: Vec<_> = (0..3)
            .map(|_| receiver.clone())
            .map(|receiver| thread::spawn(move || receiver.iter().collect::<Vec<u32>>()))
            .collect();
        (0..1000).for_each(|number| sender.send(number).unwrap());
        drop(sender);
        let mut all: Vec<_> =
            readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect();
        all.sort();
        all
    });
    assert_eq!(received, (0..1000).collect::<Vec<_>>(), "each message reaches one of them");
}

#[test]
fn each_subscriber_receives_all_from_its_beginning_on() {
    let mut board = Board::default();
    assert_eq!(board.send("nobody listens"), 0);
    let first = board.subscribe();
    assert_eq!(board.send("open"), 1);
    let second = board.subscribe();
    assert_eq!(board.send("close"), 2);
    drop(board);
    let (first, second): (Vec<_>, Vec<_>) = (first.iter().collect(), second.iter().collect());
    assert_eq!(first.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["open", "close"]);
    assert_eq!(second.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["close"]);
    assert!(Arc::ptr_eq(&first[1], &second[0]), "the text is there once");
}
