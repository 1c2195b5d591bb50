//! Tests in a file without `main`.

#![allow(dead_code)]

use std::sync::Mutex;
use std::thread;

pub struct Till(Mutex<u32>);

impl Till {
    fn sell(&self, cents: u32) {
        *self.0.lock().unwrap() += cents;
    }

    fn sell_in_two_steps(&self, cents: u32) {
        let before = *self.0.lock().unwrap();
        *self.0.lock().unwrap() = before + cents;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sold(sell: fn(&Till, u32)) -> u32 {
        let till = Till(Mutex::new(0));
        thread::scope(|s| {
            for cents in [250, 80] {
                let till = &till;
                s.spawn(move || sell(till, cents));
            }
        });
        till.0.into_inner().unwrap()
    }

    #[test]
    fn one_step() {
        assert_eq!(sold(Till::sell), 330);
    }

    #[test]
    fn two_steps() {
        assert_eq!(sold(Till::sell_in_two_steps), 330);
    }

    #[test]
    #[should_panic]
    fn nothing() {
        assert_eq!(sold(|_, _| ()), 330);
    }
}
