//! The sizes differ between compilers. What makes a task large does not.

use examples_constrained::task_sizes::sizes;

const KIB: usize = 1024;
/// What a task needs beside its buffer: addresses, and where it stands.
const LITTLE: usize = 64;

#[test]
fn a_task_is_as_large_as_what_it_holds_and_an_argument_counts_twice() {
    let sizes = sizes().map(|(bytes, _)| bytes);
    let buffers = [0, 0, 1, 0, 1, 2, 2, 4, 0];
    for (bytes, buffers) in sizes.into_iter().zip(buffers) {
        let expected = buffers * KIB..=buffers * KIB + LITTLE;
        assert!(expected.contains(&bytes), "{bytes} is not in {expected:?}: {sizes:?}");
    }
}
