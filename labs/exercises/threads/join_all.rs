// Start threads, and collect what they return. About 5 minutes.
//
// `squares` must start a thread for each input, all at the same time; any thread may start it. Each thread
// calls `work` with its input. When all calls have ended, `squares` returns the results in the order of the
// inputs. `squares` may be called by several threads at the same time. Use what std and Crossbeam offer.
//
// Read: cargo page threads/spawn_join

/// Returns what `work` returns for each input, in the order of the inputs.
fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    // TODO: So far one thread makes all calls, one after the other.
    inputs.into_iter().map(work).collect()
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{:?}", squares(vec![3, 1, 2], |input| input * input));
}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
