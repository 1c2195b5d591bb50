//! The pool again: the queue is in a broker, and each worker is a process on any machine.
//!
//! What article A's worker pool becomes when one machine is not enough. The broker keeps a job until a worker
//! says that it is done; a worker that is told to stop finishes the job that it has.
//!
//! Run: `cargo run -p examples-distributed -- queue [JOBS|worker|remove [RUN]]`
//! Paste: `cargo add anyhow && cargo add ctrlc --features termination && cargo add tokio --features macros,rt,time && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read};
use std::process::{self, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, Context, stream};
use async_nats::{ConnectOptions, Error};
use futures_util::{StreamExt, TryStreamExt};
use tokio::time::{sleep, timeout};

const ORDERS: usize = 12;
const WORKERS: usize = 3;
const PAUSE: Duration = Duration::from_millis(200);
/// After this time without a price, the leader says what it waits for. So long it waits for the last word, too.
const SILENCE: Duration = Duration::from_secs(3);

/// This process was told to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// The job: returns the price of an order, in cents.
fn price(order: usize) -> usize {
    order * 25
}

/// Sends the orders, starts workers, and collects the prices until all are there or it is told to stop.
async fn lead(broker: &Context, orders: usize, workers: usize) -> Result<(), Error> {
    // Random: two containers may have the same process number.
    let run = format!("{:016x}", RandomState::new().hash_one(0));
    eprintln!("run {run}: `worker {run}` joins it, `remove {run}` clears up if this is killed");
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

    for order in 1..=orders {
        // The first `await` sends the order, the second waits until the broker has it.
        broker.publish(format!("{run}.jobs"), order.to_string().into()).await?.await?;
    }
    let start =
        |_| Command::new(env::current_exe()?).args(["worker", &run]).stdin(Stdio::piped()).spawn();
    let mut workers = (0..workers).map(start).collect::<io::Result<Vec<_>>>()?;

    let mut messages = results.create_consumer(pull::Config::default()).await?.messages().await?;
    let (mut prices, mut last) = (BTreeMap::new(), Instant::now());
    while prices.len() < orders && !STOP.load(Relaxed) {
        if last.elapsed() > SILENCE {
            let (missing, pool) = (orders - prices.len(), pool.info().await?);
            let (ask, work) = (pool.num_waiting, pool.num_ack_pending);
            eprintln!(
                "{missing} prices are missing; {ask} workers ask for a job, {work} jobs are in hand"
            );
            last = Instant::now();
        }
        let Ok(message) = timeout(PAUSE, messages.next()).await else { continue };
        let message = message.ok_or("the broker ended the results")??;
        let (order, price) =
            str::from_utf8(&message.payload)?.split_once(' ').ok_or("not a result")?;
        prices.insert(order.parse::<usize>()?, price.parse::<usize>()?);
        message.double_ack().await?;
        last = Instant::now();
    }

    for worker in &mut workers {
        drop(worker.stdin.take()); // This tells it to stop. `wait` closes it too.
        worker.wait()?;
    }
    // A price comes before the word that its job is done, which a worker elsewhere may still have to say.
    last = Instant::now();
    while jobs.info().await?.state.messages > 0 && last.elapsed() < SILENCE && !STOP.load(Relaxed) {
        sleep(PAUSE).await;
    }
    println!("{} prices: {:?}", prices.len(), prices.values());
    println!("in the queue: {}", jobs.info().await?.state.messages);
    println!("in the hands of workers: {}", pool.info().await?.num_ack_pending);
    remove(broker, &run).await
}

/// Removes the streams of a run, also one of another listing.
async fn remove(broker: &Context, run: &str) -> Result<(), Error> {
    let names: Vec<String> = broker.stream_names().try_collect().await?;
    for name in names.iter().filter(|name| name.starts_with(&format!("{run}-"))) {
        broker.delete_stream(name).await?;
    }
    Ok(())
}

/// Does one job after the other until it is told to stop.
async fn work(broker: &Context, run: &str) -> Result<(), Error> {
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        STOP.store(true, Relaxed); // The leader is done, or gone.
    });
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    while !STOP.load(Relaxed) {
        if let Err(error) = do_one_job(broker, run, &pool).await {
            // The leader removes the queue when it has all prices. That may be while we ask for a job.
            if broker.get_stream(format!("{run}-jobs")).await.is_ok() {
                return Err(error);
            }
            eprintln!("run {run} is over");
            break;
        }
    }
    Ok(())
}

/// Does a job, if there is one in time. What this worker holds, no other can have, so it asks for one only. The
/// wait is short and always ends by itself: if it were dropped when the worker is told to stop, a job that is on
/// its way here would be lost until a time limit.
async fn do_one_job(broker: &Context, run: &str, pool: &PullConsumer) -> Result<(), Error> {
    let mut next = pool.batch().max_messages(1).expires(PAUSE).messages().await?;
    while let Some(job) = next.next().await {
        let job = job?;
        let order = str::from_utf8(&job.payload)?.parse()?;
        let result = format!("{order} {}", price(order));
        broker.publish(format!("{run}.results"), result.into()).await?.await?;
        // Only now is the job done. A worker that dies before this line leaves it to another.
        job.double_ack().await?;
    }
    Ok(())
}

/// Connects to NATS_URL, such as `nats://USER:PASSWORD@HOST:4222`. A password is never printed.
async fn connect() -> anyhow::Result<Context> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".into());
    let (scheme, rest) = url.split_once("://").unwrap_or(("nats", &url));
    let (login, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let options = ConnectOptions::with_user_and_password(user.into(), password.into());
    let server = format!("{scheme}://{host}");
    let client = options.connect(&server).await;
    Ok(jetstream::new(client.with_context(|| format!("no broker at {server}"))?))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let mut told = false;
    ctrlc::set_handler(move || {
        if told {
            process::exit(130); // The second time it means: at once.
        }
        told = true;
        STOP.store(true, Relaxed);
    })?;
    let words: Vec<String> = env::args().skip(1).collect();
    match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => lead(&connect().await?, ORDERS, WORKERS).await,
        ["worker", run] => work(&connect().await?, run).await,
        ["remove", run] => remove(&connect().await?, run).await,
        [jobs] if jobs.parse::<usize>().is_ok() => lead(&connect().await?, jobs.parse()?, 0).await,
        _ => {
            eprintln!("usage: queue [JOBS], queue worker RUN or queue remove RUN");
            process::exit(2)
        }
    }
    .map_err(anyhow::Error::from_boxed)
}
