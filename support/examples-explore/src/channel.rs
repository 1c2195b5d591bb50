//! The channel that the models of std's and Crossbeam's channels share.

use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::Location;
use std::time::Duration;

use crate::event::Note;
use crate::monitor::Monitor;
use crate::schedule::Me;
use crate::watch::{self, OnDrop, step};

type Place = &'static Location<'static>;

pub(crate) struct Channel<T> {
    /// How many messages it holds. `None`: any number. 0: a sender waits for a receiver.
    pub capacity: Option<usize>,
    state: Monitor<State<T>>,
}

struct State<T> {
    messages: VecDeque<T>,
    /// How many were ever put in.
    sent: u64,
    /// How many were ever taken out.
    received: u64,
    senders: usize,
    receivers: usize,
    /// Receivers that are waiting now.
    waiting: usize,
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
        let state = State {
            messages: VecDeque::new(),
            sent: 0,
            received: 0,
            senders: 1,
            receivers: 1,
            waiting: 0,
        };
        Self { capacity, state: Monitor::of("channel", state) }
    }

    /// Waits for room, with a limit or without. At a capacity of 0 also for a receiver.
    pub fn send(&self, place: Place, message: T, limit: Option<Duration>) -> Result<(), Failed<T>> {
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
        self.note(place, "sends");
        step(); // What comes after may be nothing that the models know, such as to drop an `Arc`.
        Ok(())
    }

    fn note(&self, place: Place, what: &str) {
        watch::note(place, || Note::from(what).to(self.state.object()));
    }

    /// Writes down a look that has seen nothing.
    fn note_look(&self, place: Place, what: &str) {
        watch::note_look(place, 0, || Note::from(what).to(self.state.object()));
    }

    pub fn try_send(&self, place: Place, message: T) -> Result<(), Failed<T>> {
        let result = self.state.try_step(|state| {
            let has_room = match self.capacity {
                None => true,
                Some(0) => state.waiting > state.messages.len(),
                Some(room) => state.messages.len() < room,
            };
            match (state.receivers, has_room) {
                (0, _) => Err(Failed::Disconnected(message)),
                (_, false) => Err(Failed::NotNow(message)),
                (_, true) => {
                    state.put(message);
                    Ok(())
                }
            }
        });
        match result {
            Ok(()) => self.note(place, "sends"),
            Err(_) => self.note_look(place, "tries to send, in vain"),
        }
        result
    }

    /// Waits for a message, with a limit or without.
    pub fn receive(&self, place: Place, limit: Option<Duration>) -> Result<T, Failed> {
        let waits = Cell::new(0);
        let ends = OnDrop(|| {
            if waits.get() > 0 {
                self.state.with(|state| state.waiting -= waits.take());
            }
        });
        let received = self.state.wait_limited(place, limit, |state| match state.take() {
            Ok(message) => {
                state.waiting -= waits.take();
                Ok(Ok(message))
            }
            Err(Failed::Disconnected(())) => Ok(Err(())),
            Err(Failed::NotNow(())) => {
                state.waiting += 1 - waits.replace(1);
                let senders = match state.senders {
                    1 => "1 sender is left".to_owned(),
                    senders => format!("{senders} senders are left"),
                };
                Err(format!("waits for a message; {senders}"))
            }
        });
        drop(ends);
        match received {
            Some(Ok(message)) => {
                self.note(place, "receives");
                Ok(message)
            }
            Some(Err(())) => {
                self.note(place, "finds the channel closed");
                Err(Failed::Disconnected(()))
            }
            None => {
                self.note(place, "has waited for a message, in vain");
                Err(Failed::NotNow(()))
            }
        }
    }

    pub fn try_receive(&self, place: Place) -> Result<T, Failed> {
        let result = self.state.try_step(State::take);
        match result {
            Ok(_) => self.note(place, "receives"),
            Err(_) => self.note_look(place, "tries to receive, in vain"),
        }
        result
    }

    /// Receives, and waits only if it must: if it need not, nothing comes between a look and this.
    pub fn receive_now(&self, place: Place) -> Result<T, Failed> {
        match self.state.with(State::take) {
            Ok(message) => {
                self.note(place, "receives");
                Ok(message)
            }
            Err(Failed::Disconnected(())) => {
                // To come back to a closed channel again and again is to poll.
                self.note_look(place, "finds the channel closed");
                Err(Failed::Disconnected(()))
            }
            Err(Failed::NotNow(())) => self.receive(place, None),
        }
    }

    /// The same for sending.
    pub fn send_now(&self, place: Place, message: T) -> Result<(), Failed<T>> {
        if !self.can_send() {
            return self.send(place, message, None);
        }
        let sent = self.state.with(|state| match state.receivers {
            0 => Err(Failed::Disconnected(message)),
            _ => {
                state.put(message);
                Ok(())
            }
        });
        match sent {
            Ok(()) => self.note(place, "sends"),
            Err(_) => self.note_look(place, "finds that nobody receives"),
        }
        sent
    }

    /// Returns whether `receive` would not wait.
    pub fn can_receive(&self) -> bool {
        self.state.look(|state| !state.messages.is_empty() || state.senders == 0)
    }

    /// Returns whether `send` would not wait, if there is room for messages at all.
    pub fn can_send(&self) -> bool {
        let room = self.capacity.unwrap_or(usize::MAX);
        self.state.look(|state| state.messages.len() < room || state.receivers == 0)
    }

    /// Returns what a thread that waits for it waits on, in a schedule that is now known to use it.
    pub fn used_by(&self, me: &Me) -> u64 {
        self.state.number(me)
    }

    pub fn len(&self, place: Place) -> usize {
        // A sender that waits for a receiver holds its message itself.
        let len = self.state.ask(|state| state.messages.len());
        watch::note_look(place, len as u64, || {
            Note::from(format!("finds {len} messages")).to(self.state.object()).read(len)
        });
        if self.capacity == Some(0) { 0 } else { len }
    }

    pub fn add_sender(&self) {
        self.state.with(|state| state.senders += 1);
    }

    pub fn add_receiver(&self) {
        self.state.with(|state| state.receivers += 1);
    }

    pub fn drop_sender(&self) {
        self.state.step(|state| state.senders -= 1);
    }

    pub fn drop_receiver(&self) {
        let left = self.state.step(|state| {
            state.receivers -= 1;
            // Those that a sender still holds at a capacity of 0 go back to it.
            let all = state.receivers == 0 && self.capacity != Some(0);
            if all { std::mem::take(&mut state.messages) } else { VecDeque::new() }
        });
        drop(left); // Not under the monitor's lock: a message may be a sender.
    }
}

impl<T> State<T> {
    fn put(&mut self, message: T) -> u64 {
        self.messages.push_back(message);
        self.sent += 1;
        self.sent - 1
    }

    fn take(&mut self) -> Result<T, Failed> {
        match self.messages.pop_front() {
            Some(message) => {
                self.received += 1;
                Ok(message)
            }
            None if self.senders == 0 => Err(Failed::Disconnected(())),
            None => Err(Failed::NotNow(())),
        }
    }

    fn take_back(&mut self) -> Option<T> {
        self.sent -= 1;
        self.messages.pop_back()
    }
}
