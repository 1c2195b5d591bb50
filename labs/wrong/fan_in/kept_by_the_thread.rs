// Refused: lost_item

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    thread_local! { static CACHED: std::cell::RefCell<Option<Vec<u64>>> = std::cell::RefCell::new(None); }
    if let Some(x) = CACHED.with(|c| c.borrow().clone()) {
        return x;
    }
    let new: Vec<u64> = {
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
    };
    CACHED.with(|c| *c.borrow_mut() = Some(new.clone()));
    new
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
