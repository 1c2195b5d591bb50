//! The channel that the models of std's and Crossbeam's channels share.

mod clock;
mod offer;
mod select;
mod state;

use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use clock::Clock;
pub(crate) use offer::Offer;

use crate::event::{Note, counted};
use crate::monitor::Monitor;
use crate::watch::{self, OnDrop, step};
use state::{Got, State};

type Place = &'static Location<'static>;

pub(crate) struct Channel<T> {
    /// How many messages it holds. `None`: any number. 0: a sender waits for a receiver.
    pub capacity: Option<usize>,
    state: Monitor<State<T>>,
    /// Returns the text for a message, if it can be shown.
    pub show: Option<fn(&T) -> String>,
    /// `None` unless the clock sends.
    clock: Option<Clock<T>>,
}

/// Why nothing was sent or received.
pub(crate) enum Failed<M = ()> {
    /// There is no room, or no message, or not in time.
    NotNow(M),
    /// Nobody is left at the other end.
    Disconnected(M),
}

impl<T> Channel<T> {
    pub fn new(capacity: Option<usize>) -> Self {
        Self { capacity, state: Monitor::of("channel", State::new()), show: None, clock: None }
    }

    /// Returns a channel to which the clock sends.
    pub fn of_clock(clock: Clock<T>) -> Self {
        Self { clock: Some(clock), ..Self::new(Some(1)) }
    }

    fn note(&self, place: Place, what: &str) {
        watch::note(place, || Note::from(what).to(self.state.object()));
    }

    /// Writes down a look that has seen nothing.
    fn note_look(&self, place: Place, what: &str) {
        watch::note_look(place, 0, || Note::from(what).to(self.state.object()));
    }

    /// Waits for room, with a limit or without. At a capacity of 0 also for a receiver.
    pub fn send(&self, place: Place, message: T, limit: Option<Duration>) -> Result<(), Failed<T>> {
        let text = self.show.map(|show| show(&message));
        let mut message = Some(message);
        let mut take = || message.take().expect("it is sent once");
        let sent = self.state.wait_limited(place, limit, |state| {
            if state.receivers == 0 {
                return Ok(Err(()));
            }
            match self.capacity {
                Some(0) if !state.messages.is_empty() => Err("waits for a receiver".into()),
                Some(room @ 1..) if state.messages.len() >= room => {
                    Err(format!("waits for room in the channel, which holds {room}"))
                }
                _ => Ok(Ok(state.put(take()))),
            }
        });
        let number = match sent {
            None => return Err(Failed::NotNow(take())),
            Some(Err(())) => return Err(Failed::Disconnected(take())),
            Some(Ok(number)) => number,
        };
        if self.capacity == Some(0) {
            let taken = self.state.wait_limited(place, limit, |state| {
                if state.received > number || state.receivers == 0 {
                    Ok(())
                } else {
                    Err("waits for a receiver".into())
                }
            });
            // If it was not taken, it still lies there.
            let back = self
                .state
                .with(|state| if state.received > number { None } else { state.take_back() });
            if let Some(message) = back {
                return Err(match taken {
                    None => Failed::NotNow(message),
                    Some(()) => Failed::Disconnected(message),
                });
            }
        }
        watch::note(place, || Note::from("sends").to(self.state.object()).values(None, text));
        step(); // What comes after may be nothing that the models know, such as to drop an `Arc`.
        Ok(())
    }

    pub fn try_send(&self, place: Place, message: T) -> Result<(), Failed<T>> {
        let result = self.state.try_step(|state| {
            if state.receivers == 0 {
                return Err(Failed::Disconnected(message));
            }
            match self.capacity {
                Some(0) => match state.takers.accept(&Arc::default(), None) {
                    Some(taker) => state.hand(taker, message),
                    None => return Err(Failed::NotNow(message)),
                },
                Some(room) if state.messages.len() >= room => return Err(Failed::NotNow(message)),
                _ => _ = state.put(message),
            }
            Ok(())
        });
        match result {
            Ok(()) => {
                self.note(place, "sends");
                step();
            }
            Err(_) => self.note_look(place, "tries to send, in vain"),
        }
        result
    }

