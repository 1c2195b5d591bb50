//! In the edition 2024, `gen` is a keyword.

fn main() {
    let gen = std::thread::spawn(|| 1).join().unwrap();
    println!("{gen}");
}
