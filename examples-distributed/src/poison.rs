//! A job that panics, and one that aborts its worker: three tries, then the dead letters.
//!
//! What `pool_panics` does for one process. A panic is caught; an abort takes the worker with it, and someone
//! must start another one. The broker counts the tries.
//!
//! Run: `cargo run -p examples-distributed -- poison [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt,time && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::collections::BTreeSet;
use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::panic;
use std::process::{self, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, AckKind, Context, stream};
use async_nats::{Client, ConnectOptions, Error};
use futures_util::StreamExt;
use tokio::time::timeout;

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

async fn lead(broker: &Context) -> Result<(), Error> {
    // Random: two containers may have the same process number.
    let run = format!("{:016x}", RandomState::new().hash_one(0));
    eprintln!("run {run}: the listing `queue` can remove its streams: `queue remove {run}`");
    let queue = |name: &str| stream::Config {
        name: format!("{run}-{name}"),
        subjects: vec![format!("{run}.{name}")],
        retention: stream::RetentionPolicy::WorkQueue,
        ..Default::default()
    };
    let mut jobs = broker.create_stream(queue("jobs")).await?;
    let mut results = broker.create_stream(queue("results")).await?;
    let dead = broker.create_stream(queue("dead")).await?;
    let name = Some("pool".into());
    let pool = pull::Config { durable_name: name, ack_wait: ACK_WAIT, ..Default::default() };
    jobs.create_consumer(pool).await?;
    for order in ORDERS {
        broker.publish(format!("{run}.jobs"), order.into()).await?.await?;
    }

    // A supervisor starts a new worker for each that dies.
    let name = run.clone();
    let supervisor = thread::spawn(move || -> io::Result<u32> {
        let mut worker = Command::new(env::current_exe()?);
        worker.args(["worker", &name]).stdin(Stdio::null()).stderr(Stdio::null());
        let mut deaths = 0;
        while !worker.status()?.success() {
            deaths += 1;
        }
        Ok(deaths)
    });

    let mut letters = dead.create_consumer(pull::Config::default()).await?.messages().await?;
    let mut dead_letters = BTreeSet::new(); // One may come twice.
    while dead_letters.len() < 2 {
        let letter = timeout(Duration::from_secs(30), letters.next())
            .await
            .map_err(|_| "no dead letter for 30 s")?;
        let letter = letter.ok_or("the broker ended the dead letters")??;
        dead_letters.insert(String::from_utf8(letter.payload.to_vec())?);
        letter.double_ack().await?;
    }
    broker.publish(format!("{run}.jobs"), "end".into()).await?.await?;
    let deaths = supervisor.join().expect("the supervisor does not panic")?;
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

async fn work(broker: &Context, run: &str) -> Result<(), Error> {
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    loop {
        let next = pool.batch().max_messages(1).expires(Duration::from_millis(500));
        let Some(job) = next.messages().await?.next().await.transpose()? else { continue };
        let order = str::from_utf8(&job.payload)?;
        if order == "end" {
            job.double_ack().await?;
            return Ok(());
        }
        let (subject, result) = if job.info()?.delivered > TRIES {
            ("dead", order.to_string())
        } else if let Ok(price) = panic::catch_unwind(|| price(order)) {
            ("results", format!("{order} {price}"))
        } else {
            job.double_ack_with(AckKind::Nak(None)).await?; // "Not done": it comes again at once.
            continue;
        };
        broker.publish(format!("{run}.{subject}"), result.into()).await?.await?;
        job.double_ack().await?;
    }
}

/// Connects to NATS_URL, such as `nats://USER:PASSWORD@HOST:4222`. A password is never printed.
async fn connect() -> anyhow::Result<Client> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".into());
    let (scheme, rest) = url.split_once("://").unwrap_or(("nats", &url));
    let (login, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let options = ConnectOptions::with_user_and_password(user.into(), password.into());
    let server = format!("{scheme}://{host}");
    options.connect(&server).await.with_context(|| format!("no broker at {server}"))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let broker = jetstream::new(connect().await?);
    match env::args().nth(2) {
        Some(run) => work(&broker, &run).await,
        None => lead(&broker).await,
    }
    .map_err(anyhow::Error::from_boxed)
}
