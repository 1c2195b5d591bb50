//! A job that panics, and one that aborts its worker: three tries, then the dead letters.
//!
//! What `pool_panics` does for one process. A panic is caught; an abort takes the worker with it, and someone
//! must start another one. The broker counts the tries.
//!
//! Run: `cargo run -p examples-distributed -- poison [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream && cargo add serde_json`, with a NATS server at hand

use std::env;
use std::io;
use std::panic;
use std::process::{self, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, AckKind, Context, stream};
use futures_util::StreamExt;

const ORDERS: [&str; 4] = ["2", "two", "abort", "3"];
const TRIES: i64 = 3;
const ACK_WAIT: Duration = Duration::from_secs(1);

/// Returns the price of an order, in cents. Panics if it is not a number, and aborts if it says so.
fn price(order: &str) -> u32 {
    if order == "abort" {
        process::abort(); // As a stack overflow does, or a fault in a C library.
    }
    order.parse::<u32>().expect("an order is a number") * 25
}

async fn lead(broker: &Context) -> Result<(), async_nats::Error> {
    let run = process::id().to_string();
    let queue = |name: &str, subject: String| stream::Config {
        name: format!("{run}-{name}"),
        subjects: vec![subject],
        retention: stream::RetentionPolicy::WorkQueue,
        ..Default::default()
    };
    let mut jobs = broker.create_stream(queue("jobs", format!("{run}.jobs"))).await?;
    let mut results = broker.create_stream(queue("results", format!("{run}.results"))).await?;
    // After the last try the broker only sends a notice, to this subject. A stream keeps the notices.
    let notices = format!("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{run}-jobs.pool");
    let dead = broker.create_stream(queue("dead", notices)).await?;
    let name = Some("pool".into());
    let pool = pull::Config {
        durable_name: name,
        ack_wait: ACK_WAIT,
        max_deliver: TRIES,
        ..Default::default()
    };
    jobs.create_consumer(pool).await?;
    for order in ORDERS {
        broker.publish(format!("{run}.jobs"), order.into()).await?.await?;
    }

    // A supervisor starts a new worker for each that dies.
    let name = run.clone();
    let supervisor = thread::spawn(move || -> io::Result<u32> {
        for deaths in 0.. {
            let mut worker = Command::new(env::current_exe()?);
            let worker = worker.args(["worker", &name]).stdin(Stdio::null()).stderr(Stdio::null());
            if worker.status()?.success() {
                return Ok(deaths);
            }
        }
        unreachable!("it does not count that far")
    });

    let mut notices = dead.create_consumer(pull::Config::default()).await?.messages().await?;
    let mut dead_letters = Vec::new();
    while dead_letters.len() < 2 {
        let notice = notices.next().await.ok_or("the broker ended the notices")??;
        let text: serde_json::Value = serde_json::from_slice(&notice.payload)?;
        let place = text["stream_seq"].as_u64().ok_or("a notice without a place")?;
        let job = jobs.get_raw_message(place).await?;
        dead_letters.push(String::from_utf8(job.payload.to_vec())?);
        jobs.delete_message(place).await?; // Until then it stays in the queue.
        notice.double_ack().await?;
    }
    broker.publish(format!("{run}.jobs"), "end".into()).await?.await?;
    let deaths = supervisor.join().expect("the supervisor does not panic")?;
    dead_letters.sort();
    println!("dead letters after {TRIES} tries each: {dead_letters:?}");
    // Mostly as many as tries; a try is also used up when the job is on its way to a worker that just died.
    println!("workers that died: {deaths}");
    println!("results: {}", results.info().await?.state.messages);
    println!("in the queue: {}", jobs.info().await?.state.messages);
    for name in ["jobs", "results", "dead"] {
        broker.delete_stream(format!("{run}-{name}")).await?;
    }
    Ok(())
}

async fn work(broker: &Context, run: &str) -> Result<(), async_nats::Error> {
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    loop {
        let mut next =
            pool.batch().max_messages(1).expires(Duration::from_millis(500)).messages().await?;
        while let Some(job) = next.next().await {
            let job = job?;
            let order = str::from_utf8(&job.payload)?;
            if order == "end" {
                job.double_ack().await?;
                return Ok(());
            }
            match panic::catch_unwind(|| price(order)) {
                Ok(price) => {
                    let result = format!("{order} {price}");
                    broker.publish(format!("{run}.results"), result.into()).await?.await?;
                    job.double_ack().await?;
                }
                // "Not done": the next try comes at once, and not after ACK_WAIT.
                Err(_) => job.double_ack_with(AckKind::Nak(None)).await?,
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".into());
    let client = async_nats::connect(&url).await.with_context(|| format!("no broker at {url}"))?;
    let broker = jetstream::new(client);
    match env::args().nth(2) {
        Some(run) => work(&broker, &run).await,
        None => lead(&broker).await,
    }
    .map_err(anyhow::Error::from_boxed)
}
