// Refused: lost_item

// It finds the item in hand by the address of the inbox, which may have moved.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::mpsc::{Receiver, Sender};

static IN_HAND: Mutex<Option<HashMap<usize, u64>>> = Mutex::new(None);

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    let key = std::ptr::from_ref(inbox) as usize;
    loop {
        let kept = IN_HAND.lock().unwrap().get_or_insert_default().get(&key).copied();
        if kept.is_none() {
            let Some(item) = inbox.recv().await else { return };
            IN_HAND.lock().unwrap().get_or_insert_default().insert(key, item);
        }
        let Ok(permit) = outbox.reserve().await else { return };
        let item = IN_HAND.lock().unwrap().get_or_insert_default().remove(&key);
        permit.send(item.expect("it was just there"));
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
