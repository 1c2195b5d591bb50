//! The tests that every section shares, so that none of them is typed twice.
//!
//! A section's `tests/it/section.rs` is one call of [`section_tests!`], which makes these tests:
//!
//! - `each_listing_prints_what_the_book_shows`: see [`Section::check_output`];
//! - `each_listing_has_all_that_belongs_to_it`: see [`Section::check_names`];
//! - `pasted_alone_each_listing_builds_without_a_warning`: see [`Section::check_pasting`];
//! - `the_compiler_says_what_the_gallery_shows`: see [`Section::check_gallery`], and another for what needs crates.
//!
//! And [`page_in_browser`], for what only a browser shows; [`watched`], for tests of a section's own that could hang;
//! [`Section::check_few_threads`], for sections whose listings start threads; and [`new_listing`], which makes all that
//! the checks ask for.
#![warn(missing_docs)]

mod browser;
mod few_threads;
mod gallery;
mod names;
mod new;
mod order;
mod output;
mod pasting;
mod project;
mod section;
mod skipped;
mod watched;

pub use browser::page_in_browser;
pub use new::new_listing;
pub use section::{Ran, Section};
pub use skipped::skipped;
pub use watched::watched;

/// Makes the tests that every section shares. To be called once, in a section's `tests/it/section.rs`.
///
/// `section_tests!(if "nats", unavailable)` skips the run of the listings where the function `unavailable` returns a
/// sentence that says what is missing: see [`skipped`].
#[macro_export]
macro_rules! section_tests {
    () => {
        $crate::section_tests!(@ false);
    };
    (if $tool:expr, $unavailable:expr) => {
        $crate::section_tests!(@ $crate::skipped($tool, $unavailable()));
    };
    (@ $skipped:expr) => {
        pub const SECTION: $crate::Section = $crate::Section {
            name: env!("CARGO_PKG_NAME"),
            folder: env!("CARGO_MANIFEST_DIR"),
            program: env!(concat!("CARGO_BIN_EXE_", env!("CARGO_PKG_NAME"))),
            scratch: env!("CARGO_TARGET_TMPDIR"),
        };

        #[test]
        fn each_listing_prints_what_the_book_shows() {
            if !$skipped {
                SECTION.check_output();
            }
        }

        #[test]
        fn each_listing_has_all_that_belongs_to_it() {
            SECTION.check_names();
        }

        #[test]
        #[ignore = "slow: compiles each listing alone, in projects of their own"]
        fn pasted_alone_each_listing_builds_without_a_warning() {
            SECTION.check_pasting();
        }

        #[test]
        fn the_compiler_says_what_the_gallery_shows() {
            SECTION.check_gallery(false);
        }

        #[test]
        #[ignore = "slow: compiles the section's crates once more, in projects of their own"]
        fn the_compiler_says_what_the_gallery_shows_of_crates() {
            SECTION.check_gallery(true);
        }
    };
}
