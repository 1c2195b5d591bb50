// Refused: not_followed

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let (sender, receiver) = std::sync::mpsc::channel();
    for number in 0..threads {
        let sender = sender.clone();
        rayon::spawn(move || sender.send(job(number)).unwrap());
    }
    drop(sender);
    receiver.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
