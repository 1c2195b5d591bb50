//! `std::hint`.

pub use ::std::hint::*;

/// Lets another thread run.
pub fn spin_loop() {
    super::thread::yield_now();
}
