//! Grades the labs: runs an answer to an exercise, and says what is wrong with it.
//!
//! An exercise is an ordinary Rust program. At its end, [`exercise!`] compiles the file once more, for
//! `cargo test` only, as a module that [`examples_engine`] can follow: the grader decides which thread runs next,
//! knows what each one waits for, and can name the line.
//!
//! * [`exercises`] has a grader for each exercise.
//! * [`explore()`](explore()) runs a part of a grader in many schedules, one step at a time, with all that the
//!   orderings of atomics allow.
//! * [`Inputs`] are what the answer is called with: others for each text.
//! * [`counts_to_try()`] are the counts that stand in the answer's own text.
//! * [`Results`] are what its calls return.
//! * [`Calls`] sees who calls the grader's own functions, on which thread, how many at a time.
//! * [`each_step_late()`](each_step_late()) runs a part of a grader again and again, where threads run freely.
//! * [`Meeting`] is where threads wait for each other, to show that they run at the same time.
//! * [`tasks`] has what async answers need: a clock that stands still, an executor with a heartbeat, one
//!   without a runtime, and a future that is dropped after n polls.
//! * [`judge`] gives an answer a process of its own; in there, [`run`] sees when it stands still.
//! * [`report`] says it to the student, and to scripts.
//! * [`class`] grades many answers: those of the corpus, or of a class.
#![warn(missing_docs)]

mod calls;
pub mod class;
mod copy;
pub mod exercises;
mod explore;
mod inputs;
mod inside;
pub mod judge;
mod late;
mod leftovers;
mod meeting;
mod numbers;
mod others;
mod refusal;
pub mod report;
mod results;
pub mod run;
mod stopped;
pub mod tasks;

pub use calls::Calls;
pub use exercises::*;
pub use explore::{Failure, Kind, explore, explore_few, explore_some, two_calls_return};
pub use inputs::{Given, Inputs};
pub use inside::Inside;
pub use late::{
    count_steps, each_step_late, each_step_late_and_others_sleep, slow_until, spawners_meet, steps,
};
pub use meeting::Meeting;
pub use numbers::{counts_to_try, values_to_try};
pub use refusal::{Grade, Refusal, Verdict, ensure, ensure_results, ensure_sevens, harmless};
pub use results::{Results, result, results_of, sort_those_of_equals, special_inputs};
pub use run::{if_it_ends, if_it_stands_still, it_may_stand_still, let_others_go_on, trial};
pub use stopped::{stopped_before_each_step, without_asking_again};

/// Stands at the end of an exercise, and grades it under `cargo test`.
///
/// The function has the exercise's name, and its arguments are what the grader calls.
#[macro_export]
macro_rules! exercise {
    ($(#[$test:meta])* fn $name:ident($($answer:expr),* $(,)?);) => {
        // The answer is used, so the compiler does not call it dead code. The copy is what runs.
        const _: () = { $(let _ = $answer;)* };

        // Under `cargo test` only: `cargo build` says each mistake once, and in std's own words.
        // `labs/build.rs` has made it ready.
        #[cfg(test)]
        $crate::__copy! { copy, concat!(env!("OUT_DIR"), "/", file!()) }

        // A module, since the answer itself may have the exercise's name.
        #[cfg(test)]
        mod graded {
            $(#[$test])*
            fn $name() {
                let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", file!()));
                let page = $crate::exercises::$name::PAGE;
                $crate::judge::test(stringify!($name), page, text, super::copy::__grade);
            }
        }
    };
}

/// Compiles an answer's file as a module that can be followed.
#[doc(hidden)]
#[macro_export]
macro_rules! __copy {
    ($module:ident, $file:expr) => {
        // The compiler has seen this file once and has said what it has to say.
        #[allow(warnings, clippy::all)]
        mod $module {
            use $crate::copied as labs;
            use $crate::copied::prelude::std as core;
            use $crate::copied::prelude::{
                crossbeam, dbg, eprint, eprintln, print, println, std, thread_local,
            };
            use $crate::copied::{rayon, tokio};
            include!($file);
        }
    };
}

/// What the copy of an answer sees instead of this crate.
#[doc(hidden)]
pub mod copied {
    pub use crate::__copied as exercise;
    pub use crate::exercises::*;
    pub use crate::others::{rayon, tokio};
    pub use crate::run::trial;
    pub use examples_engine::prelude;
}

#[doc(hidden)]
#[macro_export]
macro_rules! __copied {
    ($(#[$test:meta])* fn $name:ident($($answer:expr),* $(,)?);) => {
        pub fn __grade() -> $crate::Verdict {
            $crate::exercises::$name::grade($($answer),*)
        }
    };
}
