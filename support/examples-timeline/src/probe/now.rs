//! What the threads of a process are doing now.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::call::{Call, Kind};
use super::data::{Activity, ThreadNow};
use super::parse;

/// Returns what each thread of the process is doing, in the order in which they were started. Returns
/// `None` if Linux does not tell.
pub fn threads_now(pid: u32) -> Option<Vec<ThreadNow>> {
    let folder = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    // A thread that ends in the meantime is left out.
    let mut threads: Vec<_> = folder.filter_map(|entry| look(&entry.ok()?.path())).collect();
    threads.sort_by_key(|thread| thread.id);
    Some(threads)
}

fn look(thread: &Path) -> Option<ThreadNow> {
    let id = thread.file_name()?.to_str()?.parse().ok()?;
    let read = |name| fs::read_to_string(thread.join(name)).ok();
    let syscall = read("syscall")?;
    let status = parse::status(&read("status")?)?;
    if status.has_ended() {
        return None;
    }
    let activity = match status.letter {
        'R' => Activity::Runs,
        _ => activity(&syscall),
    };
    Some(ThreadNow {
        id,
        activity,
        turns: status.voluntary + status.involuntary,
        name: status.name,
    })
}

/// Reads from a thread's `syscall` what it waits for.
fn activity(syscall: &str) -> Activity {
    let Some(call) = parse::call(syscall) else { return Activity::Runs };
    let arguments: Vec<_> = syscall.split_ascii_whitespace().skip(1).collect();
    let none = |index: usize| arguments.get(index) == Some(&"0x0");
    // A time-out is a C int, and -1 stands for none.
    let negative =
        |index: usize| arguments.get(index).is_some_and(|word| word.ends_with("ffffffff"));
    let forever = match call {
        Call(Some(libc::SYS_futex)) => none(3),
        Call(Some(libc::SYS_epoll_pwait)) => negative(3),
        #[cfg(target_arch = "x86_64")]
        Call(Some(libc::SYS_epoll_wait)) => negative(3),
        _ => false,
    };
    match call.kind() {
        Kind::Sleep => Activity::Sleeps,
        Kind::Thread => Activity::WaitsForThread { forever },
        _ => Activity::Waits { call: call.label(), forever },
    }
}

/// Returns the processor time that the process has taken so far, to a hundredth of a second.
pub fn processor_time(pid: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may be any text.
    let (_, numbers) = stat.rsplit_once(')')?;
    let times = numbers.split_ascii_whitespace().skip(11).take(2);
    let ticks: u64 = times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(10 * ticks)) // Linux shows these times in hundredths everywhere.
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier};
    use std::thread;

    use super::*;

    #[test]
    fn a_wait_with_a_time_limit_is_told_from_one_without() {
        let futex = |limit| {
            format!("{} 0x7f0c 0x189 0x0 {limit} 0x0 0xffffffff 0x7ff 0x7f0", libc::SYS_futex)
        };
        assert_eq!(activity(&futex("0x0")), Activity::WaitsForThread { forever: true });
        assert_eq!(activity(&futex("0x7f0c8")), Activity::WaitsForThread { forever: false });
        let epoll = |limit| {
            format!("{} 0x3 0x7f0c 0x400 {limit} 0x0 0x8 0x7ff 0x7f0", libc::SYS_epoll_pwait)
        };
        let call = || "epoll_pwait".to_string();
        assert_eq!(activity(&epoll("0xffffffff")), Activity::Waits { call: call(), forever: true });
        assert_eq!(activity(&epoll("0x64")), Activity::Waits { call: call(), forever: false });
        assert_eq!(activity("running"), Activity::Runs);
    }

    #[test]
    fn a_look_finds_what_each_thread_waits_for() {
        let all_there = Arc::new(Barrier::new(3));
        let both = ["t-sleeps", "t-waits"].map(|name| {
            let all_there = Arc::clone(&all_there);
            thread::Builder::new().name(name.into()).spawn(move || {
                all_there.wait();
                if name == "t-sleeps" {
                    thread::sleep(Duration::from_secs(3600))
                } else {
                    thread::park()
                }
            })
        });
        all_there.wait();
        // They are about to wait; nothing but a further look can tell when they do.
        let find = |name: &str| {
            let threads = threads_now(std::process::id()).expect("Linux tells");
            threads.into_iter().find(|thread| thread.name == name).expect("it is there").activity
        };
        while find("t-sleeps") != Activity::Sleeps {}
        while find("t-waits") != (Activity::WaitsForThread { forever: true }) {}
        assert_eq!(both.map(|thread| thread.is_ok()), [true; 2]); // Both are left behind.
        assert!(
            processor_time(std::process::id()).expect("Linux tells") < Duration::from_secs(3600)
        );
    }
}
