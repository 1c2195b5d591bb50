//! The halves of a channel.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use crossbeam::channel::{
    RecvError, RecvTimeoutError, SendError, SendTimeoutError, TryRecvError, TrySendError,
};

use super::{Iter, TryIter};
use crate::channel::{Channel, Clock, Failed};
use crate::modelled::time::Instant;

/// Returns a channel without a bound.
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    both(None)
}

/// Returns a channel that holds `capacity` messages.
pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    both(Some(capacity))
}

/// Returns a channel to which nobody ever sends.
pub fn never<T>() -> Receiver<T> {
    let (sender, receiver) = unbounded();
    std::mem::forget(sender); // So it does not end.
    receiver
}

/// Returns a channel to which the clock sends after this time.
pub fn after(time: Duration) -> Receiver<Instant> {
    of_clock(Instant::now().checked_add(time), None)
}

/// Returns a channel to which the clock sends at this moment.
pub fn at(time: Instant) -> Receiver<Instant> {
    of_clock(Some(time), None)
}

/// Returns a channel to which the clock sends at intervals.
pub fn tick(time: Duration) -> Receiver<Instant> {
    of_clock(Instant::now().checked_add(time), Some(time))
}

fn of_clock(next: Option<Instant>, every: Option<Duration>) -> Receiver<Instant> {
    Receiver(Arc::new(Channel::of_clock(Clock::new(next, every, |due| due))))
}

fn both<T>(capacity: Option<usize>) -> (Sender<T>, Receiver<T>) {
    let channel = Arc::new(Channel::new(capacity));
    (Sender(Arc::clone(&channel)), Receiver(channel))
}

/// The sending half.
pub struct Sender<T>(pub(super) Arc<Channel<T>>);

/// The receiving half. Each message goes to one of its clones.
pub struct Receiver<T>(pub(super) Arc<Channel<T>>);

impl<T> Sender<T> {
    /// Sends, and waits for room if there is a bound.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        match self.0.send(Location::caller(), message, None) {
            Ok(()) => Ok(()),
            Err(Failed::Disconnected(message) | Failed::NotNow(message)) => Err(SendError(message)),
        }
    }
    /// Sends if there is room.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.0.try_send(Location::caller(), message).map_err(|failed| match failed {
            Failed::NotNow(message) => TrySendError::Full(message),
            Failed::Disconnected(message) => TrySendError::Disconnected(message),
        })
    }
    /// Sends, and waits for room until the time has passed.
    #[track_caller]
    pub fn send_timeout(&self, message: T, limit: Duration) -> Result<(), SendTimeoutError<T>> {
        self.0.send(Location::caller(), message, Some(limit)).map_err(|failed| match failed {
            Failed::NotNow(message) => SendTimeoutError::Timeout(message),
            Failed::Disconnected(message) => SendTimeoutError::Disconnected(message),
        })
    }
    /// Sends, and waits for room until then.
    #[track_caller]
    pub fn send_deadline(&self, message: T, end: Instant) -> Result<(), SendTimeoutError<T>> {
        self.send_timeout(message, end.saturating_duration_since(Instant::now()))
    }
}

impl<T> Receiver<T> {
    /// Waits for a message.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.0.receive(Location::caller(), None).map_err(|_| RecvError)
    }
    /// Takes a message if there is one.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.0.try_receive(Location::caller()).map_err(|failed| match failed {
            Failed::NotNow(()) => TryRecvError::Empty,
            Failed::Disconnected(()) => TryRecvError::Disconnected,
        })
    }
    /// Waits for a message until the time has passed.
    #[track_caller]
    pub fn recv_timeout(&self, limit: Duration) -> Result<T, RecvTimeoutError> {
        self.0.receive(Location::caller(), Some(limit)).map_err(|failed| match failed {
            Failed::NotNow(()) => RecvTimeoutError::Timeout,
            Failed::Disconnected(()) => RecvTimeoutError::Disconnected,
        })
    }
    /// Waits for a message until then.
    #[track_caller]
    pub fn recv_deadline(&self, end: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_timeout(end.saturating_duration_since(Instant::now()))
    }
    /// Returns all messages, and waits for each.
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter::new(self, Location::caller())
    }
    /// Returns the messages that are there.
    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter::new(self, Location::caller())
    }
}

macro_rules! half {
    ($name:ident $add:ident $drop:ident) => {
        impl<T> $name<T> {
            /// Returns whether there is no message.
            #[track_caller]
            pub fn is_empty(&self) -> bool {
                self.0.len(Location::caller()) == 0
            }
            /// Returns whether there is no room.
            #[track_caller]
            pub fn is_full(&self) -> bool {
                let len = self.0.len(Location::caller());
                self.0.capacity.is_some_and(|capacity| len >= capacity)
            }
            /// Returns how many messages there are.
            #[track_caller]
            pub fn len(&self) -> usize {
                self.0.len(Location::caller())
            }
            /// Returns the bound.
            pub fn capacity(&self) -> Option<usize> {
                self.0.capacity
            }
            /// Returns whether both belong to one channel.
            pub fn same_channel(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.0, &other.0)
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.0.$add();
                Self(Arc::clone(&self.0))
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.0.$drop();
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.pad(concat!(stringify!($name), " { .. }"))
            }
        }

        impl<T> UnwindSafe for $name<T> {}
        impl<T> RefUnwindSafe for $name<T> {}
    };
}
half!(Sender add_sender drop_sender);
half!(Receiver add_receiver drop_receiver);
