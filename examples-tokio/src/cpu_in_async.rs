//! Heavy computing in a task silences the task's neighbours; on another thread it does not.
//!
//! Article B, "Async Coloring Without Justification", warns of CPU-bound work in async code. Here a
//! password is stretched in a task, on one of Tokio's threads for blocking calls, and in Rayon's
//! pool, while a neighbour of the task wants to run every millisecond or two.
//!
//! Run: `cargo run -p examples-tokio -- cpu_in_async`
//! Paste: `cargo add rayon && cargo add tokio --features macros,rt,sync,time`

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::{task, time};

const PASSWORD: &str = "correct horse battery staple";
const ROUNDS: u32 = 300_000;

/// What came out of the computation, and what happened while it ran.
pub struct Told {
    /// The stretched password.
    pub key: u64,
    /// How often the neighbour's heart beat meanwhile.
    pub beats: u64,
    /// How long it took.
    pub took: Duration,
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let heart = start_heart().await;
    for (place, told) in [
        ("in the task:        ", in_the_task(&heart)),
        ("with spawn_blocking:", on_a_blocking_thread(&heart).await),
        ("with Rayon:         ", in_rayon(&heart).await),
    ] {
        let Told { key, beats, took } = told;
        println!("{place} key {key:016x}, the neighbour ran {beats} times in {took:.0?}");
    }
}

/// Starts the neighbour: a task whose heart beats every millisecond or two, if it gets to run.
pub async fn start_heart() -> Arc<AtomicU64> {
    let heart = Arc::new(AtomicU64::new(0));
    let beating = Arc::clone(&heart);
    task::spawn(async move {
        loop {
            beating.fetch_add(1, Ordering::Relaxed);
            time::sleep(Duration::from_millis(1)).await;
        }
    });
    while heart.load(Ordering::Relaxed) == 0 {
        task::yield_now().await; // until the first beat, so that the neighbour is under way
    }
    heart
}

/// Computes here and now. Being `async` would not change it: without an `.await` between the first
/// round and the last, no other task of this thread can run.
pub fn in_the_task(heart: &AtomicU64) -> Told {
    let (start, before) = (Instant::now(), heart.load(Ordering::Relaxed));
    let key = stretch(PASSWORD, ROUNDS);
    Told { key, beats: heart.load(Ordering::Relaxed) - before, took: start.elapsed() }
}

/// Computes on one of the threads that Tokio keeps for calls that block. There may be hundreds of
/// them (512, unless the runtime's builder says otherwise): good for waiting, too many for
/// computing.
pub async fn on_a_blocking_thread(heart: &Arc<AtomicU64>) -> Told {
    let heart = Arc::clone(heart);
    // The task waits for the handle, and its thread is free for the neighbour.
    task::spawn_blocking(move || beside_the_heart(&heart)).await.expect("it does not panic")
}

/// Computes in Rayon's pool, which has a thread for each core, whatever the number of jobs.
pub async fn in_rayon(heart: &Arc<AtomicU64>) -> Told {
    let heart = Arc::clone(heart);
    // Rayon knows nothing of tasks. The oneshot channel is the bridge: its sender never blocks, and
    // its receiver is a future.
    let (answer, answered) = oneshot::channel();
    rayon::spawn(move || {
        let _ = answer.send(beside_the_heart(&heart)); // The task may have been cancelled.
    });
    answered.await.expect("the job does not panic, and so sends")
}

/// Computes, and goes on until the neighbour has run at least once: proof that it can. In the task
/// itself this loop would have no end.
fn beside_the_heart(heart: &AtomicU64) -> Told {
    let mut told = in_the_task(heart);
    let (start, before) = (Instant::now(), heart.load(Ordering::Relaxed));
    while told.beats == 0 {
        thread::yield_now();
        told.beats = heart.load(Ordering::Relaxed) - before;
    }
    told.took += start.elapsed();
    told
}

/// Makes guessing costly: the hash (FNV-1a) of the hash of the hash … of the password. To store
/// real passwords, use a function made for it, such as Argon2.
pub fn stretch(password: &str, rounds: u32) -> u64 {
    (0..rounds).fold(0, |key: u64, _| {
        let bytes = password.bytes().chain(key.to_le_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    })
}
