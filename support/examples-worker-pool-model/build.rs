//! Copies `pool_shutdown` and `pool` for each checker, and `publish` for loom, sound and with one mistake
//! or another.

use std::env;
use std::fs;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for checker in ["loom", "shuttle"] {
        pool_shutdown(checker);
        pool(checker);
    }
    publish();
}

fn pool_shutdown(checker: &str) {
    let pool = listing("pool_shutdown");
    let pool = replaced(&pool, "Barrier, ", ""); // Only `main` needs it.
    let pool = replaced(&pool, "use std::sync::{", &format!("use {checker}::sync::{{"));
    let pool = replaced(&pool, "thread::Result", "std::thread::Result");
    let pool = replaced(&pool, "use std::thread::{", &format!("use {checker}::thread::{{"));
    // The results travel through std's channel. The models read them when all workers have ended, so
    // nobody waits in it, and there is nothing for a checker to explore.
    write(checker, "sound", &pool);

    // At the end only one of the workers that sleep is told.
    write(checker, "one_is_told", &replaced(&pool, ".notify_all()", ".notify_one()"));

    // A worker asks whether it is the end before it asks whether there is a job.
    let take = "        let Some(job) = state.jobs.pop_front()";
    let end_first = format!("        if state.closed {{\n            return;\n        }}\n{take}");
    write(checker, "end_first", &replaced(&pool, take, &end_first));
}

fn pool(checker: &str) {
    let pool = listing("pool");
    let pool = replaced(
        &pool,
        "use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};",
        &format!(
            "use {checker}::sync::{{Arc, Condvar, Mutex, MutexGuard}};\nuse std::sync::PoisonError;"
        ),
    );
    let pool = replaced(&pool, "use std::thread::{", &format!("use {checker}::thread::{{"));
    write(checker, "last", &pool);

    // Submitters that wait for a place are not told of the end.
    let nobody_is_told = replaced(&pool, "drop(waiting);", "mem::forget(waiting);");
    write(checker, "nobody_is_told", &nobody_is_told);

    // A submitter that waits is told of a place only when half of the queue is free.
    let half_is_free = replaced(
        &pool,
        "let place = state.waiting.pop_front();",
        "let half_is_free = state.jobs.len() - state.waiting.len() <= self.0.places / 2;
        let place = if half_is_free { state.waiting.pop_front() } else { None };",
    );
    write(checker, "half_is_free", &half_is_free);

    // A worker that sleeps is told of the first job in the queue only.
    let first_is_told = replaced(
        &pool,
        "        drop(state);
        self.0.work.notify_one();",
        "        let is_first = state.jobs.len() == 1;
        drop(state);
        if is_first {
            self.0.work.notify_one();
        }",
    );
    write(checker, "first_is_told", &first_is_told);
}

fn publish() {
    let board = read_listing("../../examples-threads/src/publish.rs");
    let board = replaced(&board, "use std::sync::", "use loom::sync::");
    let board = replaced(&board, "use std::thread;\n", "");
    write("loom", "publish", &board);

    // The flag is raised with `Relaxed`, or read with it.
    let publish_relaxed = replaced(&board, "Ordering::Release", "Ordering::Relaxed");
    write("loom", "publish_relaxed", &publish_relaxed);
    write("loom", "read_relaxed", &replaced(&board, "Ordering::Acquire", "Ordering::Relaxed"));
}

/// Returns a listing without `main`, which is not part of the model, and without `//!`, which can't stand
/// in the middle of a file.
fn listing(name: &str) -> String {
    read_listing(&format!("../../examples-worker-pool/src/{name}.rs"))
}

fn read_listing(file: &str) -> String {
    println!("cargo::rerun-if-changed={file}");
    let text = fs::read_to_string(file).expect("the listing is in the workspace");
    let (pool, _main) = text.split_once("pub fn main()").expect("the listing ends with `main`");
    let lines = pool.lines().filter(|line| !line.starts_with("//!"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Replaces a text that must be there: otherwise the model would be of something else.
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "the listing has no {old:?} any more");
    text.replace(old, new)
}

fn write(checker: &str, name: &str, text: &str) {
    let folder = env::var_os("OUT_DIR").expect("cargo sets it for build scripts");
    let file = Path::new(&folder).join(format!("{checker}_{name}.rs"));
    fs::write(file, text).expect("cargo's folder can be written to");
}
