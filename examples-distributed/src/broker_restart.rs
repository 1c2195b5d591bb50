//! The broker is killed three times while jobs are sent and done: every job has a result.
//!
//! The single point of failure fails. Senders send again with the same id until the broker has answered, and
//! workers go on when it is back. A result may come twice; none is lost.
//!
//! Run: `cargo run -p examples-distributed -- broker_restart [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt,time && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::process::{self, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, Context, stream};
use futures_util::StreamExt;
use tokio::time::{sleep, timeout};

const ORDERS: usize = 60;
/// The orders before which the broker is killed.
const KILLS: [usize; 3] = [15, 30, 45];
const ACK_WAIT: Duration = Duration::from_secs(2);
/// Without a pause, a broker that is away would be asked thousands of times a second.
const PAUSE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(50);

async fn lead(broker: &Context) -> Result<(), async_nats::Error> {
    let pid_file = env::var("NATS_PID_FILE").map_err(|_| {
        "this kills the broker: it needs one of its own, so NATS_URL must not be set, or NATS_PID_FILE must name \
         a file with the number of its process"
    })?;
    let run = process::id().to_string();
    let queue = |name: &str| stream::Config {
        name: format!("{run}-{name}"),
        subjects: vec![format!("{run}.{name}")],
        retention: stream::RetentionPolicy::WorkQueue,
        ..Default::default()
    };
    let jobs = broker.create_stream(queue("jobs")).await?;
    let results = broker.create_stream(queue("results")).await?;
    let consumer = |name: &str| pull::Config {
        durable_name: Some(name.into()),
        ack_wait: ACK_WAIT,
        ..Default::default()
    };
    jobs.create_consumer(consumer("pool")).await?;
    let collector = results.create_consumer(consumer("collector")).await?;
    let mut worker =
        Command::new(env::current_exe()?).args(["worker", &run]).stdin(Stdio::piped()).spawn()?;

    for order in 1..=ORDERS {
        if KILLS.contains(&order) {
            let pid = fs::read_to_string(&pid_file)?;
            Command::new("kill").args(["-KILL", pid.trim()]).status()?;
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
    drop(worker.stdin.take());
    worker.wait()?;
    println!("orders with a result: {}", done.len());
    Ok(())
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

async fn work(broker: &Context, run: &str) -> Result<(), async_nats::Error> {
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        process::exit(0); // The leader is done, or gone.
    });
    loop {
        // An error here means that the broker is away. It will be back.
        let _ = work_until_an_error(broker, run).await;
        sleep(PAUSE).await;
    }
}

async fn work_until_an_error(broker: &Context, run: &str) -> Result<(), async_nats::Error> {
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    loop {
        let mut next =
            pool.batch().max_messages(1).expires(Duration::from_millis(500)).messages().await?;
        while let Some(job) = next.next().await {
            let job = job?;
            send(broker, &format!("{run}.results"), str::from_utf8(&job.payload)?.parse()?).await;
            job.double_ack().await?;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".into());
    let run = env::args().nth(2);
    let mut options = async_nats::ConnectOptions::new().reconnect_delay_callback(|_attempt| PAUSE);
    if run.is_some() {
        options = options.retry_on_initial_connect(); // A worker may be started while the broker is away.
    }
    let client = options.connect(&url).await.with_context(|| format!("no broker at {url}"))?;
    let context = jetstream::context::ContextBuilder::new().timeout(Duration::from_secs(1));
    let broker = context.ack_timeout(Duration::from_millis(500)).build(client);
    match run {
        Some(run) => work(&broker, &run).await,
        None => timeout(PATIENCE, lead(&broker)).await.unwrap_or_else(|_| {
            Err("the broker did not come back in time, or its disk is full".into())
        }),
    }
    .map_err(anyhow::Error::from_boxed)
}
