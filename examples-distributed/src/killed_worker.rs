//! A worker is killed in the middle of a job, and another worker does the job again.
//!
//! What no pool in one process survives: the worker is gone at once, and says nothing. The broker waits for a
//! word from it, then hands the job to another one.
//!
//! Run: `cargo run -p examples-distributed -- killed_worker [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt,time && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::collections::BTreeMap;
use std::env;
use std::future::pending;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, Context, stream};
use async_nats::{Client, ConnectOptions, Error};
use futures_util::StreamExt;
use tokio::time::timeout;

const ORDERS: usize = 6;
/// The order in the middle of which the first worker is killed.
const FATAL: u32 = 3;
/// How long the broker waits for a word about a job. Longer than any job takes, or it is done twice.
const ACK_WAIT: Duration = Duration::from_secs(2);

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
    let jobs = broker.create_stream(queue("jobs")).await?;
    let results = broker.create_stream(queue("results")).await?;
    let pool = pull::Config {
        durable_name: Some("pool".into()),
        ack_wait: ACK_WAIT,
        ..Default::default()
    };
    let mut pool = jobs.create_consumer(pool).await?;
    for order in 1..=ORDERS {
        broker.publish(format!("{run}.jobs"), order.to_string().into()).await?.await?;
    }

    let mut first = start_worker(&run)?;
    let output = first.stdout.take().ok_or("its output is piped")?;
    // It says which order it begins, and never ends the fatal one. So this is no matter of luck.
    let mut begun = BufReader::new(output).lines();
    while begun.next().ok_or("the worker is gone")?? != FATAL.to_string() {}
    first.kill()?; // SIGKILL: no destructor runs, nothing is said.
    first.wait()?;
    let left = pool.info().await?;
    println!("killed a worker in the middle of order {FATAL}");
    println!("orders that nobody has begun: {}, begun: {}", left.num_pending, left.num_ack_pending);

    let mut second = start_worker(&run)?;
    let mut messages = results.create_consumer(pull::Config::default()).await?.messages().await?;
    let mut deliveries = BTreeMap::new();
    while deliveries.len() < ORDERS {
        let message = timeout(Duration::from_secs(30), messages.next())
            .await
            .map_err(|_| "no result for 30 s")?;
        let message = message.ok_or("the broker ended the results")??;
        let (order, times) =
            str::from_utf8(&message.payload)?.split_once(' ').ok_or("not a result")?;
        deliveries.insert(order.parse::<u32>()?, times.parse::<i64>()?);
        message.double_ack().await?;
    }
    drop(second.stdin.take());
    second.wait()?;
    deliveries.retain(|_, times| *times > 1);
    println!("all {ORDERS} results are there; begun more than once: {:?}", deliveries.keys());
    for name in ["jobs", "results"] {
        broker.delete_stream(format!("{run}-{name}")).await?;
    }
    Ok(())
}

fn start_worker(run: &str) -> io::Result<Child> {
    let mut worker = Command::new(env::current_exe()?);
    worker.args(["worker", run]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
}

async fn work(broker: &Context, run: &str) -> Result<(), Error> {
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        process::exit(0); // The leader is done, or gone.
    });
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    loop {
        let mut next =
            pool.batch().max_messages(1).expires(Duration::from_millis(500)).messages().await?;
        while let Some(job) = next.next().await {
            let job = job?;
            let order: u32 = str::from_utf8(&job.payload)?.parse()?;
            let times = job.info()?.delivered;
            println!("{order}");
            if order == FATAL && times == 1 {
                pending::<()>().await; // Until it is killed.
            }
            let result = format!("{order} {times}");
            broker.publish(format!("{run}.results"), result.into()).await?.await?;
            job.double_ack().await?;
        }
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
