// Each thread gets every nth number, as a vector of references.

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let mut hands: Vec<Vec<&mut Number>> = (0..threads).map(|_| vec![]).collect();
    for (index, number) in numbers.iter_mut().enumerate() {
        hands[index % threads].push(number);
    }
    crossbeam::scope(|s| {
        for hand in hands {
            s.spawn(move |_| hand.into_iter().for_each(|number| number.double()));
        }
    })
    .unwrap();
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
