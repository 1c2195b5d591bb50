//! What a parked thread costs: the address space it reserves, and the memory it really uses.
//!
//! Article B gives a thread's stack as one or two megabytes. That much is *reserved*: the
//! system hands out memory page by page, when a page is first touched.
//!
//! Run: `cargo run -p examples-threads -- stack_size`
//! Paste: nothing to add, std alone

use std::fs;
use std::io;
use std::sync::mpsc;
use std::thread;

const THREADS: usize = 100;

pub fn main() -> io::Result<()> {
    // A name shows in panics, debuggers and `top -H`. Linux keeps only its first 15 bytes.
    let named = thread::Builder::new().name("parser".to_string());
    let handle = named.spawn(|| thread::current().name().map(str::to_string))?;
    println!("a thread by the name of {:?}", handle.join().expect("it does not panic"));

    for (label, stack) in [("the default stack", None), ("64 KiB of stack", Some(64 * 1024))] {
        match stacks(stack)? {
            Some(Kib { reserved, resident }) => println!(
                "{THREADS} threads with {label}, each: {reserved} KiB reserved, {resident} KiB in use"
            ),
            None => println!("{THREADS} threads with {label} ran; this system does not tell more"),
        }
    }
    Ok(())
}

/// Memory in KiB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kib {
    /// The address space that is spoken for; nothing is paid for it until it is touched.
    pub reserved: u64,
    /// What is really held in memory.
    pub resident: u64,
}

/// The mean stack of 100 threads that run at the same time and wait, or `None` where there is no
/// `/proc`. The `stack` is in bytes; without it, threads get the default, which is 2 MiB in Rust
/// unless `RUST_MIN_STACK` sets another.
///
/// # Errors
/// If the system refuses to start a thread.
pub fn stacks(stack: Option<usize>) -> io::Result<Option<Kib>> {
    let (tell, told) = mpsc::channel();
    let mut parked = Vec::new();
    for _ in 0..THREADS {
        let tell = tell.clone();
        let (release, released) = mpsc::channel::<()>();
        let mut builder = thread::Builder::new();
        if let Some(bytes) = stack {
            builder = builder.stack_size(bytes);
        }
        // A `Builder` returns the error with which `thread::spawn` would panic.
        let handle = builder.spawn(move || {
            let local = 0_u8; // lives on this thread's stack, and so tells where that is
            tell.send(&raw const local as usize).expect("main still receives");
            let _ = released.recv(); // Parks the thread until main drops the sender.
        })?;
        parked.push((release, handle));
    }
    // `take`, because this iterator would not end by itself: the parked threads still hold senders.
    let addresses: Vec<usize> = told.iter().take(THREADS).collect();
    let maps = fs::read_to_string("/proc/self/smaps").ok();
    for (release, handle) in parked {
        drop(release);
        handle.join().expect("it does not panic");
    }
    Ok(maps.and_then(|maps| mean(&maps, &addresses)))
}

/// The mean size of the memory regions in which the addresses lie. Each region of `smaps` begins
/// with a line such as `7f1c2a600000-7f1c2a800000 rw-p …`, and lines such as `Rss:  12 kB` follow.
fn mean(maps: &str, addresses: &[usize]) -> Option<Kib> {
    let mut sum = Kib { reserved: 0, resident: 0 };
    let mut is_stack = false;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next()?, words.next().unwrap_or_default());
        match first.strip_suffix(':') {
            Some("Size") if is_stack => sum.reserved += second.parse::<u64>().ok()?,
            Some("Rss") if is_stack => sum.resident += second.parse::<u64>().ok()?,
            Some(_) => {}
            None => {
                let (start, end) = first.split_once('-')?;
                let region =
                    usize::from_str_radix(start, 16).ok()?..usize::from_str_radix(end, 16).ok()?;
                is_stack = addresses.iter().any(|address| region.contains(address));
            }
        }
    }
    let threads = addresses.len() as u64;
    Some(Kib { reserved: sum.reserved / threads, resident: sum.resident / threads })
}
