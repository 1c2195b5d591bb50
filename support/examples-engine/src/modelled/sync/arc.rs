//! What the functions of `Arc` need that tell how many handles there are.
//!
//! An `Arc` is std's own: only that one becomes an `Arc<dyn Trait>` by itself. So what compiles a program writes
//! `after(Arc::try_unwrap(before(value)))` where the program has `Arc::try_unwrap(value)`, with the same for the other
//! functions that depend on the number of handles, and `drop(before_drop(value))`. Where there is such a function, an
//! [`AtEnd`] stands in each `move` closure.

use std::any::type_name;
use std::panic::Location;
use std::sync::Arc;

use super::mpsc;
use crate::modelled_crossbeam::channel::Sender;
use crate::schedule;
use crate::watch::{drops, step};

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

/// The same as `before`, if it is an `Arc` that is dropped. If it is a sender, the line is remembered.
#[track_caller]
pub fn before_drop<T>(argument: T) -> T {
    let is = |other: &str| type_name::<T>().starts_with(other.trim_end_matches("()>"));
    let (std, bounded) = (type_name::<mpsc::Sender<()>>(), type_name::<mpsc::SyncSender<()>>());
    if is(std) || is(bounded) || is(type_name::<Sender<()>>()) {
        drops(Location::caller());
    }
    if is(type_name::<Arc<()>>()) { before(argument) } else { argument }
}

/// Lets other threads run when a closure has done all, before it drops what it has captured: that may be a handle.
pub struct AtEnd;

impl Drop for AtEnd {
    fn drop(&mut self) {
        before(());
    }
}
