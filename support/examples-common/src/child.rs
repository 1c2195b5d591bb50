use std::ffi::OsString;
use std::process::{self, Child, Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};
use std::{env, io, panic, thread};

use examples_timeline::Recording;

use crate::signals;
use crate::{Environment, Listing};

/// Tells the child process which listing to run.
pub(crate) const VARIABLE: &str = "EXAMPLES_LISTING";

/// How a listing's process ended.
pub(crate) enum Ending {
    Exited(ExitStatus),
    /// The runner got a signal while it ran, for example that of Ctrl-C, and it ended in this way.
    Interrupted(ExitStatus),
    /// It was still running at its deadline and was killed.
    Late(Duration),
}

/// Starts this program again as the listing `name` and waits for it, at most until the deadline. If asked
/// to watch, records what the listing's threads do meanwhile. Signals are passed on to the listing, all
/// but SIGKILL and SIGSTOP, which the runner never sees.
pub(crate) fn run(
    name: &str,
    input: &[OsString],
    environment: &Environment,
    deadline: Option<Duration>,
    watch: bool,
) -> io::Result<(Ending, Option<Recording>)> {
    let start = Instant::now();
    // Without /proc, Linux does not tell where this program is.
    let program = env::current_exe().map(OsString::from);
    let program = program.or_else(|error| env::args_os().next().ok_or(error))?;
    let mut child = Command::new(program)
        .args(input)
        .env(VARIABLE, name)
        .envs(environment.variables.iter().cloned())
        .spawn()?;
    let until = deadline.and_then(|deadline| start.checked_add(deadline));

    let recording = watch.then(|| {
        thread::scope(|s| {
            let recorder = s.spawn(|| examples_timeline::record(child.id(), start, until));
            while !recorder.is_finished() {
                signals::pass_on(&child);
                nap(start);
            }
            recorder.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
        })
    });
    let Some(status) = wait(&mut child, start, until)? else {
        child.kill()?;
        child.wait()?;
        return Ok((Ending::Late(deadline.unwrap_or_default()), recording));
    };
    let interrupted = signals::interrupted() || signals::ended(status);
    let ending = if interrupted { Ending::Interrupted } else { Ending::Exited };
    Ok((ending(status), recording))
}

/// Waits for the child; returns `None` if it still runs at `until`. It asks again and again: a wait with
/// a time limit would need SIGCHLD, which whoever started the runner may have blocked or ignored.
fn wait(
    child: &mut Child,
    start: Instant,
    until: Option<Instant>,
) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if until.is_some_and(|until| Instant::now() >= until) {
            return Ok(None);
        }
        signals::pass_on(child);
        nap(start);
    }
}

/// Sleeps for a part of the time that has passed, so that a short listing is not held up, and a long one
/// costs nothing.
fn nap(start: Instant) {
    thread::sleep(
        (start.elapsed() / 20).clamp(Duration::from_micros(200), Duration::from_millis(10)),
    );
}

/// Runs the listing in this process, which is the child.
pub(crate) fn run_in_child(listing: &Listing) -> ExitCode {
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
