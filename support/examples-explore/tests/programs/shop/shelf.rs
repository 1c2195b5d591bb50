//! A module that uses its crate.

use std::sync::Mutex;

use crate::LOAVES;

pub struct Shelf(Mutex<u32>);

impl Shelf {
    pub fn full() -> Self {
        Self(Mutex::new(LOAVES))
    }

    pub fn take(&self) -> bool {
        let mut loaves = self.0.lock().unwrap();
        let is_there = *loaves > 0;
        *loaves -= u32::from(is_there);
        is_there
    }
}
