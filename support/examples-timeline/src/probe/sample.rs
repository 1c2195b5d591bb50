//! Watches the threads of another process while it runs, and writes down what it sees.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::call::Call;
use super::data::{Reading, Recording, State, Thread};
use super::parse::{self, Status};

#[cfg(all(test, feature = "draw"))] // Some look at what the model makes of it.
mod tests;

/// The shortest time between two sweeps over the threads.
const INTERVAL: Duration = Duration::from_millis(1);
/// The sampling may take one part in this many of one core: 2 %.
const SHARE: u64 = 50;
/// Nanoseconds of processor time that the sampling may take in advance. Without them a short run would
/// be over before it is looked at again.
const ADVANCE: u64 = 2_000_000;
/// A pause is at least one part in this many of the time that has passed, so a long run is watched less
/// and less often. A picture shows far fewer moments than this.
const MOMENTS: u64 = 20_000;
/// How many threads are looked at for the first time in one sweep. A first look costs more than later ones.
const MOST_NEW: usize = 25;
/// The longest time for which the end of the process may go unnoticed.
const NAP: Duration = Duration::from_millis(3);

/// Returns why nothing can be recorded here, or `None` if it can.
pub fn unavailable() -> Option<&'static str> {
    // The last of the three numbers counts how often this thread got a CPU. It has one now.
    match fs::read_to_string("/proc/thread-self/schedstat") {
        Ok(own) if own.trim_end() != "0 0 0" => None,
        _ => {
            Some("the timeline needs Linux with /proc and scheduler statistics, which is not here")
        }
    }
}

/// Watches the process, started at `start`, until it has ended or the time is up; returns what it saw.
///
/// The process must be a child, and nobody may wait for it meanwhile. Until then the system keeps its
/// last counters, and does not use its number again.
pub fn record(pid: u32, start: Instant, until: Option<Instant>) -> Recording {
    let mut sampler = Sampler::new(pid, start);
    let mut own = ProcFile::new("/proc/thread-self/schedstat".into(), true);
    // This thread's processor time, up to when it last slept.
    let mut cpu = || own.read::<64, _>(parse::counters).map_or(0, |counters| counters.cpu);
    let at_first = cpu();
    while !sampler.sweep() && until.is_none_or(|until| Instant::now() < until) {
        sampler.rest(INTERVAL, until);
        sampler.rest(pause(nanoseconds(start), cpu() - at_first, sampler.sweeps), until);
    }
    thread::yield_now(); // brings the counters up to date, as sleep does
    sampler.finish(cpu() - at_first)
}

/// Returns how much longer to wait before the next sweep, after `elapsed`, of which `sweeps` sweeps took
/// `spent`. The next one will cost about as much as one of them, and must have been earned before.
fn pause(elapsed: u64, spent: u64, sweeps: u64) -> Duration {
    let earned = (spent + spent / sweeps.max(1)).saturating_sub(ADVANCE) * SHARE;
    Duration::from_nanos(earned.saturating_sub(elapsed).max(elapsed / MOMENTS))
}

struct Sampler {
    start: Instant,
    /// `/proc/PID/task`, with a folder for each thread.
    task: PathBuf,
    /// The same, opened: it is asked for the number of its folders each time.
    open_task: Option<File>,
    /// The threads that were looked at.
    threads: Vec<(Thread, Option<Files>)>,
    /// The threads that were not looked at yet.
    waiting: VecDeque<Thread>,
    /// The threads that have files, which are those that have not ended.
    alive: HashSet<u32>,
    /// How many threads may have their files kept open.
    keep: usize,
    unseen: usize,
    sweeps: u64,
    before: u64,
    longest: u64,
}

