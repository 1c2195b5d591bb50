//! The messages of a channel, one after another.

use std::panic::Location;

use super::Receiver;

/// Waits for each message.
pub struct Iter<'a, T>(&'a Receiver<T>, &'static Location<'static>);

/// Takes the messages that are there.
pub struct TryIter<'a, T>(&'a Receiver<T>, &'static Location<'static>);

/// Waits for each message, and has the receiver.
pub struct IntoIter<T>(Receiver<T>, &'static Location<'static>);

impl<'a, T> Iter<'a, T> {
    pub(super) fn new(receiver: &'a Receiver<T>, place: &'static Location<'static>) -> Self {
        Self(receiver, place)
    }
}

impl<'a, T> TryIter<'a, T> {
    pub(super) fn new(receiver: &'a Receiver<T>, place: &'static Location<'static>) -> Self {
        Self(receiver, place)
    }
}

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
