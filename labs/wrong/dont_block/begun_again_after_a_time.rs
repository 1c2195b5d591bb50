// Refused: time_limit

use std::pin::pin;
use std::time::Duration;

use tokio::task::spawn_blocking;

async fn compute(work: fn() -> u64) -> u64 {
    loop {
        let too_long = smol::Timer::after(Duration::from_millis(200));
        tokio::select! {
            biased;
            result = spawn_blocking(work) => return result.unwrap_or_default(),
            _ = pin!(too_long) => {} // It is begun once more.
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
