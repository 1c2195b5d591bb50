use std::io;
use std::panic;
use std::process::{self, Command, ExitCode, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{env, ffi::OsString};

use wait_timeout::ChildExt;

use crate::Listing;
use crate::timeline::{self, Recording};

/// Names the listing that this process is to be, in the environment of the child.
pub(crate) const VARIABLE: &str = "EXAMPLES_LISTING";

/// How a listing's process ended.
pub(crate) enum Ending {
    Exited(ExitStatus),
    /// Ctrl-C was pressed while it ran, and it ended in this way.
    Interrupted(ExitStatus),
    /// It was still running at its deadline and was killed.
    Late(Duration),
}

/// Set when Ctrl-C is pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A terminal's Ctrl-C reaches the listing as well as the runner. It is the listing's to answer, with
/// a tidy end perhaps, and the runner waits for that.
pub(crate) fn leave_ctrl_c_to_the_listing() -> io::Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).map_err(io::Error::other)
}

/// Starts this program again as the listing `name` and waits for it, at most until the deadline; if
/// asked to watch, it writes down what the listing's threads do meanwhile.
/// A runner that is killed by a signal of its own (SIGTERM, SIGKILL) leaves the listing running.
pub(crate) fn run(
    name: &str,
    input: &[OsString],
    deadline: Option<Duration>,
    watch: bool,
) -> io::Result<(Ending, Option<Recording>)> {
    let start = Instant::now();
    // Without /proc, Linux does not tell where this program is.
    let program = env::current_exe().map(OsString::from);
    let program = program.or_else(|error| env::args_os().next().ok_or(error))?;
    let mut child = Command::new(program).args(input).env(VARIABLE, name).spawn()?;
    let recording = watch.then(|| {
        let until = deadline.and_then(|deadline| start.checked_add(deadline));
        timeline::record(child.id(), start, until)
    });
    let status = match deadline {
        None => child.wait()?,
        Some(deadline) => match child.wait_timeout(deadline.saturating_sub(start.elapsed()))? {
            Some(status) => status,
            None => {
                child.kill()?;
                child.wait()?;
                return Ok((Ending::Late(deadline), recording));
            }
        },
    };
    // Both are asked, since a listing that Ctrl-C kills may be gone before the handler here has run.
    let interrupted = was_killed_by_ctrl_c(status) || INTERRUPTED.load(Ordering::Relaxed);
    let ending = if interrupted { Ending::Interrupted } else { Ending::Exited };
    Ok((ending(status), recording))
}

#[cfg(unix)]
fn was_killed_by_ctrl_c(status: ExitStatus) -> bool {
    const SIGINT: i32 = 2; // on every Unix
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(SIGINT)
}

#[cfg(not(unix))]
fn was_killed_by_ctrl_c(status: ExitStatus) -> bool {
    const STATUS_CONTROL_C_EXIT: i32 = 0xC000_013A_u32 as i32; // Windows' name for it
    status.code() == Some(STATUS_CONTROL_C_EXIT)
}

/// Is the listing: this runs inside the child.
pub(crate) fn be(listing: &Listing) -> ExitCode {
    leave_quietly_when_nobody_reads();
    (listing.main)()
}

/// `println!` panics when the reader of a pipe has gone, as after `… | head -1`. A listing that
/// prints has nothing left to do then, so the process ends, without a word and with status 0.
fn leave_quietly_when_nobody_reads() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        // `println!` formats its message, so the payload is a `String`.
        if panic.payload().downcast_ref::<String>().is_some_and(|text| is_closed_pipe(text)) {
            process::exit(0);
        }
        usual(panic);
    }));
}

/// Whether a panic's message is that of a `println!` or `eprintln!` into a closed pipe. The number
/// is the system's own: EPIPE, or one of Windows' two.
fn is_closed_pipe(message: &str) -> bool {
    const CLOSED: &[&str] =
        if cfg!(windows) { &["(os error 109)", "(os error 232)"] } else { &["(os error 32)"] };
    message.starts_with("failed printing to std") && CLOSED.iter().any(|end| message.ends_with(end))
}
