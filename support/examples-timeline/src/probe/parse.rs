//! The texts of three files that Linux has for each thread, under `/proc/PID/task/TID`.

use super::call::Call;
use super::data::Counters;

/// Reads `schedstat`: time on a CPU, time ready, and how often the thread was given a CPU.
pub(super) fn counters(schedstat: &str) -> Option<Counters> {
    let mut numbers = schedstat.split_ascii_whitespace().map(|number| number.parse().ok());
    Some(Counters { cpu: numbers.next()??, ready: numbers.next()??, turns: numbers.next()?? })
}

/// Reads `syscall`: the number of the call that a blocked thread is in, with its arguments. The number
/// is -1 where there is no call (the thread waits for a page of memory, say), and instead of it stands
/// `running` when the thread is not blocked any more.
pub(super) fn call(syscall: &str) -> Option<Call> {
    match syscall.split_ascii_whitespace().next()?.parse() {
        Ok(-1) | Err(_) => None,
        Ok(number) => Some(Call(Some(number))),
    }
}

/// `status`, as far as it is needed.
#[derive(Debug, PartialEq)]
pub(super) struct Status {
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
    pub(super) fn has_ended(&self) -> bool {
        matches!(self.letter, 'Z' | 'X')
    }
}

/// Reads `status`, a key, a tab and a value a line. The name may be any text, but for a newline and a
/// backslash, which the kernel writes as `\n` and `\\`.
pub(super) fn status(text: &str) -> Option<Status> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_three_numbers() {
        let expected = Counters { cpu: 381_235, ready: 2_571_643, turns: 8 };
        assert_eq!(counters("381235 2571643 8\n"), Some(expected));
        for wrong in ["", "12", "12 13", "12 x 3", "-1 2 3"] {
            assert_eq!(counters(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn the_call_is_a_number_if_there_is_one() {
        let futex = format!("{} 0x7f 0x80 0x0 0x0 0x0 0x0 0x7ffc 0x7f1\n", libc::SYS_futex);
        assert_eq!(call(&futex), Some(Call(Some(libc::SYS_futex))));
        for none in ["running\n", "-1 0x0 0x0\n", "", "walking\n"] {
            assert_eq!(call(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_status_is_read_whatever_the_thread_calls_itself() {
        for (written, name) in [
            ("main", "main"),
            ("a b) R (c", "a b) R (c"),
            ("State:\tZ", "State:\tZ"),
            (r"new\nline", "new\nline"),
            (r"back\\slash", r"back\slash"),
            (r"both\\n", r"both\n"),
            ("", ""),
        ] {
            let text = format!(
                "Name:\t{written}\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t7\n\
                 voluntary_ctxt_switches:\t15\nnonvoluntary_ctxt_switches:\t3\n"
            );
            let expected = Status { name: name.into(), letter: 'S', voluntary: 15, involuntary: 3 };
            assert_eq!(status(&text), Some(expected));
        }
        assert_eq!(status("Name:\tcut off\nState:\tS"), None);
    }
}
