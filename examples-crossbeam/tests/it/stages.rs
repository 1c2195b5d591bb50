//! Any number of pricers, bad orders, and a system without threads.

use examples_crossbeam::stages::{price, price_all};
use examples_testing::watched;

#[test]
fn results_are_in_the_order_of_the_orders_with_any_number_of_pricers() {
    for workers in [1, 2, 3, 16] {
        let report = watched("the pipeline to end", move || {
            let orders: Vec<_> = (1..=500).map(|cents| format!("bread 2 {cents}")).collect();
            let orders: Vec<_> = orders.iter().map(String::as_str).collect();
            price_all(&orders, workers).unwrap()
        });
        let doubles: Vec<_> = (1..=500).map(|cents| Ok(2 * cents)).collect();
        assert_eq!(report.prices, doubles, "{workers} pricers");
    }
}

#[test]
fn the_stages_end_from_the_front() {
    for _ in 0..200 {
        let report = watched("the pipeline to end", || price_all(&["tea 1 450"; 10], 3).unwrap());
        assert_eq!(report.ended, ["reader", "pricer", "pricer", "pricer", "filer"]);
    }
}

#[test]
fn no_orders_end_every_stage_all_the_same() {
    let report = watched("the pipeline to end", || price_all(&[], 2).unwrap());
    assert_eq!(report.prices, []);
    assert_eq!(report.ended, ["reader", "pricer", "pricer", "filer"]);
}

#[test]
#[should_panic(expected = "the middle stage needs a worker")]
fn without_pricers_it_refuses_instead_of_losing_orders() {
    let _ = watched("a refusal", || price_all(&["tea 1 450"], 0).map(drop));
}

#[test]
fn a_bad_order_is_refused_in_a_sentence() {
    for bad in ["", "tea", "tea 1", "tea one 450", "tea -1 450", "tea 1 4.50", "tea 1 450 now"] {
        assert_eq!(price(bad), Err(format!("`{bad}` is not ITEM QUANTITY CENTS")));
    }
    let gold = format!("gold 2 {}", u64::MAX);
    assert_eq!(price(&gold), Err(format!("`{gold}` is too expensive to count")));
    assert_eq!(price("  air 0\t0 "), Ok(0));
}

/// The threads that have started must not wait for those that have not.
#[cfg(target_os = "linux")]
#[test]
fn a_thread_that_can_not_start_is_one_sentence() {
    // Not three: two pricers and the places between hold all orders, so the reader may have ended.
    for threads in [0, 1, 2] {
        let ran = crate::support::run_with_threads("stages", threads);
        assert_eq!(ran.status, Some(1), "{threads} threads: {ran:?}");
        assert!(ran.stderr.starts_with("Error: can't start a thread for each stage\n"), "{ran:?}");
    }
}
