//! Times the functions that the listings export, for those who change them.
//!
//! Run: `cargo bench -p examples-performance --features bench`; a word after `--` chooses by name.
//!
//! All of these share a process, with each other's pools in it. So compare a function with itself before
//! a change, not with its neighbor; for that, the claims are there.

fn main() {
    divan::main();
}

mod rayon {
    use divan::Bencher;
    use examples_rayon::{aggregate, break_even, fold_reduce, squares};

    #[divan::bench(args = [1_000, 1_000_000])]
    fn squares(bencher: Bencher, count: u32) {
        let data: Vec<u32> = (0..count).collect();
        bencher.bench(|| squares::squares(&data));
    }

    #[divan::bench(args = [1_000, 1_000_000])]
    fn parallel_aggregation(bencher: Bencher, count: u32) {
        let numbers: Vec<f64> = (0..count).map(f64::from).collect();
        bencher.bench(|| aggregate::parallel_aggregation(&numbers));
    }

    #[divan::bench(args = [1_000, 1_000_000])]
    fn reproducible_aggregation(bencher: Bencher, count: u32) {
        let numbers: Vec<f64> = (0..count).map(f64::from).collect();
        bencher.bench(|| aggregate::reproducible_aggregation(&numbers));
    }

    #[divan::bench(args = [10, 10_000])]
    fn count_words(bencher: Bencher, lines: usize) {
        let text = "it was the best of times, it was the worst of times\n".repeat(lines);
        bencher.bench(|| fold_reduce::count_words(&text));
    }

    #[divan::bench(args = [100, 10_000, 100_000])]
    fn break_even_sequential(bencher: Bencher, count: usize) {
        let pixels = vec![[10, 20, 30]; count];
        bencher.bench(|| break_even::sequential(&pixels));
    }

    #[divan::bench(args = [100, 10_000, 100_000])]
    fn break_even_parallel(bencher: Bencher, count: usize) {
        let pixels = vec![[10, 20, 30]; count];
        bencher.bench(|| break_even::parallel(&pixels));
    }
}

mod scope {
    use std::sync::Arc;

    use divan::Bencher;
    use examples_scope::{arc_mutex_or_borrow, process_parallel};

    fn lines() -> Vec<String> {
        (0..10_000).map(|number| format!("INFO order {number}")).collect()
    }

    #[divan::bench(args = [10, 10_000])]
    fn process_parallel(bencher: Bencher, count: usize) {
        let orders = vec!["pears 1200 4".to_string(); count];
        bencher.bench(|| process_parallel::process_parallel(&orders));
    }

    #[divan::bench]
    fn count_shared(bencher: Bencher) {
        let lines = Arc::new(lines());
        bencher.bench(|| arc_mutex_or_borrow::count_shared(Arc::clone(&lines)));
    }

    #[divan::bench]
    fn count_borrowed(bencher: Bencher) {
        let lines = lines();
        bencher.bench(|| arc_mutex_or_borrow::count_borrowed(&lines).len());
    }

    #[divan::bench]
    fn count_by_messages(bencher: Bencher) {
        let lines = lines();
        bencher.bench(|| arc_mutex_or_borrow::count_by_messages(&lines).len());
    }
}

mod threads {
    use examples_threads::shared_counter;

    #[divan::bench]
    fn with_mutex() -> u64 {
        shared_counter::with_mutex()
    }

    #[divan::bench]
    fn with_rwlock() -> u64 {
        shared_counter::with_rwlock()
    }

    #[divan::bench]
    fn with_atomic() -> u64 {
        shared_counter::with_atomic()
    }
}

mod crossbeam {
    use examples_crossbeam::bounded_pipeline;

    #[divan::bench(args = [1, 100])]
    fn producer_consumer_pipeline(places: usize) -> bounded_pipeline::Report {
        bounded_pipeline::producer_consumer_pipeline(1_000, places)
    }
}

mod worker_pool {
    use divan::Bencher;
    use examples_worker_pool::pool::Pool;
    use examples_worker_pool::worker_pool;

    #[divan::bench(args = [24, 1_000])]
    fn fed_by_a_thread(jobs: u32) -> Vec<u64> {
        worker_pool::fed_by_a_thread(jobs)
    }

    #[divan::bench(args = [24, 1_000])]
    fn pool_map(bencher: Bencher, jobs: u64) {
        let pool = Pool::new(3, 10).expect("the system starts three threads");
        bencher.bench(|| pool.map((0..jobs).collect(), |n| n * n));
    }

    #[divan::bench]
    fn pool_submit_and_wait(bencher: Bencher) {
        let pool = Pool::new(3, 10).expect("the system starts three threads");
        bencher.bench(|| pool.submit(|| 6 * 7).map(|ticket| ticket.wait()));
    }
}

mod async_tasks {
    use std::time::Duration;

    use examples_smol::many_timers;
    use examples_tokio::many_tasks;

    #[divan::bench(args = [100, 10_000])]
    fn smol_wait_for_all(tasks: u32) -> usize {
        many_timers::wait_for_all(tasks, Duration::from_millis(1)).1
    }

    /// The tasks sleep for 10 ms.
    #[divan::bench(args = [100, 10_000], sample_count = 20)]
    fn tokio_wait_together(tasks: usize) -> usize {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime starts").block_on(many_tasks::wait_together(tasks)).len()
    }
}
