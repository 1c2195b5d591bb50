//! What the pages of the book show of files: [`show`], and which of it a reader can run in the book: [`playground`].

pub mod playground;
pub mod show;
