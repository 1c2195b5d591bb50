//! Series: one service with a thread or with a task for each connection, by connections.
//!
//! A client sends a line, and the server answers with the number of its words. Both servers have
//! the same listener, the same buffers and the same function for the answer; Tokio has a thread for
//! each core. The client is the same for both, too: one thread, in a process of its own, so that
//! the server's memory is the server's.
//!
//! Requests are first sent on a schedule, which does not wait for answers. An answer's time counts
//! from the moment at which its request was due. If it counted from the moment of sending, a client
//! that waits for a slow server would send less and see none of the wait: that is coordinated
//! omission. Then each connection sends its next request when it has the answer to the last one,
//! as fast as both sides can.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::Context;
use smol::LocalExecutor;
use smol::io::{AsyncBufReadExt, AsyncWriteExt};

use crate::harness::measure::cores;
use crate::harness::study::Outcome;
use crate::harness::system::{held, threads, wait_until_settled};
use crate::harness::{Figure, Study};
use crate::memory_by_count::SEEN_IN_THE_KERNEL;

const CONNECTIONS: [usize; 5] = [1, 10, 100, 1_000, 5_000];
/// Requests a second on the schedule, over all connections. Even two cores serve several times as many.
const RATE: u32 = 5_000;
const ON_SCHEDULE: usize = 2_000;
/// How long the client then sends as fast as it can.
const RUSH: Duration = Duration::from_millis(150);
const REQUEST: &[u8] = b"one line of five words\n";
/// Room for a line. Larger buffers would hide what a thread and what a task cost.
const BUFFER: usize = 64;

/// This program is the client, if this variable is in its environment.
pub const CLIENT: &str = "EXAMPLES_PERFORMANCE_CLIENT";

type Server = fn(TcpListener) -> anyhow::Result<()>;

pub fn study() -> Study {
    let mut study = Study {
        name: "web_servers",
        article: "A \"Concurrent and Asynchronous Programming\", B \"Example: Choosing the Right Approach\"",
        says: "a service with a thread and with a task for each connection, by connections",
        rounds: 3,
        ..Study::default()
    };
    for connections in CONNECTIONS {
        study = study
            .contender("threads", move || measure(connections, with_threads))
            .contender("tasks", move || measure(connections, with_tasks));
    }
    study
}

fn with_threads(listener: TcpListener) -> anyhow::Result<()> {
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // If the system refuses the thread, the client loses the connection and says so.
            _ = thread::Builder::new().spawn(move || -> io::Result<()> {
                stream.set_nodelay(true)?;
                let mut reader = BufReader::with_capacity(BUFFER, &stream);
                let mut line = Vec::new();
                while reader.read_until(b'\n', &mut line)? > 0 {
                    (&stream).write_all(&answer(&line))?;
                    line.clear();
                }
                Ok(())
            });
        }
    });
    Ok(())
}

fn with_tasks(listener: TcpListener) -> anyhow::Result<()> {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    listener.set_nonblocking(true)?;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(cores()).enable_all().build()?;
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(async move {
                stream.set_nodelay(true)?;
                let mut stream = BufReader::with_capacity(BUFFER, stream);
                let mut line = Vec::new();
                while stream.read_until(b'\n', &mut line).await? > 0 {
                    stream.write_all(&answer(&line)).await?; // It is only the reading that is buffered.
                    line.clear();
                }
                io::Result::Ok(())
            });
        }
        #[expect(unreachable_code, reason = "says what `?` returns")]
        io::Result::Ok(())
    });
    std::mem::forget(runtime); // It runs until this process ends.
    Ok(())
}

fn answer(line: &[u8]) -> Vec<u8> {
    format!("{}\n", String::from_utf8_lossy(line).split_whitespace().count()).into_bytes()
}

