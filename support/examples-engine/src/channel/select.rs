//! What a channel does in a `select!`.

use std::sync::Arc;
use std::time::Duration;

use super::{Channel, Clock, Failed, Got, Offer, Place};
use crate::schedule::Me;
use crate::watch::{self, step};

impl<T> Channel<T> {
    /// Returns whether the one with this offer would not wait for a message.
    pub fn can_receive(&self, offer: &Arc<Offer>) -> bool {
        if let Some(clock) = &self.clock {
            return clock.is_due();
        }
        self.state.look(|state| {
            !state.messages.is_empty() || state.senders == 0 || state.givers.is_there(offer)
        })
    }

    /// Returns whether the one with this offer would not wait for room.
    pub fn can_send(&self, offer: &Arc<Offer>) -> bool {
        self.state.look(|state| {
            let has_room = match self.capacity {
                Some(0) => state.takers.is_there(offer),
                Some(room) => state.messages.len() < room,
                None => true,
            };
            has_room || state.receivers == 0
        })
    }

    /// Returns how long it takes until the clock sends.
    pub fn left(&self) -> Option<Duration> {
        self.clock.as_ref().and_then(Clock::left)
    }

    /// The clock sends now.
    pub fn hurry(&self) {
        if let Some(clock) = &self.clock {
            clock.hurry();
        }
    }

    /// Returns what a thread that waits for it waits on, in a schedule that is now known to use it.
    pub fn used_by(&self, me: &Me) -> u64 {
        self.state.number(me)
    }

    /// Offers to receive, if there is no room for messages.
    pub fn offer_to_receive(&self, offer: &Arc<Offer>, index: usize) {
        if self.capacity == Some(0) {
            self.state.with(|state| state.takers.add(offer, index));
        }
    }

    /// Offers to send, if there is no room for messages.
    pub fn offer_to_send(&self, offer: &Arc<Offer>, index: usize) {
        if self.capacity == Some(0) {
            self.state.with(|state| state.givers.add(offer, index));
        }
    }

    /// Takes the offers back.
    pub fn end_offers(&self, offer: &Arc<Offer>) {
        if self.capacity == Some(0) {
            self.state.with(|state| {
                state.takers.remove(offer);
                state.givers.remove(offer);
            });
        }
    }

    /// Accepts that one who offers to receive gets the message, and returns who. Returns an error if there is no such
    /// one any more.
    pub fn begin_to_send(&self, mine: &Arc<Offer>) -> Result<Option<Arc<Offer>>, ()> {
        if self.capacity != Some(0) {
            return Ok(None);
        }
        self.state.with(|state| match state.takers.accept(mine, None) {
            Some(taker) => Ok(Some(taker)),
            None if state.receivers == 0 => Ok(None),
            None => Err(()),
        })
    }

    /// Accepts the message of one who offers to send, if there is no other message.
    pub fn begin_to_receive(&self, mine: &Arc<Offer>) {
        if self.capacity == Some(0) {
            self.state.with(|state| {
                if state.messages.is_empty() && state.givers.accept(mine, Some(mine)).is_some() {
                    mine.expect_message();
                }
            });
        }
    }

    /// Receives what was selected. If it need not wait, nothing comes between the selection and this.
    pub fn receive_selected(&self, place: Place, offer: &Arc<Offer>) -> Result<T, Failed> {
        if let Some(clock) = &self.clock {
            return clock.take().ok_or(Failed::NotNow(()));
        }
        match self.state.with(|state| state.get(offer)) {
            Some(Got::Closed) => {
                // To come back to a closed channel again and again is to poll.
                self.note_look(place, "finds the channel closed");
                Err(Failed::Disconnected(()))
            }
            Some(got) => self.take(place, got, offer),
            None => self.receive(place, None),
        }
    }

    /// Sends what was selected, `to` the one who has offered to receive it.
    pub fn send_selected(
        &self,
        place: Place,
        message: T,
        to: Option<&Arc<Offer>>,
    ) -> Result<(), Failed<T>> {
        if to.is_none() && !self.can_send(&Arc::default()) {
            return self.send(place, message, None);
        }
        let sent = self.state.with(|state| match to {
            Some(to) => {
                state.hand(Arc::clone(to), message);
                Ok(())
            }
            None if state.receivers == 0 => Err(Failed::Disconnected(message)),
            None => {
                state.put(message);
                Ok(())
            }
        });
        match sent {
            Ok(()) => {
                self.note(place, "sends");
                step();
            }
            Err(_) => watch::note_look(place, 1, || "finds that nobody receives"),
        }
        sent
    }
}
