use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How many bytes of a child's output are kept; a child that prints more is killed.
pub const MOST_OUTPUT: usize = 1 << 20;
/// How long a program that the child has left behind may keep its pipes open.
const GRACE: Duration = Duration::from_secs(1);

/// How a child process ended.
#[derive(Debug, PartialEq)]
pub enum Ending {
    /// By itself, or by a signal that somebody else sent.
    Exited(ExitStatus),
    /// It was killed at its deadline.
    Late,
    /// It was killed because it had printed more than [`MOST_OUTPUT`] into a pipe.
    Flooded,
}

/// What is known of a child process that has ended.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub ending: Ending,
    /// What it printed, if the command's stdout was [`Stdio::piped`](std::process::Stdio::piped).
    pub stdout: Vec<u8>,
    /// The same of its stderr.
    pub stderr: Vec<u8>,
}

/// Starts the command and waits until its process has ended, but not longer than `deadline`.
///
/// Calls `look` once before the first wait, then between waits. It may take as long as it likes: until it
/// returns, nobody takes the child's exit status, so its process number stays its own.
///
/// The process is never left behind: it is killed on every way out, even if `look` panics.
///
/// # Errors
/// If the process, or a thread that reads its output, can't be started.
pub fn spawn_and_wait(
    command: &mut Command,
    deadline: Option<Duration>,
    mut look: impl FnMut(&Child),
) -> io::Result<Ended> {
    let start = Instant::now();
    let mut child = KilledOnDrop(command.spawn()?);
    let stdout = child.0.stdout.take().map(Pipe::read).transpose()?;
    let stderr = child.0.stderr.take().map(Pipe::read).transpose()?;
    let pipes = || [&stdout, &stderr].into_iter().flatten();
    let is_late = |deadline| start.elapsed() >= deadline;
    // It asks again and again: a wait with a time limit would need SIGCHLD, which whoever started this
    // program may have blocked.
    let ending = loop {
        look(&child.0);
        if let Some(status) = child.0.try_wait()? {
            break Ending::Exited(status);
        } else if pipes().any(Pipe::is_flooded) {
            break Ending::Flooded;
        } else if deadline.is_some_and(is_late) {
            break Ending::Late;
        }
        // A short run is not held up, and a long one costs nothing.
        let pause = start.elapsed() / 20;
        thread::sleep(pause.clamp(Duration::from_micros(200), Duration::from_millis(10)));
    };
    drop(child);

    let end = Instant::now();
    while !pipes().all(Pipe::is_at_end) && end.elapsed() < GRACE {
        thread::sleep(Duration::from_micros(200));
    }
    let ending = if pipes().any(Pipe::is_flooded) { Ending::Flooded } else { ending };
    let text = |pipe: &Option<Pipe>| pipe.as_ref().map_or(Vec::new(), Pipe::text);
    Ok(Ended { ending, stdout: text(&stdout), stderr: text(&stderr) })
}

struct KilledOnDrop(Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        // Both do nothing to a process whose exit status was taken.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A pipe that a thread empties, so that the child never waits for room in it.
struct Pipe {
    kept: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Pipe {
    fn read(mut from: impl Read + Send + 'static) -> io::Result<Pipe> {
        let kept = Arc::<Mutex<Vec<u8>>>::default();
        let fill = Arc::clone(&kept);
        let reader = thread::Builder::new().spawn(move || {
            let mut buffer = [0; 4096];
            let mut room = MOST_OUTPUT + 1; // The last byte tells that there was more.
            while room > 0
                && let Ok(length @ 1..) = from.read(&mut buffer)
            {
                let taken = length.min(room);
                let mut kept = fill.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&buffer[..taken]);
                room -= taken;
            }
        })?;
        Ok(Pipe { kept, reader })
    }

    fn is_flooded(&self) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).len() > MOST_OUTPUT
    }

    fn is_at_end(&self) -> bool {
        self.reader.is_finished()
    }

    fn text(&self) -> Vec<u8> {
        let mut kept =
            std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        kept.truncate(MOST_OUTPUT);
        kept
    }
}
