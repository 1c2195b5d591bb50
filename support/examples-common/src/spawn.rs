use std::io;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Starts the command and waits for the end of its process. Kills it at the deadline, or when `look` returns
/// false, and then returns `None`.
///
/// `look` is called before each wait, the first time at once. It may take its time: the child's process number
/// stays its own meanwhile. To capture output, let the command write into a file; `look` can bound that.
///
/// # Errors
/// If the process can't be started.
pub fn spawn_and_wait(
    command: &mut Command,
    deadline: Option<Duration>,
    mut look: impl FnMut(&Child) -> bool,
) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut child = KilledOnDrop(command.spawn()?);
    while look(&child.0) {
        // A wait with a time limit would need SIGCHLD, which whoever started this program may have blocked.
        if let Some(status) = child.0.try_wait()? {
            return Ok(Some(status));
        }
        let passed = start.elapsed();
        if deadline.is_some_and(|deadline| passed >= deadline) {
            break;
        }
        // A short run is not held up, and a long one costs nothing.
        thread::sleep((passed / 20).clamp(Duration::from_micros(200), Duration::from_millis(10)));
    }
    Ok(None)
}

/// No process is left behind, even if `look` panics.
struct KilledOnDrop(Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        let _ = self.0.kill(); // does nothing, as the next line, once its exit status was taken
        let _ = self.0.wait();
    }
}
