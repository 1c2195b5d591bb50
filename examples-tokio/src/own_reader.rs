//! A reader that is safe in `select!` keeps what has arrived in itself, not in a future.
//!
//! Beyond the articles. Numbers of four bytes arrive in pieces, and the reader gives up in between.
//!
//! Run: `cargo run -p examples-tokio -- own_reader`
//! Paste: `cargo add tokio --features io-util,macros,rt`

use std::{future, io};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

/// Reads numbers of four bytes each.
pub struct Numbers<R> {
    /// Where the bytes come from.
    pub source: R,
    /// What has arrived, and nobody has taken yet. In a local variable of `next`, it could be lost.
    pub arrived: Vec<u8>,
}

impl<R: AsyncRead + Unpin> Numbers<R> {
    /// Returns the next number, or an error if the source fails or ends. Cancel safe: if it is dropped,
    /// the next call goes on where it was.
    pub async fn next(&mut self) -> io::Result<u32> {
        loop {
            if let Some((&number, _)) = self.arrived.split_first_chunk() {
                self.arrived.drain(..4); // There is no `.await` between this line and the next.
                return Ok(u32::from_be_bytes(number));
            }
            // The only `.await`. If `read_buf` is dropped here, it has read nothing.
            if self.source.read_buf(&mut self.arrived).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Reads when only `first` has arrived, gives up, and reads again when `rest` has come.
pub async fn give_up_once<S>(
    new: fn(DuplexStream) -> S,
    read: impl AsyncFn(&mut S) -> io::Result<u32>,
    (first, rest): (&[u8], &[u8]),
) -> io::Result<u32> {
    let (mut sender, receiver) = duplex(64); // a pipe in memory; a socket does the same
    let mut source = new(receiver);
    sender.write_all(first).await?;
    tokio::select! {
        biased; // Reads what is there, and then something else is ready.
        number = read(&mut source) => return number,
        () = future::ready(()) => {} // Drops the future of `read`.
    }
    sender.write_all(rest).await?;
    read(&mut source).await
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> io::Result<()> {
    let parts = [0, 0, 0, 7, 0, 0, 0, 8].split_at(2);
    let lossy = give_up_once(|pipe| pipe, async |pipe| pipe.read_u32().await, parts).await?;
    println!("read_u32, dropped after two of the four bytes of a 7: {lossy}");
    let new = |source| Numbers { source, arrived: Vec::new() };
    println!("our reader: {}", give_up_once(new, Numbers::next, parts).await?);
    Ok(())
}
