//! Sent twice and done twice, with one effect: an id for the job, a key for its effect.
//!
//! A broker delivers at least once. Whoever sends without an answer sends again; whoever works without being
//! heard is replaced. Both are made harmless here.
//!
//! Run: `cargo run -p examples-distributed -- once [worker RUN]`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt && cargo add futures-util --no-default-features && cargo add async-nats --no-default-features --features jetstream`, with a NATS server at hand

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::process::{self, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, Context, stream};
use async_nats::{Client, ConnectOptions, Error};
use futures_util::StreamExt;

const ACK_WAIT: Duration = Duration::from_secs(1);

/// A stream that keeps its messages: no limit of age, number or size makes it forget one, and none can be
/// deleted. Whoever forgets a charge charges again.
fn charges(run: &str) -> stream::Config {
    stream::Config {
        name: format!("{run}-charges"),
        subjects: vec![format!("{run}.charges.*")],
        deny_delete: true,
        deny_purge: true,
        ..Default::default()
    }
}

async fn lead(broker: &Context) -> Result<(), Error> {
    // Random: two containers may have the same process number.
    let run = format!("{:016x}", RandomState::new().hash_one(0));
    eprintln!("run {run}: the listing `queue` can remove its streams: `queue remove {run}`");
    let jobs = stream::Config {
        name: format!("{run}-jobs"),
        subjects: vec![format!("{run}.jobs")],
        retention: stream::RetentionPolicy::WorkQueue,
        duplicate_window: Duration::from_secs(120), // After that, the same id is a new job.
        ..Default::default()
    };
    let mut jobs = broker.create_stream(jobs).await?;
    let pool = pull::Config {
        durable_name: Some("pool".into()),
        ack_wait: ACK_WAIT,
        ..Default::default()
    };
    jobs.create_consumer(pool).await?;
    let mut charges = broker.create_stream(charges(&run)).await?;

    // A sender that gets no answer can't know whether the job is there. It sends it again.
    for _ in 0..2 {
        let order = PublishMessage::build().message_id("order-7").payload("7".into());
        let answer = broker.send_publish(format!("{run}.jobs"), order).await?.await?;
        println!("sent order 7; the broker has it already: {}", answer.duplicate);
    }
    println!("in the queue: {}", jobs.info().await?.state.messages);

    // The first worker charges the card and dies before it can say so. The second gets the job again.
    for _ in 0..2 {
        let mut worker = Command::new(env::current_exe()?);
        let worker = worker.args(["worker", &run]).stdin(Stdio::null()).stderr(Stdio::inherit());
        print!("{}", String::from_utf8(worker.output()?.stdout)?);
    }
    println!("in the queue: {}", jobs.info().await?.state.messages);
    println!("charges: {}", charges.info().await?.state.messages);
    for name in ["jobs", "charges"] {
        broker.delete_stream(format!("{run}-{name}")).await?;
    }
    Ok(())
}

/// Does one job. Dies in the worst moment of the first delivery: after the effect, before the word.
async fn work(broker: &Context, run: &str) -> Result<(), Error> {
    // If there is a stream of this name already, the broker compares: one with an age limit, say, is an error.
    broker.create_stream(charges(run)).await?;
    let pool: PullConsumer = broker.get_consumer_from_stream("pool", format!("{run}-jobs")).await?;
    loop {
        let mut next =
            pool.batch().max_messages(1).expires(Duration::from_millis(500)).messages().await?;
        let Some(job) = next.next().await.transpose()? else { continue };
        let order = str::from_utf8(&job.payload)?;
        let delivery = job.info()?.delivered;

        // Accepted only if the stream has no message of this subject. It needs no window and no clock, but a
        // stream that keeps its messages.
        let charge =
            PublishMessage::build().expected_last_subject_sequence(0).payload("charged".into());
        match broker.send_publish(format!("{run}.charges.{order}"), charge).await?.await {
            Ok(_) => println!("delivery {delivery}: order {order} is charged"),
            Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => {
                println!("delivery {delivery}: order {order} was charged before");
            }
            Err(error) => return Err(error.into()),
        }
        if delivery == 1 {
            process::abort();
        }
        job.double_ack().await?;
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
