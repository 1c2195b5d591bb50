//! What the program prints in the schedule that runs.

use std::fmt;
use std::io;
use std::mem;
use std::sync::{Mutex, PoisonError};

static PRINTED: Mutex<String> = Mutex::new(String::new());

/// Prints: `end` comes after the text. Other threads may run before.
#[track_caller]
pub fn say(text: fmt::Arguments, end: &str) {
    let text = format!("{text}{end}");
    if !crate::is_followed() {
        eprint!("{text}");
        return;
    }
    crate::step(format!("prints {:?}", text.trim_end_matches('\n')));
    PRINTED.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
}

/// Returns what was printed, and begins anew.
pub(super) fn take() -> String {
    mem::take(&mut *PRINTED.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Returns what stands for the standard output, and for the standard error.
pub fn said() -> Said {
    Said
}

/// What stands for the standard output, and for the standard error.
#[derive(Clone, Copy, Debug)]
pub struct Said;

impl Said {
    /// Returns itself: a schedule writes one thing at a time.
    pub fn lock(&self) -> Self {
        Self
    }
}

impl io::Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        say(format_args!("{}", String::from_utf8_lossy(bytes)), "");
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
