// A thread of its own starts the calls. A lock holds its result, and a `Notify` tells of it.

use std::sync::{Arc, Mutex};
use std::thread;

use rayon::prelude::*;
use tokio::sync::Notify;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let shared = Arc::new((Mutex::new(None), Notify::new()));
    let theirs = Arc::clone(&shared);
    thread::spawn(move || {
        let results = thread::spawn(move || frames.into_par_iter().map(draw).collect()).join();
        *theirs.0.lock().unwrap() = Some(results.map_err(|_| "a call panicked".to_owned()));
        theirs.1.notify_one();
    });
    shared.1.notified().await;
    let results = shared.0.lock().unwrap().take();
    results.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
