//! The seats of a theater.

use std::sync::atomic::{AtomicU32, Ordering};

pub struct Seats(AtomicU32);

impl Seats {
    pub fn new(seats: u32) -> Self {
        Self(AtomicU32::new(seats))
    }

    /// Takes a seat. Returns false if none is left.
    pub fn take(&self) -> bool {
        if self.0.load(Ordering::SeqCst) == 0 {
            return false;
        }
        self.0.fetch_sub(1, Ordering::SeqCst);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Seats;
    use std::thread;

    #[test]
    fn a_seat_is_taken_once() {
        let seats = Seats::new(1);
        let taken = thread::scope(|s| {
            let guests = [1, 2].map(|_| s.spawn(|| seats.take()));
            guests.map(|guest| guest.join().unwrap())
        });
        assert_ne!(taken, [true, true], "one seat for two guests");
    }
}
