//! What a waiting thread costs: the addresses it reserves, and the memory it uses.
//!
//! Article B says that a thread's stack takes one or two megabytes. That much is *reserved*: the
//! system hands out memory page by page, when a page is first touched.
//!
//! Run: `cargo run -p examples-threads -- stack_size`
//! Paste: nothing to add, std alone

use std::sync::mpsc;
use std::{fs, io, thread};

/// Memory in KiB.
#[derive(Debug)]
pub struct Kib {
    /// The addresses that nothing else may use. They cost nothing until they are touched.
    pub reserved: u64,
    /// The memory that is in use.
    pub resident: u64,
}

/// Starts a thread with a stack of `bytes`, and returns what the stack takes while the thread waits,
/// or `None` where there is no `/proc`. Without `bytes`, Rust's default holds: 2 MiB, unless the
/// environment sets another in `RUST_MIN_STACK`.
///
/// # Errors
/// If the system refuses to start the thread.
pub fn stack(bytes: Option<usize>) -> io::Result<Option<Kib>> {
    let (tell, told) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    // A name shows in panics, debuggers and `top -H`. Linux keeps only its first 15 bytes.
    let mut builder = thread::Builder::new().name("parser".to_string());
    if let Some(bytes) = bytes {
        builder = builder.stack_size(bytes);
    }
    // A `Builder` returns the error with which `thread::spawn` would panic.
    let thread = builder.spawn(move || {
        let local = 0_u8; // It lives on this thread's stack, so its address tells where that is.
        tell.send(&raw const local as usize).expect("main still receives");
        let _ = released.recv(); // Waits until main drops the sender.
    })?;
    let address = told.recv().expect("the thread sends before it waits");
    let memory = fs::read_to_string("/proc/self/smaps").ok();
    drop(release);
    thread.join().expect("it does not panic");
    Ok(memory.and_then(|memory| region(&memory, address)))
}

/// Returns the size of the memory region that holds `address`. In `smaps`, a region begins with a
/// line such as `7f1c2a600000-7f1c2a800000 rw-p …`, and lines such as `Rss:  12 kB` follow.
fn region(smaps: &str, address: usize) -> Option<Kib> {
    let mut lines = smaps.lines();
    lines.find(|line| {
        let range = line.split(' ').next().and_then(|range| range.split_once('-'));
        range.is_some_and(|(start, end)| {
            let [start, end] = [start, end].map(|hex| usize::from_str_radix(hex, 16));
            start.is_ok_and(|start| start <= address) && end.is_ok_and(|end| address < end)
        })
    })?;
    let mut kib = |name| {
        let value = lines.find_map(|line| line.strip_prefix(name))?;
        value.trim_end_matches("kB").trim().parse().ok()
    };
    Some(Kib { reserved: kib("Size:")?, resident: kib("Rss:")? })
}

pub fn main() -> io::Result<()> {
    for (label, bytes) in [("the default stack", None), ("64 KiB of stack", Some(64 * 1024))] {
        match stack(bytes)? {
            Some(Kib { reserved, resident }) => {
                println!("a thread with {label}: {reserved} KiB reserved, {resident} KiB in use");
            }
            None => println!("a thread with {label} ran; this system does not tell more"),
        }
    }
    Ok(())
}
