use examples_testing::watched;
use examples_threads::stack_size::stack;

#[test]
fn a_stack_is_as_large_as_asked_for() {
    let asked = 256;
    let stack = watched("a thread to tell and end", move || {
        stack(Some(asked * 1024)).expect("a thread starts")
    });
    assert_eq!(stack.is_some(), cfg!(target_os = "linux"));
    if let Some(stack) = stack {
        assert!(stack.reserved >= asked as u64, "{stack:?}");
        assert!(0 < stack.resident && stack.resident < stack.reserved, "{stack:?}");
    }
}
