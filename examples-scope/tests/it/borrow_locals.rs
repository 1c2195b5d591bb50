use examples_scope::borrow_locals::count_and_longest;

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
