//! Copies the listing `pool_shutdown` for each checker, sound and with one mistake or the other.

use std::env;
use std::fs;
use std::path::Path;

const LISTING: &str = "../examples-worker-pool/src/pool_shutdown.rs";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LISTING}");
    let listing = fs::read_to_string(LISTING).expect("the listing lies beside this package");
    let listing = listing.replace("\r\n", "\n");

    // `//!` may not stand in the middle of a file, and `main` is no part of the model.
    let body: String = listing
        .lines()
        .filter(|line| !line.starts_with("//!"))
        .fold(String::new(), |text, line| text + line + "\n");
    let (pool, _main) = body.split_once("pub fn main()").expect("the listing ends with `main`");
    let pool = replaced(pool, "Mutex, mpsc};", "Mutex};");

    for checker in ["loom", "shuttle"] {
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
}

/// A replacement that replaces nothing would leave a model of something else.
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{LISTING} has no {old:?} any more; see build.rs");
    text.replace(old, new)
}

fn write(name: &str, text: &str) {
    let folder = env::var_os("OUT_DIR").expect("cargo sets it for build scripts");
    fs::write(Path::new(&folder).join(name), text).expect("cargo's folder can be written to");
}
