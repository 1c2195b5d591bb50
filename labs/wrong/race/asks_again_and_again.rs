// Refused: busy_waiting

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let (mut near, mut far) = (near, far);
    loop {
        if let Some(answer) = future::poll_once(&mut near).await {
            return answer;
        }
        if let Some(answer) = future::poll_once(&mut far).await {
            return answer;
        }
        future::yield_now().await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
