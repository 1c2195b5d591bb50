// Crossbeam's own scope; a collector thread receives.

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    crossbeam::scope(|s| {
        let (sender, receiver) = crossbeam::channel::bounded(1);
        let collector = s.spawn(move |_| receiver.into_iter().collect::<Vec<u64>>());
        for producer in 0..producers {
            let sender = sender.clone();
            s.spawn(move |_| {
                items(producer).into_iter().for_each(|item| sender.send(item).unwrap())
            });
        }
        drop(sender);
        collector.join().unwrap()
    })
    .unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
