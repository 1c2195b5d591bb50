// Many producers, one channel. About 10 minutes.
//
// `fan_in` must start a thread for each producer, so that all run at the same time; any thread may start it.
// Each thread calls `items` with its number and sends the items into one channel, of std or of Crossbeam, one
// by one or together. `fan_in` receives until the channel has ended, and returns all items, in any order. A
// producer may take as long as it likes. `fan_in` may be called by several threads at the same time.
//
// Read: cargo page crossbeam/fan_in

/// Returns the items of the producers with the numbers 0, 1, 2 … below `producers`.
fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    // TODO: So far one thread does the work of all producers.
    (0..producers).flat_map(items).collect()
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{:?}", fan_in(3, |producer| vec![producer as u64; producer]));
}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
