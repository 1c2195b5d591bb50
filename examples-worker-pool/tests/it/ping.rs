//! A rendezvous, and the channel with a place beside it.

use std::thread;
use std::time::Duration;

use crossbeam::channel;
use examples_testing::watched;

#[test]
fn a_rendezvous_ends_only_when_the_message_is_taken() {
    // Nobody takes it, so no time is long enough. A channel with a place needs no time at all.
    for (places, ends) in [(0, false), (1, true)] {
        let (messages, _inbox) = channel::bounded(places);
        let sent = messages.send_timeout("ping", Duration::from_millis(20));
        assert_eq!(sent.is_ok(), ends, "{places} places");
    }
    let (messages, inbox) = channel::bounded(0);
    let sending = thread::spawn(move || messages.send("ping"));
    assert_eq!(watched("the ping", move || inbox.recv()), Ok("ping"));
    assert_eq!(watched("the sender", move || sending.join()).unwrap(), Ok(()));
}
