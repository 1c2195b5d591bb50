// Never more under way than the bound. About 15 minutes.
//
// One thread calls `make` for the numbers 0, 1, 2 … below `count`, another calls `handle` for each item that
// was made, in this order, and both work at the same time, from the first item on. The items go from one to
// the other through a channel, of std or of Crossbeam, that holds exactly `bound` items, so the first thread
// waits when the second is slow: it has then made one item more, which waits for room. One item is in the
// hands of the second thread, and no others are under way. A mark for the end may follow the last item.
// `pipeline` returns when all items have been handled. One of the two threads may be the one that calls
// `pipeline`. `bound` is 1 or more, `count` may be 0. A thread that waits sleeps: it does not ask again and
// again, not even with a time limit.
//
// Read: cargo page crossbeam/bounded_pipeline

/// Makes items on one thread and handles them on another, `bound` between them at most.
fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    // TODO: So far one thread does both, and `bound` is not used.
    let _ = bound;
    for number in 0..count {
        handle(make(number));
    }
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let handle = |item| println!("{item} is handled");
    pipeline(5, 2, |number| number as u64 * 10, handle);
}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
