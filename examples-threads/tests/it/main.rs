//! What the listings' output can't show; a file is named after the listing that it tests.

mod condvar;
mod guard_lifetime;
mod lock_order;
mod messages;
mod once;
mod one_at_a_time;
mod panic_in_join;
mod park;
mod poison;
mod preemption;
mod publish;
mod rwlock_twice;
mod section;
mod shared_counter;
mod stack_size;
mod std_channel;
mod thread_per_connection;
