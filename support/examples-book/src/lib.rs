//! What the pages of the book show of files ([`show`]), of the articles ([`articles`]) and of the performance report,
//! and which of it a reader can run in the book ([`playground`]).

pub mod articles;
pub mod playground;
mod report;
pub mod show;
