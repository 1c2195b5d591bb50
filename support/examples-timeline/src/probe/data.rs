//! What the probe hands out: plain data.

use super::call::Call;

/// What a thread was doing when it was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadNow {
    /// Its number in the system.
    pub id: u32,
    /// Its name, cut at 15 bytes.
    pub name: String,
    /// What it was doing.
    pub activity: Activity,
    /// How often it has stopped running so far. If two looks find the same number and the thread was
    /// not running, it has not run in between.
    pub turns: u64,
}

/// What a thread is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Activity {
    /// It runs, or is ready to.
    Runs,
    /// It waits for time to pass.
    Sleeps,
    /// It waits for another thread: a lock, a channel, a join.
    WaitsForThread {
        /// Without a time limit.
        forever: bool,
    },
    /// It waits in another system call.
    Waits {
        /// The name of the call.
        call: String,
        /// As far as is known, without a time limit.
        forever: bool,
    },
}

/// What was seen of a process while it ran. All times are nanoseconds since its start.
pub struct Recording {
    /// In the order in which they were first looked at; the main thread is the first.
    pub threads: Vec<Thread>,
    /// How many more had been found, and ended before they were looked at.
    pub unseen: usize,
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

/// What was seen of a thread.
#[derive(Default)]
pub struct Thread {
    /// Its number in the system.
    pub id: u32,
    /// Its name, cut at 15 bytes.
    pub name: String,
    /// The last sweep before it was there.
    pub born_after: u64,
    /// The first sweep at which it was there; it may have been looked at later.
    pub there_at: u64,
    /// The last one is the last that was seen of it.
    pub readings: Vec<Reading>,
    /// How often its CPU had been taken from it by then.
    pub involuntary: u64,
}

/// One look at a thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// When it was.
    pub at: u64,
    /// What the kernel had counted.
    pub counters: Counters,
    /// What the thread was doing.
    pub state: State,
    /// How often the thread had given up its CPU by then.
    pub voluntary: u64,
}

/// The kernel's counters of a thread. While the thread runs, the kernel brings them up to date with each
/// tick of its clock (every 1 to 10 ms); when the thread stops running, at once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counters {
    /// Nanoseconds on a CPU.
    pub cpu: u64,
    /// Nanoseconds ready to run, and waiting for a CPU.
    pub ready: u64,
    /// How often it was given a CPU.
    pub turns: u64,
}

/// What a thread was doing at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// It ran.
    OnCpu,
    /// It was ready to run, and waited for a CPU.
    Ready,
    /// It waited in a system call.
    Blocked(Call),
    /// It was over.
    Ended,
}

impl State {
    /// Whether it waited in a system call.
    pub fn is_blocked(self) -> bool {
        matches!(self, State::Blocked(_))
    }

    /// The system call in which it waited, if it did.
    pub fn call(self) -> Call {
        if let State::Blocked(call) = self { call } else { Call::UNKNOWN }
    }
}
