//! What the functions of `Arc` need that tell how many handles there are.
//!
//! An `Arc` is std's own: only that one becomes an `Arc<dyn Trait>` by itself. So what compiles a program writes
//! `after(Arc::try_unwrap(before(value)))` where the program has `Arc::try_unwrap(value)`, with the same for the other
//! functions that depend on the number of handles, and `drop(before_drop(value))`.

use std::any::type_name;

use crate::schedule;
use crate::watch::step;

/// Lets other threads run before the number of handles is looked at or changed.
pub fn before<T>(argument: T) -> T {
    step();
    if let Some(me) = schedule::me() {
        me.touches_everything(); // No model knows who has had a handle.
    }
    argument
}

/// Lets other threads run before the result is used, which may hold a handle.
pub fn after<T>(result: T) -> T {
    step();
    result
}

/// The same as `before`, if it is an `Arc` that is dropped.
pub fn before_drop<T>(argument: T) -> T {
    let is_handle =
        type_name::<T>().starts_with(type_name::<std::sync::Arc<()>>().trim_end_matches("()>"));
    if is_handle { before(argument) } else { argument }
}
