//! What the pages of the book show of files: [`show`].

pub mod show;
