// The numbers go through a channel to all threads.

use crossbeam::channel;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let (sender, receiver) = channel::unbounded();
    numbers.iter_mut().for_each(|number| sender.send(number).unwrap());
    drop(sender);
    std::thread::scope(|s| {
        for _ in 0..threads {
            s.spawn(|| receiver.iter().for_each(Number::double));
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
