//! What the programs see in place of `std` and `crossbeam`, for each checker.

pub mod ours {
    pub use examples_engine::prelude::{crossbeam, std};
}

#[cfg(feature = "checkers")]
pub mod shuttle {
    pub mod std {
        pub use ::std::*;

        pub use shuttle::{hint, sync, thread};
    }

    /// It has nothing of Crossbeam's: a program that needs it does not compile.
    pub mod crossbeam {}
}

#[cfg(feature = "checkers")]
pub mod loom {
    pub mod std {
        pub use ::std::*;

        pub use loom::{hint, sync, thread};
    }

    /// It has nothing of Crossbeam's either.
    pub mod crossbeam {}
}
