//! Explores the program in a file.
//!
//! * `options` reads the command line.
//! * `source` reads the file and its modules (`tokens`), refuses what can't be followed (`paths`), and says how the
//!   copy that is compiled differs (`edits`).
//! * `compile` compiles it with the models in the place of `std` (`shims`).
//! * The rest belongs to the program that was built: `run` explores it, `printed` and `each_schedule` keep what
//!   it prints and its statics, `columns` and `words` draw an order, `screen` says what was found
//!   (`kept` gives long orders a name; `colors` says whether in color),
//!   `json` and `html` write it for scripts, and for a browser with the help of [`play`].
//!
//! The engine is a package of its own, so that it alone is optimized.
#![warn(missing_docs)]

mod arc_calls;
mod colors;
mod columns;
mod compile;
mod each_schedule;
mod edits;
mod ended;
mod found;
mod html;
mod json;
mod kept;
mod options;
mod paths;
pub mod play;
mod project;

mod run;
mod said;
mod screen;
mod source;
mod tokens;
mod words;
mod wrong;

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

use compile::Compiler;
use options::{HELP, Options};
use source::Source;

#[doc(hidden)]
pub use examples_engine::prelude;

pub use each_schedule::EachSchedule;
pub use ended::Ended;
pub use project::explore_file;
pub use run::{Entry, arguments, explore_entries};
pub use said::{Said, print, stderr, stdout};

/// Nothing can be explored.
const WRONG_USE: u8 = 2;

/// Explores the file that the command line names.
pub fn command_line() -> ExitCode {
    let args: Vec<_> = env::args_os().skip(1).collect();
    let options = match Options::read(args.clone()) {
        Ok(options) => options,
        Err(error) => return wrong_use(&error),
    };
    if options.help {
        return put(HELP).map_or_else(|error| wrong_use(&error), |()| ExitCode::SUCCESS);
    }
    let Some(file) = &options.file else {
        return wrong_use("which file? `--help` says more");
    };
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Source::read(file, options.test.as_deref()).and_then(|source| {
        let compiler = Compiler::find(package, &["build", "--lib"], &source)?;
        compiler.build(file, &source, &options.edition)
    });
    match built {
        Ok(program) => start(&program, &args),
        Err(error) => wrong_use(&error),
    }
}

/// Prints a text. That its reader has gone, as after `… | head -1`, is no error.
fn put(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("can't print: {error}"))
        }
        _ => Ok(()),
    }
}

fn wrong_use(error: &str) -> ExitCode {
    eprintln!("{error}");
    ExitCode::from(WRONG_USE)
}

/// Becomes the program.
#[cfg(unix)]
fn start(program: &Path, args: &[OsString]) -> ExitCode {
    use std::os::unix::process::CommandExt;
    let error = Command::new(program).args(args).exec();
    wrong_use(&format!("can't start {}: {error}", program.display()))
}

/// Runs the program, and returns what it does.
#[cfg(not(unix))]
fn start(program: &Path, args: &[OsString]) -> ExitCode {
    // Ctrl-C reaches both. The program prints what it has found, so this one waits for it.
    let _ = ctrlc::set_handler(|| ());
    match Command::new(program).args(args).status() {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            ExitCode::from(code.unwrap_or(WRONG_USE))
        }
        Err(error) => wrong_use(&format!("can't start {}: {error}", program.display())),
    }
}
