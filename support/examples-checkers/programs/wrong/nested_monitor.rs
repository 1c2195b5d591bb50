//! A thread waits on a condition variable, and holds another lock that the one who should notify it needs.
//!
//! From: Lister, The Problem of Nested Monitor Calls, ACM SIGOPS Operating Systems Review 11(3), 1977
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Shop {
    door: Mutex<()>,
    goods: Mutex<u32>,
    delivered: Condvar,
}

fn buy(shop: &Shop) {
    let _inside = shop.door.lock().unwrap();
    let mut goods = shop.goods.lock().unwrap();
    while *goods == 0 {
        goods = shop.delivered.wait(goods).unwrap();
    }
    *goods -= 1;
}

fn deliver(shop: &Shop) {
    let _inside = shop.door.lock().unwrap();
    *shop.goods.lock().unwrap() += 1;
    shop.delivered.notify_one();
}

pub fn main() {
    let shop = Shop { door: Mutex::new(()), goods: Mutex::new(0), delivered: Condvar::new() };
    let shop = Arc::new(shop);
    let theirs = Arc::clone(&shop);
    let other = thread::spawn(move || deliver(&theirs));
    buy(&shop);
    other.join().unwrap();
}
