// The values come through a channel, and stay in a lock from then on.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

struct Reading {
    sender: Mutex<Sender<(u32, u32)>>,
    received: Mutex<(Receiver<(u32, u32)>, Option<(u32, u32)>)>,
}

impl Reading {
    fn new() -> Reading {
        let (sender, receiver) = channel();
        Reading { sender: sender.into(), received: (receiver, None).into() }
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.sender.lock().unwrap().send((celsius, minute)).unwrap();
    }

    fn get(&self) -> Option<(u32, u32)> {
        let (receiver, values) = &mut *self.received.lock().unwrap();
        if values.is_none() {
            *values = receiver.try_recv().ok();
        }
        *values
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
