use examples_testing::watched;
use examples_threads::stack_size::stack;

#[test]
fn a_stack_is_as_large_as_asked_for() {
    let asked = 256;
    let stack =
        watched("a thread to tell and end", move || stack(asked * 1024).expect("a thread starts"));
    assert_eq!(stack.is_some(), cfg!(target_os = "linux"));
    if let Some([reserved, used]) = stack {
        assert!(reserved >= asked as u64, "{reserved} KiB");
        assert!(0 < used && used < reserved, "{used} KiB of {reserved}");
    }
}
