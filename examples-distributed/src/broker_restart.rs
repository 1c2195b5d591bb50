//! The broker is killed three times while jobs are sent and done: every job has a result.
//!
//! The single point of failure fails. Senders send again with the same id until the broker has answered, and
//! workers go on when it is back. A result may come twice; none is lost.
//!
//! Run: `cargo run -p examples-distributed -- broker_restart`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt,time && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server that is started again when it is killed

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;
use std::{env, fs, io};

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, Context, stream};
use async_nats::{Client, ConnectOptions, Error};
use futures_util::StreamExt;
use tokio::time::{sleep, timeout};

const ORDERS: usize = 60;
/// The orders before which the broker is killed.
const KILLS: [usize; 3] = [15, 30, 45];
const ACK_WAIT: Duration = Duration::from_secs(2);
/// Without a pause, a broker that is away would be asked thousands of times a second.
const PAUSE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(50);

async fn lead(broker: &Context) -> Result<(), Error> {
    let pid_file = env::var("NATS_PID_FILE").map_err(|_| {
        "this kills the broker: it needs one that is started again, and NATS_PID_FILE must name the file with \
         the number of its process"
    })?;
    // Random: two containers may have the same process number.
    let run = format!("{:016x}", RandomState::new().hash_one(0));
    eprintln!("run {run}: the listing `queue` can remove its streams: `queue remove {run}`");
    let queue = |name: &str| stream::Config {
        name: format!("{run}-{name}"),
        subjects: vec![format!("{run}.{name}")],
        retention: stream::RetentionPolicy::WorkQueue,
        ..Default::default()
    };
    let consumer = |name: &str| pull::Config {
        durable_name: Some(name.into()),
        ack_wait: ACK_WAIT,
        ..Default::default()
    };
    let jobs = broker.create_stream(queue("jobs")).await?;
    let results = broker.create_stream(queue("results")).await?;
    let pool = jobs.create_consumer(consumer("pool")).await?;
    let collector = results.create_consumer(consumer("collector")).await?;
    // The worker is a task of this process: here it is the broker that dies.
    let (worker, target) = (broker.clone(), format!("{run}.results"));
    tokio::spawn(async move {
        loop {
            // An error here means that the broker is away. It will be back.
            let _ = work(&worker, &pool, &target).await;
            sleep(PAUSE).await;
        }
    });

    for order in 1..=ORDERS {
        if KILLS.contains(&order) {
            kill(fs::read_to_string(&pid_file)?.trim())?;
        }
        send(broker, &format!("{run}.jobs"), order).await;
    }
    println!("killed the broker {} times while {ORDERS} orders were sent", KILLS.len());

    let mut done = BTreeSet::new();
    while done.len() < ORDERS {
        let batch = collector.batch().max_messages(ORDERS).expires(Duration::from_millis(200));
        let Ok(mut batch) = batch.messages().await else { continue };
        while let Some(Ok(result)) = batch.next().await {
            done.insert(str::from_utf8(&result.payload)?.parse::<usize>()?);
            let _ = result.double_ack().await; // If that fails, the result comes again.
        }
    }
    println!("orders with a result: {}", done.len());
    for name in ["jobs", "results"] {
        broker.delete_stream(format!("{run}-{name}")).await?;
    }
    Ok(())
}

/// Gives a process no time for anything.
fn kill(pid: &str) -> io::Result<ExitStatus> {
    let [program, how, word] =
        if cfg!(windows) { ["taskkill", "/F", "/PID"] } else { ["kill", "-s", "KILL"] };
    Command::new(program).args([how, word, pid]).stdout(Stdio::null()).status()
}

/// Sends a number until the broker answers that it has it. The broker knows a number that it has already.
async fn send(broker: &Context, subject: &str, number: usize) {
    loop {
        let id = format!("{subject}-{number}");
        let message = PublishMessage::build().message_id(id).payload(number.to_string().into());
        if let Ok(answer) = broker.send_publish(subject.to_string(), message).await
            && answer.await.is_ok()
        {
            return;
        }
        sleep(PAUSE).await;
    }
}

async fn work(broker: &Context, pool: &PullConsumer, results: &str) -> Result<(), Error> {
    loop {
        let next = pool.batch().max_messages(1).expires(Duration::from_millis(500));
        let mut next = next.messages().await?;
        while let Some(job) = next.next().await {
            let job = job?;
            send(broker, results, str::from_utf8(&job.payload)?.parse()?).await;
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
    let options = options.reconnect_delay_callback(|_attempt| PAUSE);
    options.connect(&server).await.with_context(|| format!("no broker at {server}"))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let client = connect().await?;
    let context = jetstream::context::ContextBuilder::new().timeout(Duration::from_secs(1));
    let broker = context.ack_timeout(Duration::from_millis(500)).build(client);
    match timeout(PATIENCE, lead(&broker)).await {
        Ok(done) => done.map_err(anyhow::Error::from_boxed),
        Err(_) => {
            anyhow::bail!("not all results after 50 s: is the broker not back, or its disk full?")
        }
    }
}
