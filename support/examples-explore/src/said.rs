//! What stands for the standard output, and for the standard error.

use std::fmt;
use std::io;

/// Keeps what the program prints.
pub fn print(text: fmt::Arguments) {
    examples_engine::check::print_as_event(text);
}

/// Returns what stands for the standard output.
pub fn stdout() -> Said {
    Said { is_kept: true }
}

/// Returns what stands for the standard error, which is not kept.
pub fn stderr() -> Said {
    Said { is_kept: false }
}

/// What stands for the standard output, or for the standard error.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    is_kept: bool,
}

impl Said {
    /// Returns itself: in a schedule one thread runs at a time.
    pub fn lock(&self) -> Self {
        *self
    }
}

impl io::Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_kept {
            print(format_args!("{}", String::from_utf8_lossy(bytes)));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
