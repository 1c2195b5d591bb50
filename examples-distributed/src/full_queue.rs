//! A queue with a bound: the broker refuses the job too many, and the sender knows.
//!
//! Article A bounds its channels by ten. Here the bound is the broker's. A job that a worker has in its hands
//! keeps its place: it may come back.
//!
//! Run: `cargo run -p examples-distributed -- full_queue [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, Context, context::PublishError, stream};
use async_nats::{Client, ConnectOptions, Error};
use futures_util::StreamExt;

const PLACES: i64 = 3;

/// Sends an order. Returns whether there was a place for it.
pub async fn try_submit(broker: &Context, run: &str, order: u32) -> Result<bool, Error> {
    match broker.publish(format!("{run}.jobs"), order.to_string().into()).await?.await {
        Ok(_) => Ok(true),
        Err(error) if is_full(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The client (0.51) has no error kind for a full stream, and the broker has one code, 10077, for all failures
/// to store, a full disk too. Only its words tell them apart.
fn is_full(error: &PublishError) -> bool {
    error.to_string().contains("maximum messages exceeded")
}

async fn lead(broker: &Context) -> Result<(), Error> {
    // Random: two containers may have the same process number.
    let run = format!("{:016x}", RandomState::new().hash_one(0));
    eprintln!("run {run}: the listing `queue` can remove its streams: `queue remove {run}`");
    let jobs = stream::Config {
        name: format!("{run}-jobs"),
        subjects: vec![format!("{run}.jobs")],
        retention: stream::RetentionPolicy::WorkQueue,
        max_messages: PLACES,
        discard: stream::DiscardPolicy::New, // The default makes room by dropping the oldest job!
        ..Default::default()
    };
    let jobs = broker.create_stream(jobs).await?;
    jobs.create_consumer(pull::Config { durable_name: Some("pool".into()), ..Default::default() })
        .await?;

    let say = |order, has_place| {
        println!("order {order}: {}", if has_place { "accepted" } else { "refused" })
    };
    for order in 1..=5 {
        say(order, try_submit(broker, &run, order).await?);
    }

    let mut worker = Command::new(env::current_exe()?);
    let worker = worker.args(["worker", &run]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut worker = worker.spawn()?;
    let (input, output) = (worker.stdin.take(), worker.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else { unreachable!("both are piped") };
    let mut said = BufReader::new(output).lines();
    println!("the worker {}", said.next().ok_or("the worker is gone")??);
    say(4, try_submit(broker, &run, 4).await?);
    writeln!(input, "go on")?;
    println!("the worker {}", said.next().ok_or("the worker is gone")??);
    say(4, try_submit(broker, &run, 4).await?);

    drop(input);
    worker.wait()?;
    broker.delete_stream(format!("{run}-jobs")).await?;
    Ok(())
}

/// Finishes the job that it has for each line that it reads, and says what it does.
async fn work(broker: &Context, run: &str) -> Result<(), Error> {
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    loop {
        let mut next =
            pool.batch().max_messages(1).expires(Duration::from_millis(500)).messages().await?;
        let Some(job) = next.next().await.transpose()? else { continue };
        println!("begins order {}", str::from_utf8(&job.payload)?);
        if io::stdin().read_line(&mut String::new())? == 0 {
            return Ok(()); // The order is not done, and stays in the queue.
        }
        job.double_ack().await?;
        println!("has finished order {}", str::from_utf8(&job.payload)?);
        io::stdin().read_line(&mut String::new())?;
        return Ok(());
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
