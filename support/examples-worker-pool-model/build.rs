//! Copies `pool_shutdown` for each checker and `pool` for loom, sound and with one mistake or another.

use std::env;
use std::fs;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for checker in ["loom", "shuttle"] {
        let pool = listing("pool_shutdown");
        let pool = replaced(&pool, "Mutex, mpsc};", "Mutex};");
        let pool = replaced(&pool, "use std::sync::", &format!("use {checker}::sync::"));
        let pool = replaced(&pool, "use std::thread::", &format!("use {checker}::thread::"));
        assert!(!pool.contains("std::sync") && !pool.contains("std::thread"));
        write(&format!("{checker}_sound.rs"), &pool);

        // At the end only one of the workers that sleep is told.
        let one_is_told = replaced(&pool, ".notify_all()", ".notify_one()");
        write(&format!("{checker}_one_is_told.rs"), &one_is_told);

        // A worker asks whether it is the end before it asks whether there is a job.
        let end_first = replaced(
            &pool,
            "if let Some(job) = queue.jobs.pop_front() {",
            "if queue.open && let Some(job) = queue.jobs.pop_front() {",
        );
        write(&format!("{checker}_end_first.rs"), &end_first);
    }

    // The last step: more to replace, so for loom alone.
    let pool = listing("pool");
    let pool = replaced(
        &pool,
        "use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};",
        "use loom::sync::{Arc, Condvar, Mutex, MutexGuard};\nuse std::sync::PoisonError;",
    );
    let pool = replaced(&pool, "use std::thread::", "use loom::thread::");
    let pool = replaced(&pool, "thread_local! {", "loom::thread_local! {");
    let pool = replaced(&pool, "const { Cell::new(0) }", "Cell::new(0)");
    let address = "std::ptr::from_ref(self) as usize";
    let pool = replaced(
        &pool,
        &format!("WORKS_FOR.set({address})"),
        &format!("WORKS_FOR.with(|pool| pool.set({address}))"),
    );
    let pool = replaced(&pool, "WORKS_FOR.get()", "WORKS_FOR.with(Cell::get)");
    // To give way before sleeping is a matter of speed, and multiplies the schedules.
    let pool = replaced(&pool, "const PATIENCE: usize = 10;", "const PATIENCE: usize = 0;");
    write("loom_last.rs", &pool);

    // Submitters that wait for a place are not told of the end.
    let nobody_is_told = replaced(&pool, "        self.room.notify_all();\n", "");
    write("loom_nobody_is_told.rs", &nobody_is_told);

    // A submitter that waits is told of a place only when half of the queue is free.
    let half_is_free = replaced(
        &pool,
        "let wake = state.waiting > 0;",
        "let wake = state.waiting > 0 && state.jobs.len() <= self.places / 2;",
    );
    write("loom_half_is_free.rs", &half_is_free);
}

/// A listing without `main`, which is no part of the model, and without `//!`, which may not stand in
/// the middle of a file.
fn listing(name: &str) -> String {
    let file = format!("../../examples-worker-pool/src/{name}.rs");
    println!("cargo::rerun-if-changed={file}");
    let text = fs::read_to_string(&file).expect("the listing lies beside this package");
    let (pool, _main) = text.split_once("pub fn main()").expect("the listing ends with `main`");
    let lines = pool.lines().filter(|line| !line.starts_with("//!"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// A replacement that replaces nothing would leave a model of something else.
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "the listing has no {old:?} any more");
    text.replace(old, new)
}

fn write(name: &str, text: &str) {
    let folder = env::var_os("OUT_DIR").expect("cargo sets it for build scripts");
    fs::write(Path::new(&folder).join(name), text).expect("cargo's folder can be written to");
}
