//! `calls` names all calls, `calls NUMBER` tries one.

fn main() {
    let calls = calls::all();
    match std::env::args().nth(1).and_then(|number| number.parse::<usize>().ok()) {
        Some(number) => println!("{}", (calls[number].1)()),
        None => calls.iter().for_each(|(what, _)| println!("{what}")),
    }
}
