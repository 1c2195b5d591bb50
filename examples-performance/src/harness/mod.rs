//! What the measurements share. A file of this section measures one claim; all it needs is here.
//!
//! - `study`: a claim, its contenders, and the rule of its verdict;
//! - `measure`: warm-up and time, inside a contender's process;
//! - `system`: memory, processor time and threads, from the operating system;
//! - `process`: each contender in a process of its own, in turn;
//! - `spread`: median, range, and what the runs do not tell;
//! - `report`, `plot`: text, JSON and pictures.

pub mod command_line;
pub mod go;
pub mod machine;
pub mod measure;
pub mod plot;
pub mod process;
pub mod report;
pub mod run;
pub mod spread;
pub mod study;
pub mod system;
pub mod unit;

pub use measure::time;
pub use study::{Contender, Figure, Study, Verdict};
pub use unit::Unit;
