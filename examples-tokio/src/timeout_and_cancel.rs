//! A cancelled future stops at its `.await`: locals are dropped, half a line can be lost.
//!
//! Not in the articles, but every server needs it: `timeout` and `select!` drop a future that is
//! not ready in time. What it has done stays done; what comes after its `.await` never happens.
//!
//! Run: `cargo run -p examples-tokio -- timeout_and_cancel`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,rt,time`

use std::cell::RefCell;
use std::future;
use std::time::Duration;

use tokio::io::{self, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::time;

const PATIENCE: Duration = Duration::from_millis(20);

/// Orders a dish that is never served, and gives up. Returns what happened.
pub async fn timed_out_order() -> Vec<&'static str> {
    struct Table<'a>(&'a RefCell<Vec<&'static str>>);
    impl Drop for Table<'_> {
        fn drop(&mut self) {
            self.0.borrow_mut().push("the table is free");
        }
    }

    let log = RefCell::new(Vec::new());
    let order = async {
        let _table = Table(&log);
        log.borrow_mut().push("paid");
        future::pending::<()>().await; // This kitchen never serves.
        log.borrow_mut().push("served");
    };
    // When time is up, `timeout` drops the future, and so its locals. Nothing undoes "paid".
    if time::timeout(PATIENCE, order).await.is_err() {
        log.borrow_mut().push("given up");
    }
    log.into_inner()
}

/// Reads a line that arrives in two parts, gives up in between, and tries again. Returns what the
/// second try reads. Wrong: the first part is lost.
pub async fn read_lossy(first: &[u8], second: &[u8]) -> io::Result<String> {
    let (mut sender, reader) = io::duplex(64); // a pipe in memory; a socket does the same
    let mut reader = BufReader::new(reader);
    let mut line = String::new();
    sender.write_all(first).await?;
    tokio::select! {
        biased; // Polls in this order, so what has arrived is read before the time is looked at.
        read = reader.read_line(&mut line) => return read.map(|_| line), // It was whole.
        // `select!` drops the other future, and the first part with it: it is not in `line` yet.
        () = time::sleep(PATIENCE) => {}
    }
    sender.write_all(second).await?;
    reader.read_line(&mut line).await?;
    Ok(line)
}

/// Does the same with `Lines`, which keeps the first part itself and not in a future. So its
/// documentation calls `next_line` cancel safe; `read_line` is not.
pub async fn read_whole(first: &[u8], second: &[u8]) -> io::Result<Option<String>> {
    let (mut sender, reader) = io::duplex(64);
    let mut lines = BufReader::new(reader).lines();
    sender.write_all(first).await?;
    tokio::select! {
        biased;
        line = lines.next_line() => return line,
        () = time::sleep(PATIENCE) => {}
    }
    sender.write_all(second).await?;
    lines.next_line().await
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    println!("timeout: {}", timed_out_order().await.join(", "));
    println!("of \"7 pears\" arrives \"7 pe\", the reader gives up, and \"ars\" arrives");
    let (first, second) = (b"7 pe", b"ars\n");
    println!("read_line in select!: {:?}", read_lossy(first, second).await?.trim_end());
    println!("next_line in select!: {:?}", read_whole(first, second).await?.unwrap_or_default());
    Ok(())
}
