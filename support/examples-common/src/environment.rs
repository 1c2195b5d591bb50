use std::any::Any;
use std::io;

/// What a section's listings need around them while they run, such as a server.
pub struct Environment {
    /// Variables for the listings' processes, with their values.
    pub variables: Vec<(&'static str, String)>,
    /// Dropped when the last listing has ended.
    pub guard: Box<dyn Any>,
}

impl Environment {
    /// Returns an environment without anything in it.
    ///
    /// # Errors
    /// None; other functions of this type may have some.
    pub fn none() -> io::Result<Environment> {
        Ok(Environment { variables: Vec::new(), guard: Box::new(()) })
    }
}
