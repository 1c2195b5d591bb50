//! What the chapter says about the end of a channel.

use crossbeam::channel::{self, TryRecvError};

#[test]
fn a_drained_channel_ends_a_loop_only_when_the_last_sender_is_gone() {
    let (sender, receiver) = channel::unbounded();
    let kept = sender.clone();
    sender.send(1).unwrap();
    drop(sender);
    assert_eq!(receiver.recv(), Ok(1));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty), "a `for` would wait here");
    drop(kept);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected), "a `for` would end here");
}
