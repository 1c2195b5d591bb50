//! Two tasks, a lamp and a button, without a heap: on the stack, polled by a loop.
//!
//! Article B, "When to use Smol": “Embedded systems with severe memory constraints”. All but `main`
//! needs `core` alone, so it also runs on a chip that has no operating system.
//!
//! Run: `cargo run -p examples-constrained -- no_heap`
//! Paste: nothing to add, std alone

use core::fmt::Arguments;
use core::future::poll_fn;
use core::pin::pin;
use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use core::task::{Context, Poll, Waker};

/// The clock. An interrupt counts its milliseconds.
pub static MILLIS: AtomicU32 = AtomicU32::new(0);

async fn until(at: u32) {
    poll_fn(|_| if MILLIS.load(Relaxed) < at { Poll::Pending } else { Poll::Ready(()) }).await;
}

async fn blink(say: fn(Arguments)) {
    for (at, state) in [(100, "on"), (200, "off"), (300, "on"), (400, "off")] {
        until(at).await;
        say(format_args!("{at} ms: lamp {state}"));
    }
}

async fn watch_button(say: fn(Arguments)) {
    for at in [150, 350] {
        until(at).await; // stands for a pin that reports by an interrupt
        say(format_args!("{at} ms: button pressed"));
    }
}

/// Runs both tasks to their end. Returns how many bytes they take.
pub fn run(wait_for_interrupt: fn(), say: fn(Arguments)) -> usize {
    let (lamp, button) = (blink(say), watch_button(say));
    let bytes = size_of_val(&lamp) + size_of_val(&button);
    let (mut lamp, mut button) = (pin!(lamp), pin!(button)); // Not `Box::pin`, which needs a heap.
    // After each interrupt, both are polled. So nobody needs to know which of them to wake.
    let mut context = Context::from_waker(Waker::noop());
    let (mut lamp_done, mut button_done) = (false, false);
    while !(lamp_done && button_done) {
        wait_for_interrupt();
        lamp_done = lamp_done || lamp.as_mut().poll(&mut context).is_ready();
        button_done = button_done || button.as_mut().poll(&mut context).is_ready();
    }
    bytes
}

#[cfg(not(target_os = "none"))] // A chip has its own `main`, which starts its clock.
pub fn main() {
    fn tick() {
        std::thread::sleep(std::time::Duration::from_millis(1));
        MILLIS.fetch_add(1, Relaxed); // Counted, not measured, so that the output is exact.
    }
    let bytes = run(tick, |line| println!("{line}"));
    println!("both tasks: {bytes} bytes");
}
