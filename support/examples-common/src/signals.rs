//! Signals that are sent to the runner are the listing's to answer, with a tidy end perhaps, and the
//! runner waits for that.

use std::io;
use std::process::{Child, ExitStatus};

pub(crate) use system::{ended, interrupted, leave_to_the_listing, pass_on};

/// Returns the exit status that shells use for a program that a signal has ended: that of Ctrl-C, unless
/// it is known to be another.
pub(crate) fn status(status: ExitStatus) -> u8 {
    128 + system::signal(status).unwrap_or(2)
}

#[cfg(unix)]
mod system {
    use std::io::IsTerminal;
    use std::os::unix::process::ExitStatusExt;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, LazyLock};

    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};

    use super::*;

    const ENDINGS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

    /// The number of the last signal that has not been passed on; 0 if there is none.
    static SENT: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);
    static INTERRUPTED: AtomicBool = AtomicBool::new(false);

    pub(crate) fn leave_to_the_listing() -> io::Result<()> {
        for signal in ENDINGS {
            signal_hook::flag::register_usize(signal, Arc::clone(&SENT), signal as usize)?;
        }
        // Where SIGCHLD is ignored, the system forgets how a child has ended. With a handler, whatever
        // it does, the signal is not ignored.
        signal_hook::flag::register(SIGCHLD, Arc::default())?;
        Ok(())
    }

    /// Passes on what the runner was sent. A terminal sends Ctrl-C to the listing too, and a second
    /// one would end a server that is about to stop gracefully.
    pub(crate) fn pass_on(child: &Child) {
        if let Ok(signal) = Signal::try_from(SENT.swap(0, Ordering::Relaxed) as i32) {
            INTERRUPTED.store(true, Ordering::Relaxed);
            let in_a_terminal = io::stdin().is_terminal() || io::stderr().is_terminal();
            if signal == Signal::SIGINT && in_a_terminal {
                return;
            }
            // It may have ended meanwhile. It has not been waited for, so the number is still its own.
            let _ = kill(Pid::from_raw(child.id() as i32), signal);
        }
    }

    pub(crate) fn interrupted() -> bool {
        INTERRUPTED.load(Ordering::Relaxed) || SENT.load(Ordering::Relaxed) != 0
    }

    pub(crate) fn signal(status: ExitStatus) -> Option<u8> {
        status.signal().and_then(|number| number.try_into().ok())
    }

    /// Whether Ctrl-C ended the listing. It may be gone before the runner has seen its own signal.
    pub(crate) fn ended(status: ExitStatus) -> bool {
        status.signal() == Some(SIGINT)
    }
}

#[cfg(not(unix))]
mod system {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    static INTERRUPTED: AtomicBool = AtomicBool::new(false);

    pub(crate) fn leave_to_the_listing() -> io::Result<()> {
        ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).map_err(io::Error::other)
    }

    /// A console sends Ctrl-C to the listing too.
    pub(crate) fn pass_on(_child: &Child) {}

    pub(crate) fn interrupted() -> bool {
        INTERRUPTED.load(Ordering::Relaxed)
    }

    pub(crate) fn signal(_status: ExitStatus) -> Option<u8> {
        None
    }

    pub(crate) fn ended(status: ExitStatus) -> bool {
        const STATUS_CONTROL_C_EXIT: i32 = 0xC000_013A_u32 as i32; // Windows' name for it
        status.code() == Some(STATUS_CONTROL_C_EXIT)
    }
}
