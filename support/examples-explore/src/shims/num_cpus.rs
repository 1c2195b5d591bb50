//! What `num_cpus` is for the crate that is explored.

/// As many as std says.
pub fn get() -> usize {
    examples_explore::prelude::std::thread::available_parallelism().map_or(1, |cores| cores.get())
}

/// As `get`.
pub fn get_physical() -> usize {
    get()
}
