use std::io;
use std::panic;
use std::process::{self, Command, ExitCode, ExitStatus};
use std::time::Duration;
use std::{env, ffi::OsString};

use wait_timeout::ChildExt;

use crate::Listing;

/// Names the listing that this process is to be, in the environment of the child.
pub(crate) const VARIABLE: &str = "EXAMPLES_LISTING";

/// How a listing's process ended.
pub(crate) enum Ending {
    Exited(ExitStatus),
    /// It was still running at its deadline and was killed.
    Late(Duration),
}

/// Starts this program again as the listing `name` and waits for it, at most until the deadline.
pub(crate) fn run(
    name: &str,
    input: &[OsString],
    deadline: Option<Duration>,
) -> io::Result<Ending> {
    let mut child = Command::new(env::current_exe()?).args(input).env(VARIABLE, name).spawn()?;
    let Some(deadline) = deadline else {
        return Ok(Ending::Exited(child.wait()?));
    };
    if let Some(status) = child.wait_timeout(deadline)? {
        return Ok(Ending::Exited(status));
    }
    child.kill()?;
    child.wait()?;
    Ok(Ending::Late(deadline))
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
