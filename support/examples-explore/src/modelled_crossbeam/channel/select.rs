//! `crossbeam::channel::Select`, and `select!`, which is made of it. Both work in schedules only.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::time::Duration;

use crossbeam::channel::{
    ReadyTimeoutError, RecvError, SelectTimeoutError, SendError, TryReadyError, TrySelectError,
};

use super::halves::{Operation, Receiver, Sender};
use crate::modelled::time::Instant;
use crate::monitor::wait_on;
use crate::schedule;
use crate::watch::{self, no_model};

/// Operations, of which the first that is ready is selected.
#[derive(Clone, Default)]
pub struct Select<'a> {
    /// `None` is one that was removed.
    operations: Vec<Option<&'a dyn Operation>>,
    is_biased: bool,
}

impl<'a> Select<'a> {
    /// Returns one without operations. It selects any one of those that are ready.
    pub fn new() -> Self {
        Self::default()
    }
    /// Returns one without operations. It selects the first one of those that are ready.
    pub fn new_biased() -> Self {
        Self { is_biased: true, ..Self::default() }
    }
    /// Adds a channel to receive from, and returns its index.
    pub fn recv<T>(&mut self, receiver: &'a Receiver<T>) -> usize {
        self.add(receiver)
    }
    /// Adds a channel to send to, and returns its index.
    pub fn send<T>(&mut self, sender: &'a Sender<T>) -> usize {
        self.add(sender)
    }
    fn add(&mut self, operation: &'a dyn Operation) -> usize {
        self.operations.push(Some(operation));
        self.operations.len() - 1
    }
    /// Removes an operation. The others keep their indices.
    pub fn remove(&mut self, index: usize) {
        self.operations[index].take().expect("it was not removed before");
    }
    /// Waits until an operation is ready.
    #[track_caller]
    pub fn select(&mut self) -> SelectedOperation<'a> {
        self.within(None)
    }
    /// Selects an operation if one is ready.
    #[track_caller]
    pub fn try_select(&mut self) -> Result<SelectedOperation<'a>, TrySelectError> {
        self.select_timeout(Duration::ZERO).map_err(|_| TrySelectError)
    }
    /// Waits until an operation is ready, or until the time has passed.
    #[track_caller]
    pub fn select_timeout(
        &mut self,
        limit: Duration,
    ) -> Result<SelectedOperation<'a>, SelectTimeoutError> {
        let selected = self.within(Some(limit));
        if selected.index == NONE { Err(SelectTimeoutError) } else { Ok(selected) }
    }
    /// Waits until an operation is ready, or until then.
    #[track_caller]
    pub fn select_deadline(
        &mut self,
        end: Instant,
    ) -> Result<SelectedOperation<'a>, SelectTimeoutError> {
        self.select_timeout(end.saturating_duration_since(Instant::now()))
    }
    /// Waits until an operation is ready, and returns its index.
    #[track_caller]
    pub fn ready(&mut self) -> usize {
        self.within(None).index
    }
    /// Returns the index of an operation that is ready, if there is one.
    #[track_caller]
    pub fn try_ready(&mut self) -> Result<usize, TryReadyError> {
        self.ready_timeout(Duration::ZERO).map_err(|_| TryReadyError)
    }
    /// Waits until an operation is ready, or until the time has passed, and returns its index.
    #[track_caller]
    pub fn ready_timeout(&mut self, limit: Duration) -> Result<usize, ReadyTimeoutError> {
        let index = self.within(Some(limit)).index;
        if index == NONE { Err(ReadyTimeoutError) } else { Ok(index) }
    }
    /// Waits until an operation is ready, or until then, and returns its index.
    #[track_caller]
    pub fn ready_deadline(&mut self, end: Instant) -> Result<usize, ReadyTimeoutError> {
        self.ready_timeout(end.saturating_duration_since(Instant::now()))
    }

    /// What `select!` calls. If the time passes before an operation is ready, the index is none of theirs.
    #[doc(hidden)]
    #[track_caller]
    pub fn within(&self, limit: Option<Duration>) -> SelectedOperation<'a> {
        let index = self.choose(Location::caller(), limit).unwrap_or(NONE);
        SelectedOperation { index, select: PhantomData }
    }

    fn choose(&self, place: &'static Location, limit: Option<Duration>) -> Option<usize> {
        let Some(me) = schedule::me() else { no_model(place, "`select!`") };
        me.step();
        let all = || {
            let all = self.operations.iter().enumerate();
            all.filter_map(|(index, operation)| Some((index, (*operation)?)))
        };
        let channels: Vec<_> = all().map(|(_, operation)| operation.used_by(&me)).collect();
        loop {
            let ready = all().filter(|(_, operation)| operation.is_ready(place));
            let ready: Vec<_> = ready.map(|(index, _)| index).collect();
            if !ready.is_empty() {
                let which = if self.is_biased { 0 } else { me.which(ready.len()) };
                return Some(ready[which]);
            }
            let any_of = match channels.len() {
                1 => "its channel".to_owned(),
                count => format!("any of {count} channels"),
            };
            if limit == Some(Duration::ZERO) {
                watch::note_look(place, 0, || format!("looks at {any_of}, in vain"));
                return None;
            }
            if wait_on(
                &me,
                channels.clone(),
                place,
                format!("waits for {any_of}").into(),
                limit,
                true,
            ) {
                watch::note(place, || format!("has waited for {any_of}, in vain"));
                return None;
            }
        }
    }
}

