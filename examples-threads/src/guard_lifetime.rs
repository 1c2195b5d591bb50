//! How long a lock is held: a guard without a name lives to the end of its statement.
//!
//! Not in the articles. `lock` returns a guard, and the lock is free again when the guard is dropped. What
//! has no name in the source is dropped where the language says. That differs from statement to statement.
//!
//! Run: `cargo run -p examples-threads -- guard_lifetime`
//! Paste: nothing to add, std alone

use std::sync::{Mutex, MutexGuard};

/// The jobs of a pool whose workers share them.
pub type Jobs = Mutex<Vec<u32>>;

fn lock(jobs: &Jobs) -> MutexGuard<'_, Vec<u32>> {
    jobs.lock().expect("no holder panics")
}

/// Prints whether the lock is held at this moment. If it is, a second `lock` on this thread would stand
/// still, and every other thread has to wait.
fn show(jobs: &Jobs, place: &str) {
    println!("{:4} {place}", if jobs.try_lock().is_err() { "held" } else { "free" });
}

pub fn main() {
    let jobs = &Mutex::new(vec![4, 3, 2, 1]);

    // A guard with a name lives to the end of its block, or to its `drop`.
    {
        let _guard = lock(jobs); // `let _ = …` would drop it at once.
        show(jobs, "after `let _guard = lock`");
    }

    // A guard without a name lives to the end of the statement, and all of it counts.
    let first = lock(jobs).pop();
    show(jobs, &format!("after `let first = lock.pop()`, which is {first:?}"));
    let (_left, ()) = (lock(jobs).len(), show(jobs, "in the second half of `(lock.len(), …)`"));

    // A condition is done before the body begins. A value that is matched or walked through is not.
    if !lock(jobs).is_empty() {
        show(jobs, "in the body of `if !lock.is_empty()`");
    }
    if let Some(job) = lock(jobs).pop() {
        show(jobs, &format!("in the body of `if let Some({job}) = lock.pop()`"));
    }
    while let Some(job) = lock(jobs).pop() {
        show(jobs, &format!("in the body of `while let Some({job}) = lock.pop()`"));
    }
    if let Some(job) = lock(jobs).pop() {
        println!("one more: {job}");
    } else {
        show(jobs, "in the `else` of `if let Some(job) = lock.pop()`"); // "held" before edition 2024
    }
    match lock(jobs).pop() {
        Some(job) => println!("one more: {job}"),
        None => show(jobs, "in an arm of `match lock.pop()`"),
    }

    // The way out: `let` first, and then look at what it took.
    lock(jobs).push(5);
    let job = lock(jobs).pop();
    if let Some(job) = job {
        show(jobs, &format!("after `let job = lock.pop()`, at work on {job}"));
    }
}
