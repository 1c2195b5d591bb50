//! How two threads meet at a channel without room.
//!
//! A thread that waits there makes an offer: to receive, or in a `select!` to do one of several things. Another thread
//! may accept it, which nobody can take back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a thread offers to do. One of these things can be accepted.
#[derive(Default)]
pub(crate) struct Offer(Mutex<State>);

#[derive(Default)]
enum State {
    #[default]
    Open,
    /// The index of what was accepted, and to whom a message goes, if it is sent.
    Accepted(usize, Option<Arc<Offer>>),
    /// The thread does something else.
    Closed,
}

impl Offer {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accepts it, if that is still possible.
    fn accept(&self, index: usize, to: Option<Arc<Offer>>) -> bool {
        let mut state = self.state();
        let is_open = matches!(*state, State::Open);
        if is_open {
            *state = State::Accepted(index, to);
        }
        is_open
    }

    /// Returns what was accepted, and to whom a message goes.
    pub fn accepted(&self) -> Option<(usize, Option<Arc<Offer>>)> {
        match &*self.state() {
            State::Accepted(index, to) => Some((*index, to.clone())),
            State::Open | State::Closed => None,
        }
    }

    /// Ends it. Returns false if it was accepted before.
    pub fn close(&self) -> bool {
        let mut state = self.state();
        let is_accepted = matches!(*state, State::Accepted(..));
        if !is_accepted {
            *state = State::Closed;
        }
        !is_accepted
    }

    /// The thread could not do anything else.
    pub fn open_again(&self) {
        *self.state() = State::Open;
    }

    /// Says that the thread waits for a message that will be handed to it.
    pub fn expect_message(&self) {
        *self.state() = State::Accepted(0, None);
    }
}

/// The offers of those that wait on one side of a channel.
#[derive(Default)]
pub(super) struct Offers(Vec<(Arc<Offer>, usize)>);

impl Offers {
    /// Adds an offer, whose index here is this one.
    pub fn add(&mut self, offer: &Arc<Offer>, index: usize) {
        if !self.0.iter().any(|(known, at)| Arc::ptr_eq(known, offer) && *at == index) {
            self.0.push((Arc::clone(offer), index));
        }
    }

    pub fn remove(&mut self, offer: &Arc<Offer>) {
        self.0.retain(|(known, _)| !Arc::ptr_eq(known, offer));
    }

    /// Returns whether another one than this can be accepted.
    pub fn is_there(&self, mine: &Arc<Offer>) -> bool {
        let is_open = |offer: &Offer| matches!(*offer.state(), State::Open);
        self.0.iter().any(|(offer, _)| !Arc::ptr_eq(offer, mine) && is_open(offer))
    }

    /// Accepts one that is not `mine`, and returns it. If it is one to send, the message goes to `to`.
    pub fn accept(&mut self, mine: &Arc<Offer>, to: Option<&Arc<Offer>>) -> Option<Arc<Offer>> {
        let found = self.0.iter().position(|(offer, index)| {
            !Arc::ptr_eq(offer, mine) && offer.accept(*index, to.cloned())
        });
        found.map(|at| self.0.remove(at).0)
    }
}
