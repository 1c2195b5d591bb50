//! The program does not end: its runtime waits for a read that `select!` gave up.
//!
//! Beyond the articles. `tokio::io::stdin` reads on such a thread, too, and no thread can be cancelled.
//!
//! Run: `cargo run -p examples-tokio -- exit_hangs`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::sync::mpsc::{self, RecvTimeoutError};
use std::{io, thread, time::Duration};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::{task, time};

const SOON: Duration = Duration::from_millis(20);
const HOUR: Duration = Duration::from_secs(3600);
type Job = Box<dyn FnOnce() + Send>;

/// Lets `start` run a job that reads a line, gives up the line, and ends the runtime by `end`. Returns
/// whether that ends within `patience`, although nobody types.
///
/// # Errors
/// If the runtime can't be started.
pub fn ends(start: fn(Job), end: fn(Runtime), patience: Duration) -> io::Result<bool> {
    let (keyboard, typed) = mpsc::channel::<String>(); // stands for stdin
    let (begun, has_begun) = oneshot::channel();
    let (line, has_line) = oneshot::channel();
    let read = move || {
        let _ = begun.send(());
        let _ = line.send(typed.recv()); // `recv` keeps its thread until there is a line, or no keyboard.
    };
    let runtime = Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(async {
        start(Box::new(read));
        let _ = has_begun.await; // From now on, nothing can cancel it.
        tokio::select! {
            _ = has_line => unreachable!("nobody types"),
            () = time::sleep(SOON) => {} // It gives up the channel of the line. The job goes on.
        }
    });
    let (done, is_done) = mpsc::channel();
    let ending = thread::spawn(move || {
        end(runtime); // `#[tokio::main]` drops its runtime at the end of `main`.
        let _ = done.send(());
    });
    let ended = is_done.recv_timeout(patience) != Err(RecvTimeoutError::Timeout);
    drop(keyboard); // Now the read ends, and so does everybody who waits for it.
    let _ = ending.join();
    Ok(ended)
}

pub fn main() -> io::Result<()> {
    let blocking: fn(Job) = |read| drop(task::spawn_blocking(read));
    let thread: fn(Job) = |read| drop(thread::spawn(read)); // It ends with the process.
    for (what, start, end, patience) in [
        ("spawn_blocking, drop", blocking, drop as fn(Runtime), 10 * SOON),
        ("spawn_blocking, shutdown_timeout", blocking, |it| it.shutdown_timeout(SOON), HOUR),
        ("spawn_blocking, shutdown_background", blocking, Runtime::shutdown_background, HOUR),
        ("a thread of our own, drop", thread, drop, HOUR),
    ] {
        println!("{what}: the program ends: {}", ends(start, end, patience)?);
    }
    Ok(())
}
