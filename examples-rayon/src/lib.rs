//! Articles A and B, "Rayon": one method call spreads an iterator over all cores.

pub mod images;

pub mod files;
