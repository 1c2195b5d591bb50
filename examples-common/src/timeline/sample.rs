//! Watches the threads of another process, and writes down what it sees. Draws no conclusions.

use std::collections::HashSet;
use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::call::Call;
use super::parse::{self, Counters, State, Status};

/// The shortest time between two sweeps over the threads.
const INTERVAL: Duration = Duration::from_millis(1);
/// A sweep is followed by a pause of so many times the processor time that it took: 2.5 % of one core.
const PAUSE_FOR_COST: u32 = 40;
/// No picture shows more moments than this, so a long run is watched less often.
const MOMENTS: u32 = 20_000;

/// What was seen of a process. All times are nanoseconds since its start.
pub(crate) struct Recording {
    /// In the order in which they were first seen; the main thread is the first.
    pub threads: Vec<Thread>,
    /// How many CPUs there were for them.
    pub cores: usize,
    /// When the watching ended.
    pub elapsed: u64,
    /// How often the threads were looked at.
    pub sweeps: u64,
    /// The longest time between two sweeps.
    pub longest: u64,
    /// The processor time that the watching took.
    pub cost: u64,
}

#[derive(Default)]
pub(crate) struct Thread {
    pub id: u32,
    pub name: String,
    /// The last sweep before it was there.
    pub born_after: u64,
    /// The last one is the last that was seen of it.
    pub readings: Vec<Reading>,
    pub involuntary: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    pub at: u64,
    pub counters: Counters,
    pub state: State,
    /// How often the thread had given up its CPU by then.
    pub voluntary: u64,
}

/// Why nothing can be recorded here, if so.
pub(crate) fn unavailable() -> Option<&'static str> {
    // The last of the three numbers is how often this thread was given a CPU. It must be one now.
    match fs::read_to_string("/proc/thread-self/schedstat") {
        Ok(own) if own.trim_end() != "0 0 0" => None,
        _ => {
            Some("the timeline needs Linux with /proc and scheduler statistics, which is not here")
        }
    }
}

/// Watches the process, started at `start`, until it has ended or the time is up. It must be a child
/// that nobody waits for meanwhile: as long as it has not been waited for, its number is not given
/// to another process, and its last counters stay to be read.
pub(crate) fn record(pid: u32, start: Instant, until: Option<Instant>) -> Recording {
    let mut sampler = Sampler::new(pid, start);
    let mut budget = Budget::new();
    loop {
        let ended = sampler.sweep();
        if ended || until.is_some_and(|until| Instant::now() >= until) {
            return sampler.finish(budget.spent());
        }
        let pause = budget.pause(start.elapsed());
        let left = until.map_or(pause, |until| until.saturating_duration_since(Instant::now()));
        thread::sleep(pause.min(left));
    }
}

/// Keeps the watching cheap.
struct Budget {
    own: ProcFile,
    at_first: u64,
    before: u64,
    /// The usual processor time of a sweep. A single dear one, that opened the files of a thousand
    /// new threads, is spread over the sweeps that follow.
    usual: u64,
}

impl Budget {
    fn new() -> Budget {
        let own = ProcFile::new("/proc/thread-self/schedstat".into(), true);
        let mut budget = Budget { own, at_first: 0, before: 0, usual: 0 };
        budget.at_first = budget.cpu();
        budget.before = budget.at_first;
        budget
    }

    /// This thread's processor time, up to when it last slept.
    fn cpu(&mut self) -> u64 {
        self.own.read::<64, _>(parse::counters).map_or(self.before, |counters| counters.cpu)
    }

    fn spent(&mut self) -> u64 {
        thread::yield_now(); // brings the counters up to date, as sleep does
        self.cpu() - self.at_first
    }

    fn pause(&mut self, elapsed: Duration) -> Duration {
        let now = self.cpu();
        self.usual = (7 * self.usual + (now - self.before)) / 8;
        self.before = now;
        INTERVAL.max(Duration::from_nanos(self.usual) * PAUSE_FOR_COST).max(elapsed / MOMENTS)
    }
}

pub(crate) struct Sampler {
    start: Instant,
    /// `/proc/PID/task`, with a folder for each thread.
    task: PathBuf,
    /// The same, opened: it is asked for the number of its folders each time.
    open_task: Option<File>,
    pub(crate) threads: Vec<(Thread, Option<Files>)>,
    /// The threads that have files, which are those that have not ended.
    alive: HashSet<u32>,
    /// How many threads may have their files kept open.
    keep: usize,
    sweeps: u64,
    before: u64,
    longest: u64,
}

impl Sampler {
    pub(crate) fn new(pid: u32, start: Instant) -> Sampler {
        let task = PathBuf::from(format!("/proc/{pid}/task"));
        Sampler {
            start,
            open_task: File::open(&task).ok(),
            task,
            threads: Vec::new(),
            alive: HashSet::new(),
            keep: open_files_limit() / 2 / 3,
            sweeps: 0,
            before: 0,
            longest: 0,
        }
    }

    /// Looks at each thread once, and for new ones. Gives whether the process has ended.
    pub(crate) fn sweep(&mut self) -> bool {
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
        if ended || task.is_none_or(|task| task.nlink() as usize != self.alive.len() + 2) {
            self.find_new_threads(self.before);
        }
        self.before = now;
        self.alive.is_empty()
    }

    fn find_new_threads(&mut self, born_after: u64) {
        let Ok(entries) = self.task.read_dir() else { return };
        let mut new: Vec<u32> = entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(|id| !self.alive.contains(id))
            .collect();
        new.sort_unstable();
        for id in new {
            let mut files =
                Files::new(&self.task.join(id.to_string()), self.alive.len() < self.keep);
            let mut thread = Thread { id, born_after, ..Thread::default() };
            match thread.look(&mut files, nanoseconds(self.start)) {
                Look::Lives => {
                    self.alive.insert(id);
                    self.threads.push((thread, Some(files)));
                }
                // It ended between the listing of the folder and this look.
                Look::Ended if thread.readings.is_empty() => {}
                Look::Ended => self.threads.push((thread, None)),
            }
        }
    }

    pub(crate) fn finish(self, cost: u64) -> Recording {
        let elapsed = nanoseconds(self.start);
        Recording {
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
            // To block, a thread must have run, and to run on, been given a CPU: both are counted. So
            // it is where it was. (If it has been woken up and waits for a CPU, we learn of that, and
            // for how long, when it has got one.)
            self.add(Reading { at, ..*last });
            return Look::Lives;
        }
        let Some(status) = files.status.read::<STATUS, _>(parse::status) else {
            return Look::Ended;
        };
        let state = match status.letter {
            // Given a CPU once more often than it left one, it has one. One that has ended (Z, X) has
            // run to its end.
            'R' | 'Z' | 'X' if counters.turns <= status.voluntary + status.involuntary => {
                State::Ready
            }
            'R' | 'Z' | 'X' => State::OnCpu,
            // The file may be shut, or the thread be awake again by now.
            _ => State::Blocked(files.syscall.read::<256, _>(parse::call).unwrap_or(Call::UNKNOWN)),
        };
        let Status { name, voluntary, involuntary, .. } = status;
        self.name = name;
        self.involuntary = involuntary;
        self.add(Reading { at, counters, state, voluntary });
        if matches!(status.letter, 'Z' | 'X') { Look::Ended } else { Look::Lives }
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

/// Enough for `status`, which is some 1,500 bytes long, and longer for who is in many groups.
const STATUS: usize = 16 * 1024;

pub(crate) struct Files {
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
