// Tokio's `select!` needs no runtime of Tokio's.

use std::pin::Pin;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    tokio::select! {
        answer = near => answer,
        answer = far => answer,
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
