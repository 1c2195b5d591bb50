//! The texts of three files that Linux has for each thread, under `/proc/PID/task/TID`.

use super::call::Call;

/// `schedstat`. While a thread runs, the kernel brings these up to date with each tick of its clock
/// (every 1 to 10 ms); when the thread stops running, at once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counters {
    /// Nanoseconds on a CPU.
    pub cpu: u64,
    /// Nanoseconds ready to run, and waiting for a CPU.
    pub ready: u64,
    /// How often it was given a CPU.
    pub turns: u64,
}

/// Reads `schedstat`, three numbers.
pub(crate) fn counters(schedstat: &str) -> Option<Counters> {
    let mut numbers = schedstat.split_ascii_whitespace().map(|number| number.parse().ok());
    Some(Counters { cpu: numbers.next()??, ready: numbers.next()??, turns: numbers.next()?? })
}

/// What a thread was doing at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum State {
    OnCpu,
    Ready,
    Blocked(Call),
    Ended,
}

impl State {
    pub(crate) fn is_blocked(self) -> bool {
        matches!(self, State::Blocked(_))
    }

    pub(crate) fn call(self) -> Call {
        if let State::Blocked(call) = self { call } else { Call::UNKNOWN }
    }
}

/// Reads `syscall`: the number of the call that a blocked thread is in, with its arguments. The number
/// is -1 where there is no call (the thread waits for a page of memory, say), and instead of it stands
/// `running` when the thread is not blocked any more.
pub(crate) fn call(syscall: &str) -> Option<Call> {
    match syscall.split_ascii_whitespace().next()?.parse() {
        Ok(-1) | Err(_) => None,
        Ok(number) => Some(Call(Some(number))),
    }
}

/// `status`, as far as it is needed.
#[derive(Debug, PartialEq)]
pub(crate) struct Status {
    /// The thread's name, cut at 15 bytes by the kernel. A thread without a name has that of the thread
    /// that started it.
    pub name: String,
    /// `R` for one that runs or is ready, `Z` or `X` for one that has ended.
    pub letter: char,
    /// How often it gave up its CPU to wait for something.
    pub voluntary: u64,
    /// How often its CPU was taken from it.
    pub involuntary: u64,
}

impl Status {
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.letter, 'Z' | 'X')
    }
}

/// Reads `status`, a key, a tab and a value a line. The name may be any text, but for a newline and a
/// backslash, which the kernel writes as `\n` and `\\`.
pub(crate) fn status(text: &str) -> Option<Status> {
    let first = |key| text.lines().find_map(move |line| line.strip_prefix(key));
    // These stand near the end, and there are some sixty lines.
    let last = |key| text.lines().rev().find_map(move |line| line.strip_prefix(key));
    Some(Status {
        name: unescaped(first("Name:\t")?),
        letter: first("State:\t")?.chars().next()?,
        voluntary: last("voluntary_ctxt_switches:\t")?.parse().ok()?,
        involuntary: last("nonvoluntary_ctxt_switches:\t")?.parse().ok()?,
    })
}

fn unescaped(name: &str) -> String {
    let parts: Vec<_> = name.split("\\\\").map(|part| part.replace("\\n", "\n")).collect();
    parts.join("\\")
}