    /// Waits for a message, with a limit or without.
    pub fn receive(&self, place: Place, limit: Option<Duration>) -> Result<T, Failed> {
        if let Some(clock) = &self.clock {
            return self.receive_from(clock, place, limit);
        }
        let offer = Arc::new(Offer::default());
        let offers = Cell::new(false);
        let ends = OnDrop(|| {
            if offers.get() {
                self.state.with(|state| state.takers.remove(&offer));
            }
        });
        let received = self.state.wait_limited(place, limit, |state| {
            if let Some(got) = state.get(&offer) {
                return Ok(got);
            }
            if self.capacity == Some(0) {
                offers.set(true);
                state.takers.add(&offer, 0);
            }
            let senders = match state.senders {
                1 => "1 sender is left".to_owned(),
                senders => format!("{senders} senders are left"),
            };
            Err(format!("waits for a message; {senders}"))
        });
        let got = match received {
            Some(got) => got,
            None if offer.close() => {
                self.note(place, "has waited for a message, in vain");
                return Err(Failed::NotNow(()));
            }
            None => Got::Soon,
        };
        drop(ends);
        self.take(place, got, &offer)
    }

    fn take(&self, place: Place, got: Got<T>, offer: &Arc<Offer>) -> Result<T, Failed> {
        match got {
            Got::Message(message) => {
                self.note(place, "receives");
                Ok(message)
            }
            Got::Closed => {
                self.note(place, "finds the channel closed");
                Err(Failed::Disconnected(()))
            }
            Got::Soon => Ok(self.wait_for_handed(place, offer)),
        }
    }

    fn wait_for_handed(&self, place: Place, offer: &Arc<Offer>) -> T {
        let message = self.state.wait(place, |state| {
            state.handed_to(offer).ok_or_else(|| "waits for the message of a sender".into())
        });
        self.note(place, "receives");
        message
    }

    pub fn try_receive(&self, place: Place) -> Result<T, Failed> {
        if let Some(clock) = &self.clock {
            step();
            let message = clock.take();
            if message.is_none() {
                self.note_look(place, "tries to receive, in vain");
            }
            return message.ok_or(Failed::NotNow(()));
        }
        let offer = Arc::new(Offer::default());
        let got = self.state.try_step(|state| match state.get(&offer) {
            Some(Got::Closed) => Err(Failed::Disconnected(())),
            Some(got) => Ok(got),
            None => Err(Failed::NotNow(())),
        });
        match got {
            Ok(got) => self.take(place, got, &offer),
            Err(failed) => {
                self.note_look(place, "tries to receive, in vain");
                Err(failed)
            }
        }
    }

    pub fn len(&self, place: Place) -> usize {
        let is_due = self.clock.as_ref().is_some_and(Clock::is_due);
        // A sender that waits for a receiver holds its message itself.
        let len = self.state.ask(|state| state.messages.len() + usize::from(is_due));
        let len = if self.capacity == Some(0) { 0 } else { len };
        watch::note_look(place, len as u64, || {
            Note::from(format!("finds {}", counted(len, "message")))
                .to(self.state.object())
                .read(len)
        });
        len
    }

    pub fn add_sender(&self) {
        self.state.with(|state| state.senders += 1);
    }

    pub fn add_receiver(&self) {
        self.state.with(|state| state.receivers += 1);
    }

    pub fn drop_sender(&self) {
        watch::cannot_see(); // It may lie in an `Arc`, which the last one drops.
        let left = self.state.step(|state| {
            state.senders -= 1;
            state.senders
        });
        watch::note_drop(|| {
            let what = match left {
                0 => "drops the last sender".to_owned(),
                1 => "drops a sender; 1 is left".to_owned(),
                _ => format!("drops a sender; {left} are left"),
            };
            Note::from(what).to(self.state.object())
        });
    }

    pub fn drop_receiver(&self) {
        watch::cannot_see();
        let left = self.state.step(|state| {
            state.receivers -= 1;
            // Those that a sender still holds at a capacity of 0 go back to it.
            let all = state.receivers == 0 && self.capacity != Some(0);
            if all { std::mem::take(&mut state.messages) } else { VecDeque::new() }
        });
        drop(left); // Not under the monitor's lock: a message may be a sender.
    }
}
