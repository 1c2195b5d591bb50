//! A cancelled future stops at its `.await`: locals are dropped, half a line can be lost.
//!
//! Not in the articles, but in every server that follows them: `timeout` and `select!` drop the
//! future that did not make it. What it has done stays done, and what it was about to do is not.
//!
//! Run: `cargo run -p examples-tokio -- timeout_and_cancel`
//! Paste: `cargo add anyhow && cargo add tokio --features fs,io-util,macros,net,rt,sync,time`

use std::cell::RefCell;
use std::time::Duration;

use tokio::io::{self, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::{mpsc, oneshot};
use tokio::time;

/// Asks how many lines have been read, and brings the way back for the answer.
pub type Question = oneshot::Sender<usize>;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    println!("timeout: {}", timed_out_order(Duration::from_millis(20)).await.join(", "));

    let (first, second) = ("12 apples\n7 pe", "ars\n");
    let [before, after] = [first, second].map(|part| part.replace('\n', "/"));
    println!("sent, with / for a line's end: {before:?}, then a question, then {after:?}");
    let (reader, writer) = io::duplex(64); // a pipe in memory; a socket would do the same
    let (ask, questions) = mpsc::channel(1);
    let sending = send(writer, ask, first, second);
    let (lines, sent) = tokio::join!(read_lossy(reader, questions), sending);
    println!("read_line in select!: {:?}", lines?);
    sent?;

    let (reader, writer) = io::duplex(64);
    let (ask, questions) = mpsc::channel(1);
    let sending = send(writer, ask, first, second);
    let (lines, sent) = tokio::join!(read_whole(reader, questions), sending);
    println!("next_line in select!: {:?}", lines?);
    sent
}

/// What happens to an order that is given up when the kitchen takes too long.
pub async fn timed_out_order(patience: Duration) -> Vec<&'static str> {
    struct Table<'a>(&'a RefCell<Vec<&'static str>>);
    impl Drop for Table<'_> {
        fn drop(&mut self) {
            self.0.borrow_mut().push("the table is free");
        }
    }

    let log = RefCell::new(Vec::new());
    let (_kitchen, dish) = oneshot::channel::<()>(); // A kitchen that never sends.
    let order = async {
        let _table = Table(&log);
        log.borrow_mut().push("paid");
        let _ = dish.await;
        log.borrow_mut().push("served");
    };
    // `timeout` owns the future and drops it when the time is over: its locals are dropped,
    // "served" is never reached, and nobody undoes "paid".
    if time::timeout(patience, order).await.is_err() {
        log.borrow_mut().push("given up");
    }
    log.into_inner()
}

/// Reads lines to the end, and answers questions meanwhile. Wrong: a question that comes in the
/// middle of a line takes the half line away.
///
/// # Errors
/// If reading fails.
pub async fn read_lossy(
    reader: impl AsyncRead + Unpin,
    mut questions: mpsc::Receiver<Question>,
) -> io::Result<Vec<String>> {
    let mut reader = BufReader::new(reader);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        tokio::select! {
            // Asks the branches in this order: what has arrived is read, then the question is seen.
            // Without `biased` the order is random, and the loss comes by chance.
            biased;
            // The half line is in this future when the other branch wins, and goes with it.
            read = reader.read_line(&mut line) => match read? {
                0 => return Ok(lines),
                _ => lines.push(line.trim_end().to_string()),
            },
            Some(answer) = questions.recv() => {
                let _ = answer.send(lines.len()); // Who asked may have gone.
            }
        }
    }
}

/// The same, and right: `Lines` lives outside the loop and keeps the half line. Its `next_line` is
/// documented as cancel safe, and `read_line` as not.
///
/// # Errors
/// If reading fails.
pub async fn read_whole(
    reader: impl AsyncRead + Unpin,
    mut questions: mpsc::Receiver<Question>,
) -> io::Result<Vec<String>> {
    let mut reader = BufReader::new(reader).lines();
    let mut lines = Vec::new();
    loop {
        tokio::select! {
            biased;
            line = reader.next_line() => match line? {
                None => return Ok(lines),
                Some(line) => lines.push(line),
            },
            Some(answer) = questions.recv() => {
                let _ = answer.send(lines.len());
            }
        }
    }
}

/// Sends the first part, asks, and sends the second only when the question has been answered.
async fn send(
    mut writer: impl AsyncWrite + Unpin,
    ask: mpsc::Sender<Question>,
    first: &str,
    second: &str,
) -> anyhow::Result<()> {
    writer.write_all(first.as_bytes()).await?;
    let (answer, answered) = oneshot::channel();
    ask.send(answer).await?;
    answered.await?;
    writer.write_all(second.as_bytes()).await?;
    Ok(()) // The writer is dropped here, and the reader finds the end.
}
