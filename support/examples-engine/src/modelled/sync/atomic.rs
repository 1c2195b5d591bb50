//! `std::sync::atomic`.

pub use ::std::sync::atomic::*;

use std::fmt;
use std::panic::Location;

use crate::schedule;
use crate::values::Values;
use crate::watch::{cannot_see, no_model, note, step};

/// Orders what comes before it and what comes after it.
#[track_caller]
pub fn fence(order: Ordering) {
    step();
    ::std::sync::atomic::fence(order);
    if let Some(me) = schedule::me() {
        if order != Ordering::SeqCst {
            me.uses_weak_ordering();
        }
        me.touches_order(order);
        me.in_memory(|memory, thread, _| memory.fence(thread, order));
    }
    note(Location::caller(), || format!("passes a fence with `{order:?}`"));
}

/// Keeps the compiler from moving operations, which a schedule does not do. It orders nothing for other threads.
#[track_caller]
pub fn compiler_fence(order: Ordering) {
    step();
    ::std::sync::atomic::compiler_fence(order);
    note(Location::caller(), || format!("passes a compiler fence with `{order:?}`"));
}

macro_rules! atomic {
    ($name:ident $(<$g:ident>)?, $t:ty, $to:expr, $from:expr; $($fetch:ident $verb:literal;)*) => {
        /// A value that threads change without a lock. Each operation is one step of a schedule.
        pub struct $name $(<$g>)? {
            real: ::std::sync::atomic::$name $(<$g>)?,
            values: Values,
        }

        impl $(<$g>)? $name $(<$g>)? {
            const TO: fn($t) -> u64 = $to;
            const FROM: fn(u64) -> $t = $from;
            const SHOW: fn(u64) -> String = |bits| format!("{:?}", Self::FROM(bits));

            /// Returns an atomic with this value.
            pub const fn new(value: $t) -> Self {
                Self { real: ::std::sync::atomic::$name::new(value), values: Values::new() }
            }
            /// Returns the value.
            #[track_caller]
            pub fn into_inner(self) -> $t {
                let value = self.real.into_inner();
                self.values.end(Self::TO(value), Location::caller(), Self::SHOW);
                value
            }
            /// Returns the value, which nobody else can have.
            pub fn get_mut(&mut self) -> &mut $t {
                self.values.forget();
                self.real.get_mut()
            }
            /// Refuses: what is done through a pointer is not followed.
            #[track_caller]
            pub fn as_ptr(&self) -> *mut $t {
                no_model(Location::caller(), "`as_ptr` of an atomic")
            }
            /// Returns the value.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $t {
                let me = self.values.begin();
                let newest = self.real.load(order);
                let Some(me) = me else { return newest };
                let place = Location::caller();
                Self::FROM(self.values.load(&me, Self::TO(newest), order, place, Self::SHOW))
            }
            /// Sets the value.
            #[track_caller]
            pub fn store(&self, value: $t, order: Ordering) {
                let me = self.values.begin();
                let Some(me) = me else {
                    self.real.store(value, order);
                    return step(); // What comes after may be nothing that the models know.
                };
                let change = [self.real.load(Ordering::Relaxed), value].map(Self::TO);
                let last = self.values.store(&me, change, order, Location::caller(), Self::SHOW);
                self.real.store(Self::FROM(last), order);
            }
            /// Sets the value, and returns the one before.
            #[track_caller]
            pub fn swap(&self, value: $t, order: Ordering) -> $t {
                self.updates(order, Location::caller(), "", |real| real.swap(value, order))
            }
            /// Sets the value if it is as expected.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $t,
                new: $t,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$t, $t> {
                let me = self.values.begin();
                let result = self.real.compare_exchange(current, new, success, failure);
                let Some(me) = me else { return result };
                let place = Location::caller();
                match result {
                    Ok(old) => {
                        let change = [Self::TO(old), Self::TO(new)];
                        self.values.update(&me, change, success, place, "", Self::SHOW);
                    }
                    Err(old) => {
                        let [old, current] = [old, current].map(Self::TO);
                        self.values.refuse(&me, old, Some(current), failure, place, Self::SHOW);
                    }
                }
                result
            }
            /// The same, and it may also fail without a reason.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $t,
                new: $t,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$t, $t> {
                match schedule::me() {
                    Some(me) if me.happens_without_reason() => {
                        me.step();
                        let old = self.real.load(Ordering::Relaxed);
                        let place = Location::caller();
                        self.values.refuse(&me, Self::TO(old), None, failure, place, Self::SHOW);
                        Err(old)
                    }
                    _ => self.compare_exchange(current, new, success, failure),
                }
            }
            /// Changes the value with a function, if that returns one.
            #[track_caller]
            pub fn fetch_update<F: FnMut($t) -> Option<$t>>(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut change: F,
            ) -> Result<$t, $t> {
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
            pub fn try_update(
                &self,
                set: Ordering,
                fetch: Ordering,
                change: impl FnMut($t) -> Option<$t>,
            ) -> Result<$t, $t> {
                self.fetch_update(set, fetch, change)
            }
            /// Changes the value with a function.
            #[track_caller]
            pub fn update(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut change: impl FnMut($t) -> $t,
            ) -> $t {
                let (Ok(old) | Err(old)) = self.fetch_update(set, fetch, |old| Some(change(old)));
                old
            }
            $(
                /// Changes the value in one step, and returns the one before.
                #[track_caller]
                pub fn $fetch(&self, value: $t, order: Ordering) -> $t {
                    self.updates(order, Location::caller(), $verb, |real| real.$fetch(value, order))
                }
            )*
            fn updates(
                &self,
                order: Ordering,
                place: &'static Location<'static>,
                verb: &str,
                change: impl FnOnce(&::std::sync::atomic::$name $(<$g>)?) -> $t,
            ) -> $t {
                let me = self.values.begin();
                let old = change(&self.real);
                match me {
                    Some(me) => {
                        let change = [old, self.real.load(Ordering::Relaxed)].map(Self::TO);
                        self.values.update(&me, change, order, place, verb, Self::SHOW);
                    }
                    None => step(),
                }
                old
            }
        }

        impl $(<$g>)? From<$t> for $name $(<$g>)? {
            fn from(value: $t) -> Self {
                Self::new(value)
            }
        }

        impl $(<$g>)? fmt::Debug for $name $(<$g>)? {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                cannot_see();
                self.real.fmt(f)
            }
        }
    };
}

