//! `std::sync::atomic`. The orderings matter only if a [`Search`](crate::Search) asks for it.

pub use ::std::sync::atomic::*;

use std::fmt;
use std::panic::Location;

use crate::schedule;
use crate::values::Values;
use crate::watch::{note, note_look, step};

/// Orders what comes before it and what comes after it.
#[track_caller]
pub fn fence(order: Ordering) {
    step();
    ::std::sync::atomic::fence(order);
    if let Some(me) = schedule::me() {
        me.in_memory(|memory, thread, _| memory.fence(thread, order));
    }
    note(Location::caller(), || format!("passes a fence with `{order:?}`"));
}

macro_rules! atomic {
    ($name:ident, $t:ty; $($fetch:ident $verb:literal;)*) => {
        /// A value that threads change without a lock. Each operation is one step of a schedule.
        #[derive(Default)]
        pub struct $name {
            real: ::std::sync::atomic::$name,
            values: Values<$t>,
        }

        impl $name {
            /// Returns an atomic with this value.
            pub const fn new(value: $t) -> Self {
                Self { real: ::std::sync::atomic::$name::new(value), values: Values::new() }
            }
            /// Returns the value.
            pub fn into_inner(self) -> $t {
                self.real.into_inner()
            }
            /// Returns the value, which nobody else can have.
            pub fn get_mut(&mut self) -> &mut $t {
                self.values.forget();
                self.real.get_mut()
            }
            /// Returns the value.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $t {
                step();
                let newest = self.real.load(order);
                let value = self.values.load(newest, order);
                note_look(Location::caller(), || {
                    if value == newest {
                        format!("reads {value}")
                    } else {
                        format!("reads {value}, an old value: by now it is {newest}")
                    }
                });
                value
            }
            /// Sets the value.
            #[track_caller]
            pub fn store(&self, value: $t, order: Ordering) {
                step();
                let old = self.real.load(Ordering::Relaxed);
                self.real.store(value, order);
                self.values.store(old, value, order);
                note(Location::caller(), || format!("writes {value}"));
            }
            /// Sets the value, and returns the one before.
            #[track_caller]
            pub fn swap(&self, value: $t, order: Ordering) -> $t {
                step();
                let old = self.real.swap(value, order);
                self.values.update(old, value, order);
                note_look(Location::caller(), || format!("reads {old} and writes {value}, in one step"));
                old
            }
            /// Sets the value if it is as expected.
            #[track_caller]
            pub fn compare_exchange(&self, current: $t, new: $t, success: Ordering, failure: Ordering) -> Result<$t, $t> {
                step();
                let result = self.real.compare_exchange(current, new, success, failure);
                match result {
                    Ok(old) => self.values.update(old, new, success),
                    Err(old) => self.values.read_newest(old, failure),
                }
                note_look(Location::caller(), || match result {
                    Ok(old) => format!("reads {old} and writes {new}, in one step"),
                    Err(old) => format!("reads {old}, expected {current}, and writes nothing"),
                });
                result
            }
            /// The same; the real one may also fail without a reason.
            #[track_caller]
            pub fn compare_exchange_weak(&self, current: $t, new: $t, success: Ordering, failure: Ordering) -> Result<$t, $t> {
                self.compare_exchange(current, new, success, failure)
            }
            /// Changes the value with a function, if that returns one.
            #[track_caller]
            pub fn fetch_update<F: FnMut($t) -> Option<$t>>(&self, set: Ordering, fetch: Ordering, mut change: F) -> Result<$t, $t> {
                let mut old = self.load(fetch);
                while let Some(new) = change(old) {
                    match self.compare_exchange(old, new, set, fetch) {
                        Ok(old) => return Ok(old),
                        Err(other) => old = other,
                    }
                }
                Err(old)
            }
            /// Changes the value with a function, if that returns one.
            #[track_caller]
            pub fn try_update(&self, set: Ordering, fetch: Ordering, change: impl FnMut($t) -> Option<$t>) -> Result<$t, $t> {
                self.fetch_update(set, fetch, change)
            }
            /// Changes the value with a function.
            #[track_caller]
            pub fn update(&self, set: Ordering, fetch: Ordering, mut change: impl FnMut($t) -> $t) -> $t {
                let (Ok(old) | Err(old)) = self.fetch_update(set, fetch, |old| Some(change(old)));
                old
            }
            $(
                /// Changes the value in one step, and returns the one before.
                #[track_caller]
                pub fn $fetch(&self, value: $t, order: Ordering) -> $t {
                    step();
                    let old = self.real.$fetch(value, order);
                    self.values.update(old, self.real.load(Ordering::Relaxed), order);
                    note(Location::caller(), || format!(concat!($verb, " {} to {}, in one step"), value, old));
                    old
                }
            )*
        }

        impl From<$t> for $name {
            fn from(value: $t) -> Self {
                Self::new(value)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                self.real.fmt(f)
            }
        }
    };
}

macro_rules! integers {
    ($($name:ident $t:ty,)*) => {$(
        atomic!($name, $t;
            fetch_add "adds"; fetch_sub "subtracts"; fetch_max "applies max"; fetch_min "applies min";
            fetch_and "applies and"; fetch_nand "applies nand"; fetch_or "applies or"; fetch_xor "applies xor";);
    )*};
}

integers! {
    AtomicU8 u8, AtomicU16 u16, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize,
    AtomicI8 i8, AtomicI16 i16, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize,
}

atomic!(AtomicBool, bool;
    fetch_and "applies and"; fetch_nand "applies nand"; fetch_or "applies or"; fetch_xor "applies xor";);

impl AtomicBool {
    /// Turns the value round, and returns the one before.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}
