//! Article A, "Tokio: Asynchronous Runtime", and article B's web server: many connections on few
//! threads.

pub mod http_get;
pub mod accept_loop;
pub mod http_server;
pub mod server_limits;
pub mod graceful_shutdown;
