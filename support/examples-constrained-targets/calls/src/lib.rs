//! What the other sections rely on, call by call, to be tried in WebAssembly. A call that fails there panics, which ends
//! the program, or waits forever. So each is tried in a process of its own.

mod async_calls;
mod thread_calls;

/// What is called, as Markdown, and a function that calls it and returns what it did.
pub type Call = (&'static str, fn() -> String);

/// Returns all calls, in the order of the table.
pub fn all() -> Vec<Call> {
    [thread_calls::CALLS, async_calls::CALLS].concat()
}

fn works_if(right: bool) -> String {
    if right { "works" } else { "wrong" }.into()
}

/// What a page's script can call.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod page {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Tries the call with this number. Returns what it did.
    #[wasm_bindgen]
    pub fn run(number: usize) -> String {
        (super::all()[number].1)()
    }
}
