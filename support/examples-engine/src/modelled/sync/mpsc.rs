//! `std::sync::mpsc`.

pub use ::std::sync::mpsc::*;

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::channel::{Channel, Failed};

/// Returns a channel without a bound.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let channel = Arc::new(Channel::new(None));
    (Sender(Arc::clone(&channel)), Receiver(channel))
}

/// Returns a channel without a bound, whose messages are written down.
#[doc(hidden)]
pub fn shown_channel<T: fmt::Debug>() -> (Sender<T>, Receiver<T>) {
    let mut channel = Channel::new(None);
    channel.show = Some(|message| format!("{message:?}"));
    let channel = Arc::new(channel);
    (Sender(Arc::clone(&channel)), Receiver(channel))
}

/// Returns a channel that holds `bound` messages.
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let channel = Arc::new(Channel::new(Some(bound)));
    (SyncSender(Arc::clone(&channel)), Receiver(channel))
}

/// The sending half of a channel without a bound.
pub struct Sender<T>(Arc<Channel<T>>);

/// The sending half of a channel with a bound.
pub struct SyncSender<T>(Arc<Channel<T>>);

/// The receiving half.
pub struct Receiver<T>(Arc<Channel<T>>);

macro_rules! sender {
    ($($name:ident)+) => {$(
        impl<T> $name<T> {
            /// Sends, and waits for room if there is a bound.
            #[track_caller]
            pub fn send(&self, message: T) -> Result<(), SendError<T>> {
                match self.0.send(Location::caller(), message, None) {
                    Ok(()) => Ok(()),
                    Err(Failed::Disconnected(message) | Failed::NotNow(message)) => Err(SendError(message)),
                }
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.0.add_sender();
                Self(Arc::clone(&self.0))
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.0.drop_sender();
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
sender!(Sender SyncSender);

impl<T> SyncSender<T> {
    /// Sends if there is room.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.0.try_send(Location::caller(), message).map_err(|failed| match failed {
            Failed::NotNow(message) => TrySendError::Full(message),
            Failed::Disconnected(message) => TrySendError::Disconnected(message),
        })
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
    /// Waits for a message, or until the time has passed.
    #[track_caller]
    pub fn recv_timeout(&self, limit: Duration) -> Result<T, RecvTimeoutError> {
        self.0.receive(Location::caller(), Some(limit)).map_err(|failed| match failed {
            Failed::NotNow(()) => RecvTimeoutError::Timeout,
            Failed::Disconnected(()) => RecvTimeoutError::Disconnected,
        })
    }
    /// Returns all messages, and waits for each.
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self, Location::caller())
    }
    /// Returns the messages that are there.
    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self, Location::caller())
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.drop_receiver();
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

/// Waits for each message.
#[derive(Debug)]
pub struct Iter<'a, T>(&'a Receiver<T>, &'static Location<'static>);

/// Takes the messages that are there.
#[derive(Debug)]
pub struct TryIter<'a, T>(&'a Receiver<T>, &'static Location<'static>);

/// Waits for each message, and has the receiver.
#[derive(Debug)]
pub struct IntoIter<T>(Receiver<T>, &'static Location<'static>);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.0.0.receive(self.1, None).ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.0.0.try_receive(self.1).ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.0.0.receive(self.1, None).ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;
    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self, Location::caller())
    }
}
