use examples_scope::borrow_locals::count_and_longest;
#[cfg(target_os = "linux")]
use examples_testing::watched;

#[test]
fn words_are_counted_and_the_first_of_the_longest_is_found() {
    assert_eq!(count_and_longest("one two three seven"), (4, "three"));
}

#[test]
fn punctuation_is_no_part_of_a_word_and_no_word() {
    assert_eq!(count_and_longest("\"Well,\" - he said... don't!"), (4, "don't"));
}

#[test]
fn letters_are_counted_and_not_bytes() {
    assert_eq!("été".len(), 5);
    assert_eq!(count_and_longest("été four"), (2, "four"));
}

#[test]
fn a_text_without_words_has_no_longest() {
    for text in ["", " \n", "... - !"] {
        assert_eq!(count_and_longest(text), (0, ""), "{text:?}");
    }
}

#[test]
fn the_longest_word_is_a_part_of_the_text_and_no_copy() {
    let text = "a slice of the text".to_string();
    let (_, longest) = count_and_longest(&text);
    assert!(text.as_bytes().as_ptr_range().contains(&longest.as_ptr()));
}

/// Other systems may run such destructors under a lock of their own.
#[cfg(target_os = "linux")]
#[test]
fn a_scope_does_not_wait_for_what_a_thread_drops_at_its_end() {
    use std::cell::RefCell;
    use std::sync::mpsc::{self, Receiver, Sender};
    use std::thread;

    struct Log(Receiver<()>, Sender<()>);
    impl Drop for Log {
        fn drop(&mut self) {
            let Log(scope_has_returned, written) = self;
            scope_has_returned.recv().expect("the test sends after the scope");
            written.send(()).expect("the test waits for it");
        }
    }
    thread_local!(static LOG: RefCell<Option<Log>> = const { RefCell::new(None) });

    watched("the scope to return, and the log to be written", || {
        let (scope_returns, scope_has_returned) = mpsc::channel();
        let (writes, written) = mpsc::channel();
        let log = Log(scope_has_returned, writes);
        thread::scope(|s| _ = s.spawn(|| LOG.set(Some(log))));
        scope_returns.send(()).expect("the log waits for it");
        written.recv().expect("the thread ends at last");
    });
}
