//! The shop is in an `Arc`, and the thread has a share in it.
//!
//! Paste: nothing to add, std alone

use std::sync::Arc;
use std::thread::{self, JoinHandle};

struct Shop {
    name: String,
}

impl Shop {
    fn open(self: &Arc<Self>) -> JoinHandle<()> {
        let shop = Arc::clone(self);
        thread::spawn(move || println!("{} is open", shop.name))
    }
}

fn main() {
    let shop = Arc::new(Shop { name: "The corner".to_string() });
    shop.open().join().expect("no panic");
}