impl fmt::Debug for Select<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Select").finish_non_exhaustive()
    }
}

/// The index that no operation has.
const NONE: usize = usize::MAX;

/// An operation that was selected, and must now be done.
#[must_use]
#[derive(Debug)]
pub struct SelectedOperation<'a> {
    index: usize,
    select: PhantomData<&'a ()>,
}

impl SelectedOperation<'_> {
    /// Returns which one it is.
    pub fn index(&self) -> usize {
        self.index
    }
    /// Receives.
    #[track_caller]
    pub fn recv<T>(self, receiver: &Receiver<T>) -> Result<T, RecvError> {
        receiver.receive_now(Location::caller())
    }
    /// Sends.
    #[track_caller]
    pub fn send<T>(self, sender: &Sender<T>, message: T) -> Result<(), SendError<T>> {
        sender.send_now(Location::caller(), message)
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    ($($arms:tt)*) => { $crate::__select_arms! { new [] $($arms)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __select_biased {
    ($($arms:tt)*) => { $crate::__select_arms! { new_biased [] $($arms)* } };
}

/// Reads the arms: `(recv (receiver) (pattern) body)`, `(send (sender, message) (pattern) body)`, and
/// `(default (limit or nothing) () body)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __select_arms {
    ($new:ident [$($arms:tt)*]) => {
        $crate::__select_match! { $new [] [] [0 a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9 j] $($arms)* }
    };
    ($new:ident $arms:tt default => $($rest:tt)*) => {
        $crate::__select_arms! { $new $arms default() => $($rest)* }
    };
    // Behind a block there may be a comma or not.
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:block, $($rest:tt)*) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] $($rest)* }
    };
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:block $($rest:tt)*) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] $($rest)* }
    };
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:expr, $($rest:tt)*) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] $($rest)* }
    };
    ($new:ident [$($arms:tt)*] $kind:ident $of:tt $(-> $result:pat)? => $body:expr) => {
        $crate::__select_arms! { $new [$($arms)* ($kind $of ($($result)?) $body)] }
    };
}

/// Numbers and names the operations, and writes the code that selects one.
#[doc(hidden)]
#[macro_export]
macro_rules! __select_match {
    ($new:ident [$($done:tt)*] $default:tt [$index:tt $name:ident $($names:tt)*]
        (recv ($half:expr $(,)?) ($result:pat) $body:expr) $($arms:tt)*) => {
        $crate::__select_match! {
            $new [$($done)* ($index $name Receiver recv ($half) ($result) () ($body))] $default
            [$($names)*] $($arms)*
        }
    };
    ($new:ident [$($done:tt)*] $default:tt [$index:tt $name:ident $($names:tt)*]
        (send ($half:expr, $message:expr $(,)?) ($result:pat) $body:expr) $($arms:tt)*) => {
        $crate::__select_match! {
            $new [$($done)* ($index $name Sender send ($half) ($result) ($message) ($body))] $default
            [$($names)*] $($arms)*
        }
    };
    ($new:ident $done:tt [] $names:tt (default () () $body:expr) $($arms:tt)*) => {
        $crate::__select_match! {
            $new $done [(::std::time::Duration::ZERO) ($body)] $names $($arms)*
        }
    };
    ($new:ident $done:tt [] $names:tt (default ($limit:expr $(,)?) () $body:expr) $($arms:tt)*) => {
        $crate::__select_match! { $new $done [($limit) ($body)] $names $($arms)* }
    };
    ($new:ident $done:tt [] $names:tt) => {
        $crate::__select_match! { @ $new $done ::std::option::Option::None, ::std::unreachable!() }
    };
    ($new:ident $done:tt [($limit:expr) ($default:expr)] $names:tt) => {
        $crate::__select_match! { @ $new $done ::std::option::Option::Some($limit), $default }
    };
    (@ $new:ident [$(
        ($index:tt $name:ident $half:ident $kind:ident ($channel:expr) ($result:pat) ($($message:expr)?)
            ($body:expr))
    )*] $limit:expr, $default:expr) => {{
        $(let $name: &$crate::modelled_crossbeam::channel::$half<_> = &$channel;)*
        let selected = {
            #[allow(unused_mut)] // with a `default` alone
            let mut select = $crate::modelled_crossbeam::channel::Select::$new();
            $(select.$kind($name);)*
            select.within($limit)
        };
        match selected.index() {
            $($index => {
                let $result = selected.$kind($name $(, $message)?);
                $body
            })*
            _ => $default,
        }
    }};
}
