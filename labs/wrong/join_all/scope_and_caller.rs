// Refused: on_the_caller

// Scoped threads; the calling thread takes the last input itself.

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let Some((last, others)) = inputs.split_last() else {
        return vec![];
    };
    std::thread::scope(|s| {
        let handles: Vec<_> = others.iter().map(|&input| s.spawn(move || work(input))).collect();
        let last = work(*last);
        let others = handles.into_iter().map(|handle| handle.join().unwrap());
        others.chain([last]).collect()
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
