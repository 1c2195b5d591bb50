//! Article A, "Standard Threads": what `std::thread` gives, what it costs, and what can go wrong
//! when threads share.

pub mod spawn_join;
