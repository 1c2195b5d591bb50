//! `std::process`.

pub use ::std::process::*;

use crate::{Refusal, run};

/// Ends the answer, which is then refused.
pub fn exit(_code: i32) -> ! {
    run::refuse(Refusal::new("exit", "an answer must not end the program: it returns"))
}

/// Ends the answer, which is then refused.
pub fn abort() -> ! {
    exit(134)
}
