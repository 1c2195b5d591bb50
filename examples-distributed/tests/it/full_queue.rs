//! What the output of `full_queue` can't show: not every failure to store means that the queue is full.

use async_nats::jetstream::{self, stream};
use examples_distributed::full_queue::try_submit;

use crate::broker::Broker;

#[tokio::test]
async fn only_a_full_queue_has_no_place() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let broker = Broker::start();
    let context = jetstream::new(async_nats::connect(&broker.url).await.unwrap());
    let queue = |run: &str| stream::Config {
        name: format!("{run}-jobs"),
        subjects: vec![format!("{run}.jobs")],
        discard: stream::DiscardPolicy::New,
        ..Default::default()
    };
    context.create_stream(stream::Config { max_messages: 1, ..queue("full") }).await.unwrap();
    context.create_stream(stream::Config { max_bytes: 1, ..queue("small") }).await.unwrap();

    assert!(try_submit(&context, "full", 1).await.unwrap());
    assert!(!try_submit(&context, "full", 2).await.unwrap());
    // The same code, 10077.
    let error = try_submit(&context, "small", 1).await.unwrap_err();
    assert!(error.to_string().contains("10077"), "{error}");
}
