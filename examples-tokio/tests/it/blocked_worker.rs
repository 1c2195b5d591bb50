//! What a blocked worker keeps from the others: its newest task, and sockets and timers.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_tokio::blocked_worker::run;
use tokio::runtime::Builder;
use tokio::time::sleep;

#[test]
fn the_newest_task_of_a_blocked_worker_is_not_taken_by_another() {
    for workers in [2, 4] {
        watched("the older task", move || {
            let runtime = Builder::new_multi_thread().worker_threads(workers).build().unwrap();
            for _ in 0..20 {
                assert_eq!(runtime.block_on(run()), (false, true));
            }
        });
    }
}

/// Not in each try: a worker that is only about to sleep watches instead. On a slow machine, the timer may fire
/// before the task blocks.
#[test]
fn a_timer_waits_while_the_worker_that_watches_it_is_blocked() {
    watched("a timer that waits", || {
        let mut due_in = Duration::from_millis(20);
        while !a_timer_waits(due_in) {
            due_in *= 2;
        }
    });
}

/// Blocks the worker that waits for sockets and timers, while the other three sleep. Returns whether a timer that
/// is due meanwhile fires only when a task from outside has woken one of them.
fn a_timer_waits(due_in: Duration) -> bool {
    let asleep = Arc::new(AtomicUsize::new(0));
    let (parks, wakes) = (Arc::clone(&asleep), Arc::clone(&asleep));
    let runtime = Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .on_thread_park(move || _ = parks.fetch_add(1, SeqCst))
        .on_thread_unpark(move || _ = wakes.fetch_sub(1, SeqCst))
        .build()
        .unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    let address = socket.local_addr().unwrap();

    let (fires, fired) = channel();
    runtime.spawn(async move {
        sleep(due_in).await;
        fires.send(())
    });
    let ((blocks, blocked), (release, released)) = (channel(), channel::<()>());
    runtime.spawn(async move {
        tokio::net::UdpSocket::from_std(socket).unwrap().readable().await.unwrap();
        blocks.send(()).unwrap();
        let _ = released.recv();
    });
    while asleep.load(SeqCst) < 4 {
        thread::yield_now();
    }
    // This wakes the one that waits for sockets. It runs the task, and nobody has a reason to wake another.
    UdpSocket::bind("127.0.0.1:0").unwrap().send_to(b"block!", address).unwrap();
    blocked.recv().unwrap();
    thread::sleep(due_in + Duration::from_millis(20)); // Time to fire.
    let waits = fired.try_recv().is_err();
    if waits {
        runtime.spawn(async {}); // The worker that does this watches the timers when it is done.
        fired.recv().unwrap();
    }
    drop(release);
    waits
}
