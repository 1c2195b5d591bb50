use examples_tokio::borrow_in_async::{joined, spawned};

use crate::runtime::run;

/// Neither ends unless both readers run at the same time.
#[test]
fn borrowed_and_owned_come_to_the_same() {
    for (letter, words, longest, bytes) in [
        ("", 0, "", 0),
        ("\n\n", 0, "", 4),
        ("one", 1, "one", 6),
        ("a bb cc\nd ee", 5, "ee", 24),
        ("kurz\r\nübergroß\r\n", 2, "übergroß", 36),
    ] {
        let borrowed = run("two futures to meet", move || async move {
            let letter = letter.to_string(); // a local of this future
            let (words, longest, bytes) = joined(&letter).await;
            (words, longest.to_string(), bytes)
        });
        assert_eq!(borrowed, (words, longest.to_string(), bytes), "{letter:?}");
        let owned = run("two tasks to meet", move || spawned(letter.into()));
        assert_eq!(owned, borrowed);
    }
}
