//! Article A, "Standard Threads": what `std::thread` offers, what it costs, and what can go wrong
//! when threads share.

pub mod spawn_join;
pub mod panic_in_join;
pub mod shared_counter;
pub mod poison;
pub mod std_channel;
pub mod lock_order;
pub mod guard_lifetime;
pub mod rwlock_twice;
pub mod condvar;
pub mod publish;
pub mod park;
pub mod once;
pub mod stack_size;
pub mod preemption;
pub mod one_at_a_time;
pub mod thread_per_connection;
