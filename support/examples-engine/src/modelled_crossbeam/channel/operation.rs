//! What can be selected.

use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crossbeam::channel::{RecvError, SendError};

use super::{Receiver, Sender};
use crate::channel::{Failed, Offer};
use crate::schedule::Me;

/// What can be selected: sending to a channel, or receiving from it.
pub(super) trait Operation {
    /// Returns whether the one with this offer would not wait.
    fn is_ready(&self, offer: &Arc<Offer>) -> bool;
    /// Begins what was selected. Returns to whom a message goes, or an error if it can't be done any more.
    fn begin(&self, offer: &Arc<Offer>) -> Result<Option<Arc<Offer>>, ()>;
    /// Makes an offer to those that come.
    fn offer(&self, offer: &Arc<Offer>, index: usize);
    /// Takes the offer back.
    fn end_offer(&self, offer: &Arc<Offer>);
    /// Returns how long it takes until the clock sends.
    fn left(&self) -> Option<Duration>;
    /// The clock sends now.
    fn hurry(&self);
    /// Returns what a thread that waits for it waits on, in a schedule that is now known to use it.
    fn used_by(&self, me: &Me) -> u64;
}

impl<T> Sender<T> {
    pub(super) fn send_selected(
        &self,
        place: &'static Location,
        message: T,
        to: Option<&Arc<Offer>>,
    ) -> Result<(), SendError<T>> {
        match self.0.send_selected(place, message, to) {
            Ok(()) => Ok(()),
            Err(Failed::Disconnected(message) | Failed::NotNow(message)) => Err(SendError(message)),
        }
    }
}

impl<T> Receiver<T> {
    pub(super) fn receive_selected(
        &self,
        place: &'static Location,
        offer: &Arc<Offer>,
    ) -> Result<T, RecvError> {
        self.0.receive_selected(place, offer).map_err(|_| RecvError)
    }
}

impl<T> Operation for Sender<T> {
    fn is_ready(&self, offer: &Arc<Offer>) -> bool {
        self.0.can_send(offer)
    }
    fn begin(&self, offer: &Arc<Offer>) -> Result<Option<Arc<Offer>>, ()> {
        self.0.begin_to_send(offer)
    }
    fn offer(&self, offer: &Arc<Offer>, index: usize) {
        self.0.offer_to_send(offer, index);
    }
    fn end_offer(&self, offer: &Arc<Offer>) {
        self.0.end_offers(offer);
    }
    fn left(&self) -> Option<Duration> {
        None
    }
    fn hurry(&self) {}
    fn used_by(&self, me: &Me) -> u64 {
        self.0.used_by(me)
    }
}

impl<T> Operation for Receiver<T> {
    fn is_ready(&self, offer: &Arc<Offer>) -> bool {
        self.0.can_receive(offer)
    }
    fn begin(&self, offer: &Arc<Offer>) -> Result<Option<Arc<Offer>>, ()> {
        self.0.begin_to_receive(offer);
        Ok(None)
    }
    fn offer(&self, offer: &Arc<Offer>, index: usize) {
        self.0.offer_to_receive(offer, index);
    }
    fn end_offer(&self, offer: &Arc<Offer>) {
        self.0.end_offers(offer);
    }
    fn left(&self) -> Option<Duration> {
        self.0.left()
    }
    fn hurry(&self) {
        self.0.hurry();
    }
    fn used_by(&self, me: &Me) -> u64 {
        self.0.used_by(me)
    }
}
