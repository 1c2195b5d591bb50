//! Two threads take two locks in two orders.

use std::sync::Mutex;
use std::thread;

fn main() {
    let (tea, milk) = (Mutex::new(3), Mutex::new(5));
    thread::scope(|s| {
        s.spawn(|| {
            let tea = tea.lock().unwrap();
            let milk = milk.lock().unwrap();
            println!("{}", *tea + *milk);
        });
        s.spawn(|| {
            let milk = milk.lock().unwrap();
            let tea = tea.lock().unwrap();
            println!("{}", *milk * *tea);
        });
    });
}
