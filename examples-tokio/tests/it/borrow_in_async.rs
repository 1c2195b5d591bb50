use examples_tokio::borrow_in_async::{joined, spawned};

use crate::runtime::run;

#[test]
fn borrowed_and_owned_come_to_the_same() {
    for (letter, first_line, words, bytes) in [
        ("", "", 0, 0),
        ("\n\n", "", 0, 4),
        ("one", "one", 1, 6),
        ("a bb cc\nd ee", "a bb cc", 5, 24),
        ("kurz\r\nübergroß\r\n", "kurz", 2, 36),
    ] {
        let borrowed = run("both futures", move || async move {
            let letter = letter.to_string(); // a local of this future
            let (first_line, words, bytes) = joined(&letter).await;
            (first_line.to_string(), words, bytes)
        });
        assert_eq!(borrowed, (first_line.to_string(), words, bytes), "{letter:?}");
        let owned = run("both tasks", move || spawned(letter.into()));
        assert_eq!(owned, borrowed);
    }
}
