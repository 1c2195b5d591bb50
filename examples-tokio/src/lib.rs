//! Article A, "Tokio: Asynchronous Runtime", and article B on async: a client and a web server, what
//! tasks are good for, what they must not do to their neighbors, and how they stop.

pub mod http_get;
pub mod accept_loop;
pub mod server_limits;
pub mod graceful_shutdown;
pub mod http_server;
pub mod many_tasks;
pub mod many_connections;
pub mod cooperation;
pub mod cpu_in_async;
pub mod blocked_worker;
pub mod blocking_pool;
pub mod bridging;
pub mod between_block_ons;
pub mod exit_hangs;
pub mod async_file_io;
pub mod borrow_in_async;
pub mod async_channels;
pub mod lock_across_await;
pub mod timeout_and_cancel;
pub mod own_reader;
pub mod select_loop;
pub mod select_order;
pub mod kept_future;
pub mod cancelled_guard;
pub mod abort;
pub mod join_race_spawn;
pub mod try_join_handles;
pub mod task_tracker;
pub mod bounded_concurrency;
pub mod streams;
