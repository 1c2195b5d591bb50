//! The page shows what was measured.

use std::fs;

use examples_checkers::{page, results};

#[test]
fn the_tables_of_the_page_are_those_of_the_results() {
    let results = fs::read_to_string(results::path()).expect("the results are in the repository");
    let results = results::parse(&results).expect("each line is understood");
    let page = fs::read_to_string(page::path()).expect("the page is in the book");
    let made = page::with_tables(&page, &results).expect("the page has a place for the tables");
    assert!(page == made, "write them again: `cargo run -p examples-checkers -- table`");
}
