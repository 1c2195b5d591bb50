//! `std::time`.

pub use ::std::time::*;

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::sync::OnceLock;
use std::time::{Instant as Real, SystemTime as RealSystem};

use crate::schedule;

/// A moment. In a schedule the clock goes on when no thread can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Real);

/// All schedules begin at this moment.
static BEGIN: OnceLock<Real> = OnceLock::new();

impl Instant {
    /// Returns the current moment.
    pub fn now() -> Self {
        match schedule::me() {
            Some(me) => Self(*BEGIN.get_or_init(Real::now)).later(me.clock()),
            None => Self(Real::now()),
        }
    }
    fn later(self, time: Duration) -> Self {
        self.checked_add(time).unwrap_or(self)
    }
    /// Returns the time since then, or zero.
    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.0.duration_since(earlier.0)
    }
    /// Returns the time since then, if it was not later.
    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        self.0.checked_duration_since(earlier.0)
    }
    /// Returns the time since then, or zero.
    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_duration_since(earlier.0)
    }
    /// Returns the time since this moment.
    pub fn elapsed(&self) -> Duration {
        Self::now().saturating_duration_since(*self)
    }
    /// Returns a later moment.
    pub fn checked_add(&self, time: Duration) -> Option<Self> {
        self.0.checked_add(time).map(Self)
    }
    /// Returns an earlier moment.
    pub fn checked_sub(&self, time: Duration) -> Option<Self> {
        self.0.checked_sub(time).map(Self)
    }
}

/// A time of the system's clock. In a schedule that clock goes on when no thread can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemTime(RealSystem);

/// The time from which the system's clock counts.
pub const UNIX_EPOCH: SystemTime = SystemTime::UNIX_EPOCH;

impl SystemTime {
    /// The time from which the clock counts.
    pub const UNIX_EPOCH: Self = Self(RealSystem::UNIX_EPOCH);

    /// Returns the current time. All schedules begin at the same, in 2026.
    pub fn now() -> Self {
        const BEGIN: Duration = Duration::from_secs(1_770_000_000);
        match schedule::me() {
            Some(me) => {
                let begin = Self::UNIX_EPOCH + BEGIN;
                begin.checked_add(me.clock()).unwrap_or(begin)
            }
            None => Self(RealSystem::now()),
        }
    }
    /// Returns the time since then, if it was not later.
    pub fn duration_since(&self, earlier: Self) -> Result<Duration, SystemTimeError> {
        self.0.duration_since(earlier.0)
    }
    /// Returns the time since this one, if it is not later than now.
    pub fn elapsed(&self) -> Result<Duration, SystemTimeError> {
        Self::now().duration_since(*self)
    }
    /// Returns a later time.
    pub fn checked_add(&self, time: Duration) -> Option<Self> {
        self.0.checked_add(time).map(Self)
    }
    /// Returns an earlier time.
    pub fn checked_sub(&self, time: Duration) -> Option<Self> {
        self.0.checked_sub(time).map(Self)
    }
}

macro_rules! moved_by_durations {
    ($($time:ident)+) => {$(
        impl Add<Duration> for $time {
            type Output = Self;
            fn add(self, time: Duration) -> Self {
                Self(self.0 + time)
            }
        }

        impl Sub<Duration> for $time {
            type Output = Self;
            fn sub(self, time: Duration) -> Self {
                Self(self.0 - time)
            }
        }

        impl AddAssign<Duration> for $time {
            fn add_assign(&mut self, time: Duration) {
                *self = *self + time;
            }
        }

        impl SubAssign<Duration> for $time {
            fn sub_assign(&mut self, time: Duration) {
                *self = *self - time;
            }
        }
    )+};
}
moved_by_durations! { Instant SystemTime }

impl Sub for Instant {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}
