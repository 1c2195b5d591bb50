use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Barrier, Mutex};

use examples_scope::disjoint_mut::change_rows;
use examples_testing::watched;

/// Fewer and more threads than rows, bands of uneven height, and a last row that is too short.
#[test]
fn every_pixel_is_changed_once() {
    for len in 0..40 {
        for width in [1, 4, 7, 50] {
            for threads in 1..6 {
                let mut pixels: Vec<u8> = (0..len).collect();
                change_rows(&mut pixels, width, threads, |row| {
                    row.iter_mut().for_each(|pixel| *pixel += 100);
                });
                let expected: Vec<u8> = (100..100 + len).collect();
                assert_eq!(pixels, expected, "{len} pixels, {width} a row, {threads} threads");
            }
        }
    }
}

#[test]
fn a_row_is_never_cut_between_threads() {
    let mut pixels: Vec<u8> = (0..7 * 4).collect();
    let rows = Mutex::new(Vec::new());
    change_rows(&mut pixels, 4, 3, |row| rows.lock().unwrap().push(row.to_vec()));
    let mut rows = rows.into_inner().unwrap();
    rows.sort();
    let expected: Vec<Vec<u8>> = (0..7).map(|y| (y * 4..y * 4 + 4).collect()).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_threads_write_at_the_same_time() {
    let together = Arc::new(Barrier::new(3));
    let pixels = watched("three threads, each with a row", move || {
        let mut pixels = [0_u8; 3];
        change_rows(&mut pixels, 1, 3, |row| {
            together.wait();
            row[0] = 1;
        });
        pixels
    });
    assert_eq!(pixels, [1; 3]);
}

/// The threads are not joined by hand, so the scope passes the panic on; but first it waits for all.
#[test]
fn without_a_join_the_scope_panics_after_all_threads_are_done() {
    let mut pixels: Vec<u8> = (0..8).collect();
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        change_rows(&mut pixels, 1, 8, |row| {
            assert_ne!(row[0], 0, "the first pixel is refused");
            row[0] += 100;
        });
    }));
    let payload = result.expect_err("the scope panics");
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"a scoped thread panicked"));
    assert_eq!(pixels, [0, 101, 102, 103, 104, 105, 106, 107]);
}

#[test]
fn a_width_of_0_or_no_thread_at_all_is_refused() {
    for (width, threads) in [(0, 1), (1, 0)] {
        let result = panic::catch_unwind(|| change_rows(&mut [1, 2], width, threads, |_| {}));
        assert!(result.is_err(), "{width} pixels a row, {threads} threads");
    }
}
