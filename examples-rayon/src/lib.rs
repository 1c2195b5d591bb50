//! Articles A and B, "Rayon": one method call spreads an iterator over all cores. These listings
//! show what stays the same (the order of the results), what does not (which error comes back, the
//! last digits of a float), and when it does not pay.

pub mod squares;
pub mod fallible;
pub mod aggregate;
pub mod fold_reduce;
pub mod chunks;
pub mod pieces;
pub mod join;
pub mod bridge;
pub mod stop_early;
pub mod atomic_pitfall;
pub mod images;
pub mod files;
pub mod break_even;
pub mod custom_pool;
pub mod waiting_worker;
pub mod panics;
