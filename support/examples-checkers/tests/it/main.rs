//! The programs in our engine, and with the real std; and the page about all checkers.

mod page;
mod plain;
mod programs;
