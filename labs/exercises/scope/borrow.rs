// Threads that borrow. About 5 minutes.
//
// `longest` returns the length of the longest line, and 0 if there are no lines. It must start `threads`
// threads that share out the lines and work at the same time; whether each takes a part, or always the next
// line, is up to you. They borrow the lines: no line is cloned. One more thread, such as the caller's, may
// take the lines that are left over. If each part is the lines divided by `threads` and rounded up, or if
// there are fewer lines than threads, fewer threads will do, but they still share out the lines. `threads` is
// 1 or more. `longest` may be called by several threads at the same time. Use what std and Crossbeam offer.
//
// A `Line` has a method `len`, which takes long: call it in the threads, once for each line.
//
// Read: cargo page scope/borrow_locals

use labs::borrow::Line;

/// Returns the length of the longest line.
fn longest(lines: &[Line], threads: usize) -> usize {
    // TODO: So far one thread looks at all lines, and `threads` is not used.
    let _ = threads;
    lines.iter().map(|line| line.len()).max().unwrap_or(0)
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let lines = ["to", "be", "or", "not"].map(Line::new);
    println!("{}", longest(&lines, 2));
}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
