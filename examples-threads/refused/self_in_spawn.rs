//! A method starts a thread that uses `self`, which its caller has only lent.
//!
//! If it compiled: the shop could be gone before the thread reads its name.
//! Paste: nothing to add, std alone

use std::thread::{self, JoinHandle};

struct Shop {
    name: String,
}

impl Shop {
    fn open(&self) -> JoinHandle<()> {
        //~ error[E0521]: borrowed data escapes outside of method
        thread::spawn(move || println!("{} is open", self.name))
    }
}

fn main() {
    let shop = Shop { name: "The corner".to_string() };
    shop.open().join().expect("no panic");
}
