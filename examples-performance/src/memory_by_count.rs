//! Series: the memory of ten to ten thousand threads, tasks and connections that wait.
//!
//! Where few wait, it does not matter which of them they are. What the process holds is in one table, and what
//! the kernel holds for it in another, for all alike: stacks, page tables, and records such as those of a
//! thread or a socket. A connection counts with both its ends, since both are in this process.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;

use crate::harness::study::Outcome;
use crate::harness::system::{Held, held, open_files_limit, wait_until_settled};
use crate::harness::{Figure, Study};
use crate::task_memory::{smol_tasks, tokio_tasks};
use crate::thread_memory::parked;

const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];
/// Some of the kernel's figures are those of the whole machine. What fewer than this add is lost in them.
pub const SEEN_IN_THE_KERNEL: usize = 1_000;

pub fn study() -> Study {
    let mut study = Study {
        name: "memory_by_count",
        article: "A and B, memory",
        says: "the memory of threads, tasks and connections that wait, by their number",
        rounds: 5,
        ..Study::default()
    };
    for count in COUNTS {
        let point = move |each: Held| {
            let all = |bytes: f64| (bytes * count as f64).max(0.0); // A page less is noise, too.
            let mut outcome =
                Outcome::new([Figure::bytes("in the process", all(each.process)).at(count)]);
            if count >= SEEN_IN_THE_KERNEL {
                outcome.figures.push(Figure::bytes("in the kernel", all(each.kernel)).at(count));
            }
            Ok(outcome)
        };
        study = study
            .contender("threads", move || {
                let cost = parked(count)?;
                point(Held { process: cost.resident, kernel: cost.kernel.sum() })
            })
            .contender("Tokio tasks", move || point(tokio_tasks::<0>(count)?))
            .contender("smol tasks", move || point(smol_tasks::<0>(count)?))
            .contender("Tokio tasks with 2 KiB", move || point(tokio_tasks::<2048>(count)?))
            .contender("Tokio connections", move || {
                let most = open_files_limit()?.saturating_sub(100) / 2;
                point(connections(count.min(most))?)
            });
    }
    study
}

/// Returns what each of `count` connections costs, at whose one end a task waits for the other.
fn connections(count: usize) -> anyhow::Result<Held> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let first = connect(&listener).await?; // What only the first connection costs.
        wait_until_settled()?;
        let (before, mut clients) = (held()?, Vec::with_capacity(count));
        for _ in 0..count {
            clients.push(connect(&listener).await?);
        }
        let each = held()?.each_since(before, count);
        drop((first, clients));
        Ok(each)
    })
}

/// Returns the client's end. The server's has answered once, and waits.
async fn connect(listener: &TcpListener) -> anyhow::Result<TcpStream> {
    let address = listener.local_addr()?;
    let (mut client, (mut server, _)) =
        tokio::try_join!(TcpStream::connect(address), listener.accept())?;
    tokio::spawn(async move {
        let mut byte = [0];
        while server.read_exact(&mut byte).await.is_ok() && server.write_all(&byte).await.is_ok() {}
    });
    let mut byte = [1];
    client.write_all(&byte).await?;
    client.read_exact(&mut byte).await?;
    Ok(client)
}
