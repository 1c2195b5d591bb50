// Refused: time_limit

// It looks at both each second, whether they have woken it or not.

use std::pin::Pin;
use std::time::Duration;

use smol::Timer;
use smol::future::poll_once;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(mut near: Request, mut far: Request) -> String {
    loop {
        for request in [&mut near, &mut far] {
            if let Some(answer) = poll_once(request).await {
                return answer;
            }
        }
        Timer::after(Duration::from_secs(1)).await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
