//! Threads change one picture at the same time, each its own rows, without a lock.
//!
//! Article B, "std::thread::scope": data on the stack needs no `Mutex`, even if threads write to
//! it. `process_parallel` cuts its slice with `chunks`, to read; `chunks_mut` returns parts to write
//! to, which can't overlap.
//!
//! Run: `cargo run -p examples-scope -- disjoint_mut`
//! Paste: nothing to add, std alone

use std::thread;

const WIDTH: usize = 24;
const HEIGHT: usize = 6;

/// Calls `change` once for each row of a picture, on at most `threads` threads. Each thread takes a
/// band of neighboring rows, from top to bottom. The last row may be shorter than `width`.
///
/// # Panics
/// If `width` or `threads` is 0, or the system can't start a thread. Also if `change` panics; the
/// rest of that band then stays as it was, and the other bands are finished first.
pub fn change_rows(
    pixels: &mut [u8],
    width: usize,
    threads: usize,
    change: impl Fn(&mut [u8]) + Sync, // `Sync`: all threads call the same closure.
) {
    let rows = pixels.chunks(width).len();
    let rows_in_band = rows.div_ceil(threads).max(1); // It would be 0 without pixels.
    thread::scope(|s| {
        for band in pixels.chunks_mut(rows_in_band * width) {
            // `move` is for `band`: each thread takes another one. They all need `change`, so a
            // thread takes a reference to it.
            let change = &change;
            s.spawn(move || band.chunks_mut(width).for_each(change));
        }
    }); // Nothing joined the threads: if one has panicked, the scope panics here.
}

fn print(title: &str, pixels: &[u8]) {
    const SHADES: [char; 8] = [' ', '.', ':', '-', '=', '+', '*', '#'];
    println!("{title}:");
    for row in pixels.chunks(WIDTH) {
        let line: String = row.iter().map(|pixel| SHADES[usize::from(pixel / 32)]).collect();
        println!("|{line}|");
    }
}

pub fn main() {
    // A slope, from black at the top left to nearly white at the bottom right.
    let mut pixels = [0_u8; WIDTH * HEIGHT];
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = (index % WIDTH, index / WIDTH);
        *pixel = u8::try_from(x * 8 + y * 8).expect("at most 23 * 8 + 5 * 8 = 224");
    }
    print("before", &pixels);
    change_rows(&mut pixels, WIDTH, 3, |row| {
        row.iter_mut().for_each(|pixel| *pixel = pixel.saturating_add(80)); // 255 is white.
    });
    print("after", &pixels);
}
