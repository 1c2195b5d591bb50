//! The pool again: the queue is in a broker, and each worker is a process of its own.
//!
//! What article A's worker pool becomes when one machine is not enough. The broker keeps a job until a worker
//! says that it is done; a worker that is told to stop finishes the job that it has.
//!
//! Run: `cargo run -p examples-distributed -- queue [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt,signal,sync && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::pin::pin;
use std::process::{self, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, Context, stream};
use futures_util::StreamExt;
#[cfg(not(unix))]
use tokio::signal::ctrl_c as signal;
use tokio::sync::oneshot;

const ORDERS: usize = 12;
const WORKERS: usize = 3;

/// The job: returns the price of an order, in cents.
fn price(order: usize) -> usize {
    order * 25
}

/// Sends the orders, starts workers, and collects the prices until all are there or it is told to stop.
async fn lead(broker: &Context) -> Result<(), async_nats::Error> {
    let run = process::id().to_string(); // New names: a stream that was just deleted can't always be made again.
    let queue = |name: &str| stream::Config {
        name: format!("{run}-{name}"),
        subjects: vec![format!("{run}.{name}")],
        retention: stream::RetentionPolicy::WorkQueue, // A message that was acknowledged is gone.
        ..Default::default()
    };
    let mut jobs = broker.create_stream(queue("jobs")).await?;
    let results = broker.create_stream(queue("results")).await?;
    // All workers ask this one consumer, so each job goes to one of them.
    let pool = pull::Config { durable_name: Some("pool".into()), ..Default::default() };
    let mut pool = jobs.create_consumer(pool).await?;

    for order in 1..=ORDERS {
        // The first `await` sends the order, the second waits until the broker has it.
        broker.publish(format!("{run}.jobs"), order.to_string().into()).await?.await?;
    }
    let start =
        |_| Command::new(env::current_exe()?).args(["worker", &run]).stdin(Stdio::piped()).spawn();
    let mut workers = (0..WORKERS).map(start).collect::<io::Result<Vec<_>>>()?;

    let mut messages = results.create_consumer(pull::Config::default()).await?.messages().await?;
    let mut stop = pin!(signal());
    let mut prices = BTreeMap::new();
    while prices.len() < ORDERS {
        let message = tokio::select! {
            message = messages.next() => message.ok_or("the broker ended the results")??,
            _ = &mut stop => break,
        };
        let (order, price) =
            str::from_utf8(&message.payload)?.split_once(' ').ok_or("not a result")?;
        prices.insert(order.parse::<usize>()?, price.parse::<usize>()?);
        message.double_ack().await?;
    }

    for worker in &mut workers {
        drop(worker.stdin.take()); // This tells it to stop, on this machine. `wait` closes it too.
        worker.wait()?;
    }
    println!("{} prices: {:?}", prices.len(), prices.values());
    println!("in the queue: {}", jobs.info().await?.state.messages);
    println!("in the hands of workers: {}", pool.info().await?.num_ack_pending);
    for name in ["jobs", "results"] {
        broker.delete_stream(format!("{run}-{name}")).await?;
    }
    Ok(())
}

/// Does one job after the other until it is told to stop.
async fn work(broker: &Context, run: &str) -> Result<(), async_nats::Error> {
    let stop = tokio::spawn(told_to_stop());
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    while !stop.is_finished() {
        // One job: what this worker holds, no other can have. The wait is short and always ends by itself. If
        // we dropped it when told to stop, a job that is on its way to us would be lost until a time limit.
        let mut next =
            pool.batch().max_messages(1).expires(Duration::from_millis(200)).messages().await?;
        while let Some(job) = next.next().await {
            let job = job?;
            let order = str::from_utf8(&job.payload)?.parse()?;
            let result = format!("{order} {}", price(order));
            broker.publish(format!("{run}.results"), result.into()).await?.await?;
            // Only now is the job done. A worker that dies before this line leaves it to another.
            job.double_ack().await?;
        }
    }
    Ok(())
}

/// Returns when standard input is closed, or at Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let (closed, input) = oneshot::channel();
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = closed.send(());
    });
    tokio::select! {
        _ = input => {}
        _ = signal() => {}
    }
}

#[cfg(unix)]
async fn signal() -> io::Result<()> {
    use tokio::signal::{ctrl_c, unix::SignalKind, unix::signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! { stopped = ctrl_c() => stopped, _ = terminate.recv() => Ok(()) }
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
