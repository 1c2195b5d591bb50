//! What each thread has for itself. A real thread runs several threads of schedules, one after another, so it is
//! dropped when one of these ends.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

thread_local! {
    /// The values of `thread_local!`, by the addresses of their keys.
    static VALUES: RefCell<HashMap<usize, Rc<dyn Any>>> = RefCell::default();
    /// The lines in which this thread has taken the locks that it holds.
    pub(crate) static HELD: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Returns the current thread's value for this key.
pub(crate) fn value(key: usize) -> Option<Rc<dyn Any>> {
    VALUES.with_borrow(|values| values.get(&key).cloned())
}

/// Sets the current thread's value for this key.
pub(crate) fn set_value(key: usize, value: Rc<dyn Any>) {
    let old = VALUES.with_borrow_mut(|values| values.insert(key, value));
    drop(old); // Not while the map is borrowed.
}

/// A thread of a schedule has ended: its values are dropped.
pub(crate) fn end_thread() {
    HELD.with_borrow_mut(Vec::clear);
    loop {
        // To drop a value may make another.
        let values = VALUES.take();
        if values.is_empty() {
            break;
        }
    }
}
