//! What the pages of the book show of files ([`show`]), of the articles ([`articles`]) and of the performance report.

pub mod articles;
mod report;
pub mod show;
