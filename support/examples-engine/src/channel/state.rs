//! The messages of a channel, and who is there.

use std::collections::VecDeque;
use std::sync::Arc;

use super::offer::{Offer, Offers};
use crate::free;

pub(super) struct State<T> {
    pub messages: VecDeque<T>,
    /// How many were ever put in.
    pub sent: u64,
    /// How many were ever taken out.
    pub received: u64,
    is_used: bool,
    pub senders: usize,
    pub receivers: usize,
    /// Without room: those that offer to receive.
    pub takers: Offers,
    /// Without room: those that offer to send, in a `select!`.
    pub givers: Offers,
    /// Without room: what was given to those that have accepted, or were accepted.
    pub handed: Vec<(Arc<Offer>, T)>,
}

/// What a receiver gets.
pub(super) enum Got<T> {
    Message(T),
    Closed,
    /// A message will be handed to it.
    Soon,
}

impl<T> State<T> {
    pub fn new() -> Self {
        Self {
            messages: VecDeque::new(),
            sent: 0,
            received: 0,
            is_used: false,
            senders: 1,
            receivers: 1,
            takers: Offers::default(),
            givers: Offers::default(),
            handed: Vec::new(),
        }
    }

    pub fn put(&mut self, message: T) -> u64 {
        self.messages.push_back(message);
        self.counts();
        self.sent += 1;
        self.sent - 1
    }

    /// Its first message tells that the channel is used.
    fn counts(&mut self) {
        if !std::mem::replace(&mut self.is_used, true) {
            free::used_channel();
        }
    }

    /// Hands a message to one that has accepted, or was accepted.
    pub fn hand(&mut self, to: Arc<Offer>, message: T) {
        self.counts();
        self.handed.push((to, message));
    }

    /// Returns what there is for the one with this offer, if it need not wait.
    pub fn get(&mut self, offer: &Arc<Offer>) -> Option<Got<T>> {
        if let Some(message) = self.handed_to(offer) {
            return Some(Got::Message(message));
        }
        if offer.accepted().is_some() {
            return Some(Got::Soon);
        }
        if let Some(message) = self.messages.pop_front() {
            self.received += 1;
            return Some(Got::Message(message));
        }
        if self.givers.accept(offer, Some(offer)).is_some() {
            offer.expect_message();
            return Some(Got::Soon);
        }
        (self.senders == 0).then_some(Got::Closed)
    }

    pub fn handed_to(&mut self, offer: &Arc<Offer>) -> Option<T> {
        let at = self.handed.iter().position(|(to, _)| Arc::ptr_eq(to, offer))?;
        Some(self.handed.swap_remove(at).1)
    }

    pub fn take_back(&mut self) -> Option<T> {
        self.sent -= 1;
        self.messages.pop_back()
    }
}
