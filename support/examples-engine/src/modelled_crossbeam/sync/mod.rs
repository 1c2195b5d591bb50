//! `crossbeam::sync`.

mod parker;
mod wait_group;

pub use parker::{Parker, Unparker};
pub use wait_group::WaitGroup;

// As in the real one, but for its speed.
pub use crate::modelled::sync::{
    RwLock as ShardedLock, RwLockReadGuard as ShardedLockReadGuard,
    RwLockWriteGuard as ShardedLockWriteGuard,
};
