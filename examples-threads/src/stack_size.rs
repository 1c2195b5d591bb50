//! What a waiting thread costs: the addresses it reserves, and the memory it uses.
//!
//! Article B says that a thread's stack takes one or two megabytes. That much is *reserved*: the
//! system hands out memory page by page, when a page is first touched.
//!
//! Run: `cargo run -p examples-threads -- stack_size`
//! Paste: nothing to add, std alone

use std::sync::mpsc;
use std::{fs, io, thread};

/// Starts a thread with a stack of `bytes`. While it waits, returns how many KiB of addresses its stack
/// reserves, and how many KiB of memory it uses; `None` where there is no `/proc`.
pub fn stack(bytes: usize) -> io::Result<Option<[u64; 2]>> {
    let (tell, told) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    // A name shows in panics, debuggers and `top -H`. A `Builder` returns the error with which
    // `thread::spawn` would panic.
    let builder = thread::Builder::new().name("parser".to_string()).stack_size(bytes);
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
fn region(smaps: &str, address: usize) -> Option<[u64; 2]> {
    let holds_it = |line: &str| {
        let (start, end) = line.split_once(' ')?.0.split_once('-')?;
        let [start, end] = [start, end].map(|hex| usize::from_str_radix(hex, 16).ok());
        Some((start?..end?).contains(&address))
    };
    let mut lines = smaps.lines().skip_while(|line| holds_it(line) != Some(true));
    let mut kib = |name| lines.find(|line| line.starts_with(name))?.split_whitespace().nth(1);
    let [reserved, used] = [kib("Size:")?, kib("Rss:")?];
    Some([reserved.parse().ok()?, used.parse().ok()?])
}

pub fn main() -> io::Result<()> {
    for kib in [2048, 64] {
        match stack(kib * 1024)? {
            Some([reserved, used]) => println!("{kib} KiB: {reserved} KiB reserved, {used} in use"),
            None => println!("{kib} KiB: a thread ran; this system does not tell more"),
        }
    }
    Ok(())
}
