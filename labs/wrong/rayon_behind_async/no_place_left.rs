// Refused: outlives_the_call

// Of the calls at the same time, the ninth gets an error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use tokio::sync::{Semaphore, oneshot};

static PLACES: Semaphore = Semaphore::const_new(8);

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let _place = PLACES.try_acquire().map_err(|_| "try again later")?;
    let (sender, results) = oneshot::channel();
    rayon::spawn(move || {
        let all = || frames.into_par_iter().map(draw).collect();
        let _ = sender.send(catch_unwind(AssertUnwindSafe(all)));
    });
    results.await.unwrap().map_err(|_| "a call has panicked".to_owned())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
