//! `cargo run -p examples-testing -- new SECTION NAME` makes all of a listing.

use std::fs;
use std::path::Path;

use examples_testing::new_listing;

/// A section with one listing, in a folder of its own.
fn section(folder: &Path) {
    for (file, text) in [
        ("examples-a/src/lib.rs", "//! A.\n\npub mod first;\n"),
        (
            "examples-a/src/main.rs",
            "fn main() {\n    examples_common::section!(\n        examples_a: first,\n    )\n}\n",
        ),
        ("examples-a/tests/it/main.rs", "//! A.\n\nmod first;\n#[cfg(unix)]\nmod section;\n"),
        ("docs/src/a.md", "# A\n\n- [`first`](a/first.md): One.\n\nThe end.\n"),
        ("docs/src/SUMMARY.md", "- [A](a.md)\n  - [first: one](a/first.md)\n- [B](b.md)\n"),
    ] {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn a_new_listing_has_all_files_and_is_named_everywhere() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-listing");
    let _ = fs::remove_dir_all(&folder); // of an earlier run
    section(&folder);
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();

    let written = new_listing(&folder, "a", "second").unwrap();
    assert_eq!(written.len(), 9, "{written:?}");
    assert!(read("examples-a/src/lib.rs").ends_with("pub mod first;\npub mod second;\n"));
    assert!(read("examples-a/src/main.rs").contains("a: first,\n        second,\n    )"));
    let tests = "//! A.\n\nmod first;\nmod second;\n#[cfg(unix)]\nmod section;\n";
    assert_eq!(read("examples-a/tests/it/main.rs"), tests);
    let page = read("docs/src/a/second.md");
    assert!(page.contains("```rust\npub fn main() {\n    println!(\"TODO\");\n}\n```"), "{page}");

    let source = read("examples-a/src/second.rs").replace("TODO: what it shows", "It shows");
    fs::write(folder.join("examples-a/src/second.rs"), source).unwrap();
    fs::write(folder.join("docs/src/a/second.md"), page.replace("second: TODO", "second: two"))
        .unwrap();
    let written = new_listing(&folder, "a", "second").unwrap();
    assert_eq!(written, ["docs/src/a.md", "docs/src/SUMMARY.md"]);
    let line = "One.\n- [`second`](a/second.md): It shows, in one sentence.\n\nThe end.\n";
    assert!(read("docs/src/a.md").ends_with(line), "{}", read("docs/src/a.md"));
    let line = "(a/first.md)\n  - [second: two](a/second.md)\n- [B]";
    assert!(read("docs/src/SUMMARY.md").contains(line));
    assert_eq!(new_listing(&folder, "a", "second").unwrap(), [""; 0]);
}