macro_rules! integers {
    ($($name:ident $t:ty,)*) => {$(
        atomic!($name, $t, |value| value as u64, |bits| bits as $t;
            fetch_add "adds"; fetch_sub "subtracts"; fetch_max "applies max"; fetch_min "applies min";
            fetch_and "applies and"; fetch_nand "applies nand"; fetch_or "applies or"; fetch_xor "applies xor";);

        impl Default for $name {
            fn default() -> Self {
                Self::new(0)
            }
        }
    )*};
}

integers! {
    AtomicU8 u8, AtomicU16 u16, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize,
    AtomicI8 i8, AtomicI16 i16, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize,
}

atomic!(AtomicBool, bool, u64::from, |bits| bits != 0;
    fetch_and "applies and"; fetch_nand "applies nand"; fetch_or "applies or"; fetch_xor "applies xor";);

impl AtomicBool {
    /// Turns the value round, and returns the one before.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}

impl Default for AtomicBool {
    fn default() -> Self {
        Self::new(false)
    }
}

atomic!(AtomicPtr<T>, *mut T, |pointer| pointer.expose_provenance() as u64,
    |bits| ::std::ptr::with_exposed_provenance_mut(bits as usize););

impl<T> Default for AtomicPtr<T> {
    fn default() -> Self {
        Self::new(::std::ptr::null_mut())
    }
}
