//! What the book's table of messages quotes, where no listing prints it.

use std::error::Error;
use std::time::Duration;

use crossbeam::channel;

#[test]
fn what_the_channels_of_crossbeam_say() {
    let says = |error: &dyn Error, text: &str| assert_eq!(error.to_string(), text);
    let (sender, receiver) = channel::bounded(1);
    says(&receiver.try_recv().unwrap_err(), "receiving on an empty channel");
    let nothing_yet = receiver.recv_timeout(Duration::ZERO).unwrap_err();
    says(&nothing_yet, "timed out waiting on receive operation");
    sender.send(1).unwrap();
    says(&sender.try_send(2).unwrap_err(), "sending on a full channel");
    drop(receiver);
    says(&sender.send(3).unwrap_err(), "sending on a disconnected channel");
    let (sender, receiver) = channel::bounded::<u32>(1);
    drop(sender);
    says(&receiver.recv().unwrap_err(), "receiving on an empty and disconnected channel");
}
