//! A future that is kept and not polled holds its place in the queue for a lock.
//!
//! Not in the articles. `select!` on `&mut kept` drops only the reference: `kept` still queues.
//!
//! Run: `cargo run -p examples-tokio -- kept_future`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::{future, pin::pin, sync::Arc, time::Duration};

use tokio::{join, select, sync::Mutex, task, time};

async fn add(number: u32, total: Arc<Mutex<u32>>) {
    *total.lock().await += number;
}

/// The mistake: awaits the lock while a kept future queues for it. Never returns.
pub async fn await_inside(total: &Arc<Mutex<u32>>) {
    let held = total.lock().await; // Stands for another task that has the lock now.
    let mut kept = pin!(add(1, Arc::clone(total)));
    select! {
        biased; // Polls in this order, so `kept` is in the queue.
        () = &mut kept => {}
        () = future::ready(()) => {
            drop(held); // Hands the lock to the first in the queue. That is `kept`.
            add(10, Arc::clone(total)).await; // Waits for `kept`, which must be polled to let go.
        }
    }
}

/// Way out 1: leaves the `select!` first, and then polls both.
pub async fn poll_both(total: &Arc<Mutex<u32>>) {
    let held = total.lock().await;
    let mut kept = pin!(add(1, Arc::clone(total)));
    select! {
        biased;
        () = &mut kept => return,
        () = future::ready(()) => drop(held),
    }
    join!(kept, add(10, Arc::clone(total)));
}

/// Way out 2: makes a task of it. The runtime polls it, whatever this function awaits.
pub async fn spawn_it(total: &Arc<Mutex<u32>>) {
    let held = total.lock().await;
    let mut kept = task::spawn(add(1, Arc::clone(total)));
    select! {
        _ = &mut kept => return,
        () = task::yield_now() => {
            drop(held); // Hands it to the task, which has queued for it meanwhile.
            add(10, Arc::clone(total)).await;
        }
    }
    let _ = kept.await;
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let (total, short) = (Arc::new(Mutex::new(0)), Duration::from_millis(200));
    println!("kept: {:?}", time::timeout(short, await_inside(&total)).await);
    poll_both(&total).await;
    println!("both polled: {}", total.lock().await);
    spawn_it(&total).await;
    println!("spawned: {}", total.lock().await);
}
