//! What the output of `queue` can't show: how a worker joins and ends, and what a killed leader leaves.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::stream::{self, Stream};
use async_nats::jetstream::{self, Context};
use futures_util::StreamExt;

use crate::broker::Broker;
use crate::section::SECTION;

const JOBS: u64 = 2_000;

/// A worker of `queue` with more jobs than it can do, until `stop` was called and it has ended. Checks that it
/// has nothing in hand then, and that each job either has its result or is still in the queue.
async fn stop_a_worker(run: &str, broker: &str, stop: fn(&mut Child)) {
    let client = async_nats::connect(broker).await.unwrap();
    let context = jetstream::new(client);
    let mut jobs = make_queue(&context, run, "jobs").await;
    let mut results = make_queue(&context, run, "results").await;
    let pool = pull::Config { durable_name: Some("pool".into()), ..Default::default() };
    let mut pool: PullConsumer = jobs.create_consumer(pool).await.unwrap();
    for order in 1..=JOBS {
        context
            .publish(format!("{run}.jobs"), order.to_string().into())
            .await
            .unwrap()
            .await
            .unwrap();
    }

    let mut command = SECTION.command(["queue", "worker", run]);
    let mut worker = command.env("NATS_URL", broker).stdin(Stdio::piped()).spawn().unwrap();
    // The results are only looked at, so that they stay.
    let look =
        pull::Config { ack_policy: jetstream::consumer::AckPolicy::Explicit, ..Default::default() };
    let look = results.create_consumer(look).await.unwrap();
    look.messages().await.unwrap().next().await.unwrap().unwrap();
    stop(&mut worker);
    let status = examples_testing::watched("the worker to end", move || worker.wait().unwrap());
    assert!(status.success(), "{status}");

    // The broker may hear of the last acknowledgement a moment after the worker has ended.
    tokio::time::timeout(Duration::from_secs(60), async {
        while pool.info().await.unwrap().num_ack_pending > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("nothing is left in hand");
    let (left, done) = (jobs.info().await.unwrap(), results.info().await.unwrap());
    assert_eq!(left.state.messages + done.state.messages, JOBS);
    assert!(left.state.messages > 0, "it was stopped before the end");
}

/// In 2 of 400 runs, version 2.9.10 of the server answered with error 10049, "error creating store for stream",
/// and wrote the cause to its log only. So this asks up to three times.
async fn make_queue(context: &Context, run: &str, name: &str) -> Stream {
    let config = stream::Config {
        name: format!("{run}-{name}"),
        subjects: vec![format!("{run}.{name}")],
        retention: stream::RetentionPolicy::WorkQueue,
        ..Default::default()
    };
    for _ in 0..2 {
        match context.create_stream(config.clone()).await {
            Ok(stream) => return stream,
            Err(error) => eprintln!("{name}: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    context.create_stream(config).await.unwrap()
}

#[tokio::test]
async fn a_worker_that_is_told_to_stop_finishes_its_job_and_takes_no_other() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let broker = Broker::start();
    stop_a_worker("input", &broker.url, |worker| drop(worker.stdin.take())).await;
    #[cfg(unix)]
    stop_a_worker("sigterm", &broker.url, |worker| send("-TERM", worker)).await;
    #[cfg(unix)]
    stop_a_worker("sigint", &broker.url, |worker| send("-INT", worker)).await;
}

/// To the runner, which passes it on.
#[cfg(unix)]
fn send(signal: &str, process: &Child) {
    assert!(
        std::process::Command::new("kill")
            .args([signal, &process.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
}

/// Nobody works until somebody joins.
#[tokio::test]
async fn a_leader_without_workers_says_so_and_a_worker_can_join() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let broker = Broker::start();
    let command = |words: &[&str]| {
        let mut command = SECTION.command(["queue"].iter().chain(words));
        command.env("NATS_URL", &broker.url);
        command
    };
    let mut leader = command(&["3"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(leader.stderr.take().unwrap()).lines();
    let mut next = move || said.next().unwrap().unwrap();
    let run = run_in(&next());
    let missing = examples_testing::watched("the leader to say what is missing", next);
    assert_eq!(missing, "3 prices are missing; 0 workers ask for a job, 0 jobs are in hand");

    let mut worker = command(&["worker", &run]);
    let worker = worker.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let output =
        examples_testing::watched("the leader", move || leader.wait_with_output().unwrap());
    assert!(output.status.success(), "the leader: {}", output.status);
    let expected = "3 prices: [25, 50, 75]\nin the queue: 0\nin the hands of workers: 0\n";
    assert_eq!(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"), expected);
    // Its input is still open: it ends because the run is over.
    let ended = examples_testing::watched("the worker", move || {
        let mut worker = worker;
        let input = worker.stdin.take();
        let ended = worker.wait_with_output().unwrap();
        drop(input);
        ended
    });
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(String::from_utf8(ended.stderr).unwrap().trim_end(), format!("run {run} is over"));
}

#[tokio::test]
async fn what_a_killed_leader_leaves_is_removed_by_the_command_that_it_named() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let broker = Broker::start();
    let context = jetstream::new(async_nats::connect(&broker.url).await.unwrap());
    // The listing's own process, without a runner before it.
    let mut leader = SECTION.command(["1"]);
    leader.env("EXAMPLES_LISTING", "queue").env("NATS_URL", &broker.url);
    let mut leader = leader.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(leader.stderr.take().unwrap()).lines();
    let run = run_in(&said.next().unwrap().unwrap());
    said.next().unwrap().unwrap(); // From now on it waits.
    leader.kill().unwrap();
    leader.wait().unwrap();
    make_queue(&context, "another", "jobs").await;
    assert_eq!(context.stream_names().count().await, 3);

    let mut remove = SECTION.command(["queue", "remove", &run]);
    remove.env("NATS_URL", &broker.url);
    let ran = SECTION.finish(remove);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let left: Vec<_> = context.stream_names().map(Result::unwrap).collect().await;
    assert_eq!(left, ["another-jobs"]);
}

#[test]
fn a_wrong_command_line_is_one_sentence() {
    for words in [&["worker"][..], &["three"], &["3", "4"], &["-1"]] {
        let mut command = SECTION.command(["queue", "--"].iter().chain(words));
        command.env("NATS_URL", "nats://127.0.0.1:1"); // Nobody listens there, and nobody asks.
        let ran = SECTION.finish(command);
        let usage = "usage: queue [JOBS], queue worker RUN or queue remove RUN\n";
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", usage), "{words:?}");
        assert_eq!(ran.status, Some(2), "{words:?}");
    }
}

fn run_in(line: &str) -> String {
    line.split([' ', ':']).nth(1).unwrap().to_string()
}
