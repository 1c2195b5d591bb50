//! What `labs` is for an answer that is explored: its `main` is, not what the grader asks.

pub fn trial() {}

#[macro_export]
macro_rules! exercise {
    ($($any:tt)*) => {};
}
