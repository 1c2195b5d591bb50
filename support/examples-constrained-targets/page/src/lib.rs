//! `no_threads` as a function that a page's script can call, and call again.

#[path = "../../../../examples-constrained/src/no_threads.rs"]
pub mod no_threads;

/// Runs the listing. The script gets a promise, which is kept when breakfast is ready.
#[cfg(target_family = "wasm")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn run() {
    no_threads::breakfast().await;
}