/// Starts the client and then the server, and looks at the server's memory while all connections are open.
fn measure(connections: usize, server: Server) -> anyhow::Result<Outcome> {
    let mut client = Command::new(env::current_exe()?)
        .env(CLIENT, "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("can't start the client")?;
    let (input, output) = (client.stdin.take(), client.stdout.take());
    let (mut input, output) = input.zip(output).context("the client has pipes")?;
    let mut lines = BufReader::new(output).lines();
    let mut line = || lines.next().context("the client has ended").and_then(|line| Ok(line?));

    line()?; // It has started.
    if connections >= SEEN_IN_THE_KERNEL {
        wait_until_settled()?;
    }
    let before = held()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    server(listener)?;
    writeln!(input, "{address} {connections}")?;
    let said: Result<[f64; 3], String> = serde_json::from_str(&line()?)?;
    let [a_second, median, late] = said.map_err(anyhow::Error::msg)?;
    let (after, threads) = (held()?.each_since(before, 1), threads()?);
    drop(input); // The client holds its connections until now.
    client.wait()?;
    let mut outcome = Outcome::new([
        Figure::count("requests a second, as fast as possible", a_second).at(connections),
        Figure::nanoseconds("median time until the answer, on schedule", median).at(connections),
        Figure::nanoseconds("99th percentile", late).at(connections),
        Figure::count("threads of the server", threads).at(connections),
        Figure::bytes("memory of the server's process", after.process.max(0.0)).at(connections),
    ]);
    if connections >= SEEN_IN_THE_KERNEL {
        let figure = Figure::bytes("memory in the kernel, for both ends", after.kernel.max(0.0));
        outcome.figures.push(figure.at(connections));
    }
    Ok(outcome)
}

/// Is the client: reads where to connect, prints what it has measured, and ends with its input.
///
/// # Errors
/// If its input or output is closed.
pub fn client() -> anyhow::Result<()> {
    println!("started");
    let mut order = String::new();
    io::stdin().read_line(&mut order)?;
    let (address, connections) = order.trim_end().split_once(' ').context("it is two words")?;
    let (address, connections) = (address.parse()?, connections.parse()?);
    let executor = LocalExecutor::new();
    let asked = smol::block_on(executor.run(ask(&executor, address, connections)));
    let (figures, _clients) = match asked {
        Ok((figures, clients)) => (Ok(figures), clients),
        Err(error) => (Err(format!("{error:#}")), Vec::new()),
    };
    println!("{}", serde_json::to_string(&figures)?);
    io::stdin().read_to_end(&mut Vec::new())?; // The server looks at its memory meanwhile.
    Ok(())
}

/// The client's end of a connection.
pub struct Client {
    stream: smol::net::TcpStream,
    reader: smol::io::BufReader<smol::net::TcpStream>,
}

impl Client {
    async fn send(&mut self) -> io::Result<()> {
        self.stream.write_all(REQUEST).await
    }

    async fn receive(&mut self) -> anyhow::Result<()> {
        let mut line = String::new();
        self.reader.read_line(&mut line).await?;
        anyhow::ensure!(line == "5\n", "the server answered {line:?}");
        Ok(())
    }
}

/// Returns the requests a second, and the median and the 99th percentile of the time until an answer.
///
/// # Errors
/// If a connection fails, or an answer is wrong.
pub async fn ask(
    executor: &LocalExecutor<'_>,
    address: SocketAddr,
    connections: usize,
) -> anyhow::Result<([f64; 3], Vec<Client>)> {
    let mut clients = Vec::new();
    for _ in 0..connections {
        let stream = smol::net::TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let reader = smol::io::BufReader::with_capacity(BUFFER, stream.clone());
        let mut client = Client { stream, reader };
        client.send().await?;
        client.receive().await?; // Its thread or task has begun.
        clients.push(client);
    }

    let start = Instant::now() + Duration::from_millis(5);
    let mut streams: Vec<_> = clients.iter().map(|client| client.stream.clone()).collect();
    let readers: Vec<_> = (clients.into_iter().enumerate())
        .map(|(index, mut client)| {
            executor.spawn(async move {
                let mut times = Vec::new();
                for number in (index..ON_SCHEDULE).step_by(connections) {
                    client.receive().await?;
                    times.push(due(start, number).elapsed().as_nanos() as f64);
                }
                anyhow::Ok((client, times))
            })
        })
        .collect();
    for number in 0..ON_SCHEDULE {
        smol::Timer::at(due(start, number)).await; // Not at all, if it is late.
        streams[number % connections].write_all(REQUEST).await?;
    }
    let (mut clients, mut times) = (Vec::new(), Vec::new());
    for reader in readers {
        let (client, its_times) = reader.await?;
        clients.push(client);
        times.extend(its_times);
    }
    times.sort_by(f64::total_cmp);
    let [median, late] = [50, 99].map(|percent| times[times.len() * percent / 100]);

    let start = Instant::now();
    let rushing: Vec<_> = (clients.into_iter())
        .map(|mut client| {
            executor.spawn(async move {
                let mut answers = 0_u32;
                while start.elapsed() < RUSH {
                    client.send().await?;
                    client.receive().await?;
                    answers += 1;
                }
                anyhow::Ok((client, answers))
            })
        })
        .collect();
    let (mut clients, mut answers) = (Vec::new(), 0);
    for client in rushing {
        let (client, its_answers) = client.await?;
        clients.push(client);
        answers += its_answers;
    }
    Ok(([f64::from(answers) / start.elapsed().as_secs_f64(), median, late], clients))
}

/// When a request must be sent, whatever became of those before it.
fn due(start: Instant, number: usize) -> Instant {
    start + Duration::from_secs(1) * number as u32 / RATE
}
