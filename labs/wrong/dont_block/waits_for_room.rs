// Refused: blocks_the_executor

use std::sync::LazyLock;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use tokio::sync::oneshot::{self, Sender};

type Order = (fn() -> u64, Sender<u64>);

static ORDERS: LazyLock<SyncSender<Order>> = LazyLock::new(|| {
    let (orders, incoming) = sync_channel::<Order>(1); // With a third call, it is full.
    thread::spawn(move || incoming.iter().for_each(|(work, reply)| drop(reply.send(work()))));
    orders
});

async fn compute(work: fn() -> u64) -> u64 {
    let (reply, result) = oneshot::channel();
    let _ = ORDERS.send((work, reply));
    result.await.unwrap_or_default()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
