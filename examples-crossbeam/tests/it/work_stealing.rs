//! Pieces, thieves and panics, with workers that meet.

use std::ops::Range;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Barrier};

use examples_crossbeam::work_stealing::{Share, count_primes, divide_and_steal};
use examples_testing::watched;

/// All pieces in the order of their numbers.
fn pieces(shares: &[Share]) -> Vec<Range<u64>> {
    let mut all: Vec<_> = shares.iter().flat_map(|share| share.pieces.clone()).collect();
    all.sort_by_key(|piece| piece.start);
    all
}

#[test]
fn the_pieces_leave_no_gap_and_do_not_overlap() {
    for (range, workers) in [(0..1, 1), (0..500, 2), (7..1008, 3), (0..100_000, 4), (5..9999, 8)] {
        let whole = range.clone();
        let shares = watched("the workers to end", move || divide_and_steal(range, workers, |_| 1));
        let pieces = pieces(&shares);
        assert_eq!(pieces[0].start, whole.start);
        assert_eq!(pieces[pieces.len() - 1].end, whole.end);
        assert!(pieces.windows(2).all(|two| two[0].end == two[1].start), "{pieces:?}");
        let worked: u64 = shares.iter().map(|share| share.sum).sum();
        assert_eq!(worked, pieces.len() as u64, "`work` is called once for each piece");
    }
}

#[test]
fn an_empty_range_is_no_work() {
    // A range that ends before it starts is empty, too.
    for range in [0..0, Range { start: 9, end: 3 }] {
        let shares = watched("the workers to end", || divide_and_steal(range, 3, |_| 1));
        assert_eq!(shares.len(), 3);
        assert_eq!(pieces(&shares), []);
    }
}

#[test]
fn every_worker_but_the_caller_begins_with_a_stolen_job() {
    for workers in [1, 2, 5] {
        let shares = watched("every worker to have a piece", move || {
            let (started, all_at_work) = (AtomicUsize::new(0), Barrier::new(workers));
            divide_and_steal(0..20_000, workers, |_| {
                if started.fetch_add(1, Relaxed) < workers {
                    all_at_work.wait();
                }
                1
            })
        });
        // Only the caller has a job of its own at the start.
        assert_eq!(shares.len(), workers);
        assert!(shares.iter().all(|share| !share.pieces.is_empty()));
    }
}

#[test]
fn a_panic_reaches_the_caller_after_the_other_pieces_are_done() {
    let done = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&done);
    let end = watched("the workers to end after one has panicked", move || {
        // Two workers have the first two pieces when one of them panics. The other does the rest.
        let both = Barrier::new(2);
        let started = AtomicUsize::new(0);
        let work = |_: Range<u64>| {
            let number = started.fetch_add(1, Relaxed);
            if number < 2 {
                both.wait();
            }
            assert!(number != 0, "piece {number} is too hard");
            counted.fetch_add(1, Relaxed);
            1
        };
        panic::catch_unwind(panic::AssertUnwindSafe(|| divide_and_steal(0..8_000, 2, work)))
    });
    assert!(end.is_err(), "the panic reaches the caller");
    assert_eq!(done.load(Relaxed), 15, "all of 16 pieces but one");
}

#[test]
fn the_primes_are_right() {
    assert_eq!(count_primes(0..2), 0);
    assert_eq!(count_primes(2..3), 1);
    assert_eq!(count_primes(0..30), 10);
    assert_eq!(count_primes(0..1000), 168);
}
