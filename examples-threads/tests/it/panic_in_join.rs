use std::panic;
use std::thread;

use examples_threads::panic_in_join::{boxes, panic_text};

#[test]
fn a_payload_that_is_no_text_has_a_stand_in() {
    let payload = thread::spawn(|| panic::panic_any(7)).join().unwrap_err();
    assert_eq!(panic_text(&*payload), "(something other than text)");
}

#[test]
fn boxes_are_rounded_up() {
    assert_eq!(["1 a", "6 a", "7 a"].map(boxes), [1, 1, 2]);
}

#[test]
fn an_order_without_a_number_panics() {
    for bad in ["", "x", "-1 apples", "99999999999 apples", "0 a"] {
        assert!(panic::catch_unwind(|| boxes(bad)).is_err(), "{bad:?}");
    }
}
