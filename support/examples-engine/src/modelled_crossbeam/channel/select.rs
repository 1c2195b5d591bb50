//! `crossbeam::channel::Select`, and `select!`, which is made of it.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crossbeam::channel::{
    ReadyTimeoutError, RecvError, SelectTimeoutError, SendError, TryReadyError, TrySelectError,
};

use super::operation::Operation;
use super::{Receiver, Sender};
use crate::bell::Listens;
use crate::channel::Offer;
use crate::modelled::time::Instant;
use crate::monitor::SHORT;
use crate::schedule;
use crate::watch::{self, OnDrop, step};

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
        self.is_ready(Location::caller(), None).expect("there is no limit that could pass")
    }
    /// Returns the index of an operation that is ready, if there is one.
    #[track_caller]
    pub fn try_ready(&mut self) -> Result<usize, TryReadyError> {
        self.ready_timeout(Duration::ZERO).map_err(|_| TryReadyError)
    }
    /// Waits until an operation is ready, or until the time has passed, and returns its index.
    #[track_caller]
    pub fn ready_timeout(&mut self, limit: Duration) -> Result<usize, ReadyTimeoutError> {
        self.is_ready(Location::caller(), Some(limit)).ok_or(ReadyTimeoutError)
    }
    /// Waits until an operation is ready, or until then, and returns its index.
    #[track_caller]
    pub fn ready_deadline(&mut self, end: Instant) -> Result<usize, ReadyTimeoutError> {
        self.ready_timeout(end.saturating_duration_since(Instant::now()))
    }

    fn is_ready(&self, place: &'static Location, limit: Option<Duration>) -> Option<usize> {
        Some(self.choose(place, limit, &Arc::default(), false)?.0)
    }

    /// What `select!` calls. If the time passes before an operation is ready, the index is none of theirs.
    #[doc(hidden)]
    #[track_caller]
    pub fn within(&self, limit: Option<Duration>) -> SelectedOperation<'a> {
        let (offer, place) = (Arc::new(Offer::default()), Location::caller());
        let (index, to) = self.choose(place, limit, &offer, true).unwrap_or((NONE, None));
        SelectedOperation { index, offer, to, select: PhantomData }
    }

    /// Returns the operations that were not removed, with their indices.
    fn all(&self) -> impl Iterator<Item = (usize, &'a dyn Operation)> {
        let all = self.operations.iter().enumerate();
        all.filter_map(|(index, operation)| Some((index, (*operation)?)))
    }

    /// Waits until an operation is ready. Returns its index, and to whom a message goes. If it `begins`, nobody else can
    /// take it away.
    fn choose(
        &self,
        place: &'static Location,
        limit: Option<Duration>,
        offer: &Arc<Offer>,
        begins: bool,
    ) -> Option<(usize, Option<Arc<Offer>>)> {
        step();
        let end_offers = || self.all().for_each(|(_, operation)| operation.end_offer(offer));
        let _ends = OnDrop(end_offers);
        let real_end = limit.and_then(|limit| Instant::now().checked_add(limit));
        let (mut hurries, mut has_offered) = (true, false);
        let listens = if schedule::me().is_none() { Some(Listens::new()) } else { None };
        loop {
            if let Some(me) = schedule::me() {
                me.touches_everything(); // An offer belongs to several channels.
            }
            let before = listens.as_ref().map(Listens::rung);
            if let Some(accepted) = offer.accepted() {
                return Some(accepted);
            }
            let ready = self.all().filter(|(_, operation)| operation.is_ready(offer));
            let ready: Vec<_> = ready.collect();
            if !ready.is_empty() {
                let which = match schedule::me() {
                    _ if self.is_biased => 0,
                    Some(me) => me.which(ready.len()),
                    None => another(ready.len()),
                };
                let (index, operation) = ready[which];
                if !begins {
                    return Some((index, None));
                }
                if !offer.close() {
                    continue; // Another thread was faster.
                }
                if let Ok(to) = operation.begin(offer) {
                    return Some((index, to));
                }
                offer.open_again();
                continue;
            }
            let what = match self.all().count() {
                1 => "its channel".to_owned(),
                count => format!("any of {count} channels"),
            };
            if limit == Some(Duration::ZERO) {
                watch::note_look(place, 0, || format!("looks at {what}, in vain"));
                return None;
            }
            if begins && !(has_offered && listens.is_some()) {
                self.all().for_each(|(index, operation)| operation.offer(offer, index));
                if listens.is_some() {
                    // The offer itself is a change, which would wake this thread again and again.
                    has_offered = true;
                    continue;
                }
            }
            let clock = self.all().filter_map(|(_, operation)| operation.left()).min();
            let first = [clock, limit].into_iter().flatten().min();
            if let (Some(listens), Some(before)) = (&listens, before) {
                let left = real_end.map(|end| end.saturating_duration_since(Instant::now()));
                if left == Some(Duration::ZERO) && offer.close() {
                    return None;
                }
                listens.wait(before, [clock, left].into_iter().flatten().min());
                continue;
            }
            let me = schedule::me().expect("it runs in a schedule");
            if std::mem::take(&mut hurries) {
                let mut has_hurried = false;
                for (_, operation) in self.all() {
                    let is_short = operation.left().is_some_and(|left| left < SHORT);
                    if is_short && me.time_out_at_once(place) {
                        operation.hurry();
                        has_hurried = true;
                    }
                }
                if has_hurried {
                    continue;
                }
            }
            let channels = self.all().map(|(_, operation)| operation.used_by(&me)).collect();
            let is_short = limit.is_some_and(|limit| limit < SHORT) && first == limit;
            let passed = is_short && me.time_out_at_once(place)
                || me.wait(channels, place, format!("waits for {what}").into(), first, true);
            if passed && first == limit && offer.close() {
                watch::note(place, || format!("has waited for {what}, in vain"));
                me.count_time_out(place);
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

/// Returns a number below `count`, in no order that an answer could know, but the same in each run of a program.
fn another(count: usize) -> usize {
    static CHOICES: AtomicU64 = AtomicU64::new(0);
    let number = CHOICES.fetch_add(u64::from(count > 1), Relaxed);
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 60) as usize % count
}

/// The index that no operation has.
const NONE: usize = usize::MAX;

/// An operation that was selected, and must now be done.
#[must_use]
pub struct SelectedOperation<'a> {
    index: usize,
    offer: Arc<Offer>,
    /// To whom a message goes that is sent.
    to: Option<Arc<Offer>>,
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
        receiver.receive_selected(Location::caller(), &self.offer)
    }
    /// Sends.
    #[track_caller]
    pub fn send<T>(self, sender: &Sender<T>, message: T) -> Result<(), SendError<T>> {
        sender.send_selected(Location::caller(), message, self.to.as_ref())
    }
}

impl fmt::Debug for SelectedOperation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("SelectedOperation").finish_non_exhaustive()
    }
}
