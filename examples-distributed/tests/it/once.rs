//! What the output of `once` can't show: it trusts no stream that forgets.

use std::time::Duration;

use async_nats::jetstream::{self, consumer::pull, stream};

use crate::broker::Broker;
use crate::section::SECTION;

#[tokio::test]
async fn a_stream_with_a_limit_of_age_is_refused() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let broker = Broker::start();
    let context = jetstream::new(async_nats::connect(&broker.url).await.unwrap());
    let queue = |name: &str, subject: &str, max_age| stream::Config {
        name: name.into(),
        subjects: vec![subject.into()],
        max_age,
        ..Default::default()
    };
    let jobs = context.create_stream(queue("r-jobs", "r.jobs", Duration::ZERO)).await.unwrap();
    let pool = pull::Config { durable_name: Some("pool".into()), ..Default::default() };
    jobs.create_consumer(pool).await.unwrap();
    context.publish("r.jobs", "7".into()).await.unwrap().await.unwrap();
    let age = Duration::from_secs(2);
    let mut charges = context.create_stream(queue("r-charges", "r.charges.*", age)).await.unwrap();

    let mut command = SECTION.command(["once", "worker", "r"]);
    command.env("NATS_URL", &broker.url);
    let ran = SECTION.finish(command);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("stream name already in use"), "{}", ran.stderr);
    assert_eq!(charges.info().await.unwrap().state.messages, 0, "nothing is charged");
}
