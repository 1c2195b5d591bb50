//! Three tasks wait at the same time, on the one thread that a web page has.
//!
//! Article B, "When to use Smol": “WebAssembly where threads are unavailable”. This file runs in a
//! page as it runs here. The tasks and their executor are the same; what differs is who waits.
//!
//! Run: `cargo run -p examples-constrained -- no_threads`
//! Paste: `cargo add async-executor smol`

use std::thread;
use std::time::Duration;

use async_executor::LocalExecutor; // Smol's. Smol as a whole does not build for a page.

/// Runs all futures as tasks on this thread, until the last of them is done.
pub async fn together(futures: impl IntoIterator<Item = impl Future>) {
    let executor = LocalExecutor::new();
    let tasks: Vec<_> = futures.into_iter().map(|future| executor.spawn(future)).collect();
    let all_tasks = async {
        for task in tasks {
            task.await;
        }
    };
    executor.run(all_tasks).await; // Returns to the caller's executor while all tasks wait.
}

/// Prepares an egg, toast and tea, all at the same time.
pub async fn breakfast() {
    // Not `thread::spawn`, which panics where no thread can start.
    match thread::Builder::new().spawn(|| {}) {
        Ok(_) => say("a second thread: started"),
        Err(error) => say(&format!("a second thread: {error}")),
    }
    together([("egg", 500), ("toast", 300), ("tea", 100)].map(async |(what, millis)| {
        say(&format!("{what}: begun"));
        sleep(Duration::from_millis(millis)).await; // The others go on meanwhile.
        say(&format!("{what}: ready"));
    }))
    .await;
    say("breakfast is ready");
}

// Here, the thread sleeps until a timer is due.
#[cfg(not(target_family = "wasm"))]
use smol::block_on as run;
#[cfg(not(target_family = "wasm"))]
async fn sleep(duration: Duration) {
    smol::Timer::after(duration).await;
}
#[cfg(not(target_family = "wasm"))]
fn say(line: &str) {
    println!("{line}");
}

// A page must not sleep: it returns to the browser's event loop, which calls when a timer is due.
#[cfg(target_family = "wasm")]
use {gloo_timers::future::sleep, wasm_bindgen_futures::spawn_local as run};
#[cfg(target_family = "wasm")]
fn say(line: &str) {
    web_sys::console::log_1(&line.into());
}

pub fn main() {
    run(breakfast());
}