impl Sampler {
    fn new(pid: u32, start: Instant) -> Sampler {
        let task = PathBuf::from(format!("/proc/{pid}/task"));
        Sampler {
            start,
            open_task: File::open(&task).ok(),
            task,
            threads: Vec::new(),
            // The main thread, which has the process's number, is the first to be looked at.
            waiting: VecDeque::from([Thread { id: pid, ..Thread::default() }]),
            alive: HashSet::new(),
            keep: open_files_limit() / 2 / 3,
            unseen: 0,
            sweeps: 0,
            before: 0,
            longest: 0,
        }
    }

    /// Looks at each thread once, and for new ones. Returns whether the process has ended.
    fn sweep(&mut self) -> bool {
        let now = nanoseconds(self.start);
        self.sweeps += 1;
        self.longest = self.longest.max(now - self.before);

        let mut ended = false;
        for (thread, files) in &mut self.threads {
            let Some(open) = files else { continue };
            if thread.look(open, nanoseconds(self.start)) == Look::Ended {
                *files = None;
                self.alive.remove(&thread.id);
                ended = true;
            }
        }
        if self.threads.first().is_some_and(|(_, files)| files.is_none()) {
            return true; // The main thread is the last to go.
        }
        // The folder counts a link for each thread, and two for itself.
        let task = self.open_task.as_ref().and_then(|task| task.metadata().ok());
        let count = task.map_or(0, |task| (task.nlink() as usize).saturating_sub(2));
        if ended || count != self.alive.len() + self.waiting.len() {
            self.find_threads(now);
        }
        for _ in 0..MOST_NEW {
            let Some(thread) = self.waiting.pop_front() else { break };
            self.look_first_at(thread);
        }
        self.before = now;
        self.alive.is_empty()
    }

    fn find_threads(&mut self, there_at: u64) {
        let Ok(entries) = self.task.read_dir() else { return };
        let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let mut ids: BTreeSet<u32> = ids.collect();
        ids.retain(|id| !self.alive.contains(id));
        let before = self.waiting.len();
        self.waiting.retain(|thread| ids.remove(&thread.id)); // Some have ended since.
        self.unseen += before - self.waiting.len();
        let born_after = self.before;
        let new = |id| Thread { id, born_after, there_at, ..Thread::default() };
        self.waiting.extend(ids.into_iter().map(new));
    }

    fn look_first_at(&mut self, mut thread: Thread) {
        let keep = self.alive.len() < self.keep;
        let mut files = Files::new(&self.task.join(thread.id.to_string()), keep);
        match thread.look(&mut files, nanoseconds(self.start)) {
            Look::Lives => {
                self.alive.insert(thread.id);
                self.threads.push((thread, Some(files)));
            }
            // It ended between the listing of the folder and this look.
            Look::Ended if thread.readings.is_empty() => self.unseen += 1,
            Look::Ended => self.threads.push((thread, None)),
        }
    }

    /// Waits, but hardly longer than the process lives.
    fn rest(&mut self, pause: Duration, until: Option<Instant>) {
        let end = Instant::now() + pause;
        let end = until.map_or(end, |until| end.min(until));
        loop {
            let left = end.saturating_duration_since(Instant::now());
            thread::sleep(left.min(NAP));
            if left <= NAP || self.has_ended() {
                return;
            }
        }
    }

    /// Whether the process has ended, though nobody has looked at it since.
    fn has_ended(&mut self) -> bool {
        let Some((_, Some(files))) = self.threads.first_mut() else { return true };
        files.status.read::<STATUS, _>(parse::status).is_none_or(|status| status.has_ended())
    }

    fn finish(mut self, cost: u64) -> Recording {
        let elapsed = nanoseconds(self.start);
        for (thread, files) in &mut self.threads {
            // One that was blocked when it was last looked at, and never seen to end, was so until now.
            if let (Some(last), Some(_)) = (thread.readings.last().copied(), files)
                && last.state.is_blocked()
            {
                thread.add(Reading { at: elapsed, ..last });
            }
        }
        Recording {
            unseen: self.unseen + self.waiting.len(),
            threads: self.threads.into_iter().map(|(thread, _)| thread).collect(),
            cores: thread::available_parallelism().map_or(1, |cores| cores.get()),
            elapsed,
            sweeps: self.sweeps,
            longest: self.longest,
            cost,
        }
    }
}

