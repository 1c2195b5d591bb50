//! Any number of pricers, and bad orders.

use examples_crossbeam::stages::{price, price_all};
use examples_testing::watched;

#[test]
fn results_are_in_the_order_of_the_orders_with_any_number_of_pricers() {
    for workers in [1, 2, 3, 16] {
        let prices = watched("the pipeline to end", move || {
            let orders: Vec<_> = (1..=500).map(|cents| format!("bread 2 {cents}")).collect();
            let orders: Vec<_> = orders.iter().map(String::as_str).collect();
            price_all(&orders, workers)
        });
        let doubles: Vec<_> = (1..=500).map(|cents| Some(2 * cents)).collect();
        assert_eq!(prices, doubles, "{workers} pricers");
    }
}

#[test]
fn the_end_of_the_reader_ends_all_stages() {
    for _ in 0..200 {
        let prices = watched("the pipeline to end", || price_all(&["tea 1 450"; 10], 3));
        assert_eq!(prices, [Some(450); 10]);
    }
    assert_eq!(watched("the pipeline to end", || price_all(&[], 2)), []);
}

#[test]
#[should_panic(expected = "the middle stage needs a worker")]
fn without_pricers_it_refuses_instead_of_losing_orders() {
    watched("a refusal", || price_all(&["tea 1 450"], 0));
}

#[test]
fn a_bad_order_is_refused() {
    for bad in ["", "tea", "tea 1", "tea one 450", "tea -1 450", "tea 1 4.50", "tea 1 450 now"] {
        assert_eq!(price(bad), None, "{bad:?}");
    }
    assert_eq!(price(&format!("gold 2 {}", u64::MAX)), None);
    assert_eq!(price("  air 0\t0 "), Some(0));
}
