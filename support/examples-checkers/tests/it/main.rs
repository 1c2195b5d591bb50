//! The programs in our engine, and with the real std.

mod plain;
mod programs;