/// How long ago that was; a u64 holds more than five hundred years of nanoseconds.
fn nanoseconds(start: Instant) -> u64 {
    start.elapsed().as_nanos() as u64
}

#[derive(PartialEq)]
enum Look {
    Lives,
    Ended,
}

impl Thread {
    /// Reads the thread's counters, and the rest if these have changed.
    fn look(&mut self, files: &mut Files, at: u64) -> Look {
        let Some(counters) = files.schedstat.read::<64, _>(parse::counters) else {
            return Look::Ended;
        };
        if let Some(last) = self.readings.last()
            && last.counters == counters
        {
            // A thread can't block without having run, or run on without having got a CPU, and both are
            // counted. So it is where it was. (If it was woken and waits for a CPU, the counters tell
            // that, and for how long, when it has got one.)
            self.add(Reading { at, ..*last });
            return Look::Lives;
        }
        let Some(status) = files.status.read::<STATUS, _>(parse::status) else {
            return Look::Ended;
        };
        let has_ended = status.has_ended();
        let Status { name, letter, voluntary, involuntary } = status;
        let state = match letter {
            _ if has_ended => State::Ended,
            // If it got a CPU once more than it left one, it has one.
            'R' if counters.turns > voluntary + involuntary => State::OnCpu,
            'R' => State::Ready,
            // The file may be shut, or the thread be awake again by now.
            _ => State::Blocked(files.syscall.read::<256, _>(parse::call).unwrap_or(Call::UNKNOWN)),
        };
        // The end is counted as giving up the CPU, but nothing is waited for.
        let voluntary = voluntary.saturating_sub(u64::from(has_ended));
        self.name = name;
        self.involuntary = involuntary;
        self.add(Reading { at, counters, state, voluntary });
        if has_ended { Look::Ended } else { Look::Lives }
    }

    /// Adds a reading. Of many alike only the first and the last are kept.
    fn add(&mut self, reading: Reading) {
        if let [.., before, last] = self.readings.as_mut_slice()
            && [*before, *last].map(|one| Reading { at: reading.at, ..one }) == [reading; 2]
        {
            last.at = reading.at;
        } else {
            self.readings.push(reading);
        }
    }
}

/// Enough for `status`, which has some 1,500 bytes, and more for a user in many groups.
const STATUS: usize = 16 * 1024;

struct Files {
    schedstat: ProcFile,
    syscall: ProcFile,
    status: ProcFile,
}

impl Files {
    fn new(thread: &Path, keep: bool) -> Files {
        let file = |name| ProcFile::new(thread.join(name), keep);
        Files { schedstat: file("schedstat"), syscall: file("syscall"), status: file("status") }
    }
}

/// A file that is read again and again. It is kept open if there are not too many of them: opening
/// costs several times what reading does.
struct ProcFile {
    path: PathBuf,
    keep: bool,
    kept: Option<File>,
}

impl ProcFile {
    fn new(path: PathBuf, keep: bool) -> ProcFile {
        ProcFile { path, keep, kept: None }
    }

    /// What `parse` makes of the first `SIZE` bytes; nothing if they can't be read.
    fn read<const SIZE: usize, T>(&mut self, parse: fn(&str) -> Option<T>) -> Option<T> {
        let mut buffer = [0; SIZE];
        let file = match self.kept.take() {
            Some(file) => file,
            None => File::open(&self.path).ok()?,
        };
        let length = file.read_at(&mut buffer, 0).ok()?;
        self.kept = self.keep.then_some(file);
        parse(&String::from_utf8_lossy(&buffer[..length]))
    }
}

/// How many files this process may have open.
fn open_files_limit() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(256)
}
