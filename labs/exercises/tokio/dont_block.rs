// Long work off the thread that runs the tasks. About 10 minutes.
//
// `work` computes for as long as it likes and never awaits. While it runs in a task, no other task of that thread
// runs. Let it run elsewhere, once for each call, and return its result. It does not panic. Any number of tasks may call
// `compute` at the same time; a call may wait until the work of others has ended, but must not block the thread
// meanwhile. Each may be polled again while its work runs, and none asks again and again whether it has ended.
//
// Read: cargo page tokio/cpu_in_async

/// Returns what `work` returns. Other tasks run meanwhile.
async fn compute(work: fn() -> u64) -> u64 {
    // TODO: This occupies the thread that runs all tasks.
    work()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{}", compute(|| (1..=1_000_000).sum()).await);
}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
