// Refused: lost_item

// There is room for the first item of a batch; for the others it waits.

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    let mut batch = Vec::with_capacity(4);
    loop {
        let Ok(first) = outbox.reserve().await else { return };
        let room = outbox.capacity().clamp(1, 4);
        if inbox.recv_many(&mut batch, room).await == 0 {
            return;
        }
        let mut items = batch.drain(..);
        first.send(items.next().expect("it is not empty"));
        for item in items {
            let Ok(permit) = outbox.reserve().await else { return };
            permit.send(item);
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
