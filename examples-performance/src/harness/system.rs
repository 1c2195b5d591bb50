//! What the operating system says of this process. `size_of` knows nothing of an allocator, a stack, a
//! timer's entry or a page.

use std::time::Duration;
use std::{fs, thread};

use anyhow::Context;

const NOT_TOLD: &str = "this system does not tell a process about its memory; Linux does, in /proc";

/// Memory of this process, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// What is held in memory.
    pub resident: f64,
    /// The part of it that is not a copy of a file: without the program's code.
    pub anonymous: f64,
    /// The address space that is spoken for.
    pub reserved: f64,
}

/// Returns the memory of this process.
///
/// # Errors
/// If there is no `/proc`.
pub fn memory() -> anyhow::Result<Memory> {
    // `VmRSS` in `status` may lag behind by some pages for each core; this sum does not.
    let resident = field("/proc/self/smaps_rollup", "Rss:")?;
    let anonymous = field("/proc/self/smaps_rollup", "Anonymous:")?;
    Ok(Memory { resident, anonymous, reserved: field("/proc/self/status", "VmSize:")? })
}

/// Returns the most memory that this process has held so far, in bytes.
///
/// # Errors
/// If there is no `/proc`.
pub fn peak_resident() -> anyhow::Result<f64> {
    field("/proc/self/status", "VmHWM:")
}

/// Memory that the kernel holds for processes, in bytes. It is in no figure of a process.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    /// A stack in the kernel for each thread; of all processes.
    pub stacks: f64,
    /// Where this process's pages are.
    pub page_tables: f64,
    /// The kernel's own records, such as that of a thread or a socket; of all processes. Those that the
    /// kernel can give back, such as its cache of file names, are not in it.
    pub slab: f64,
}

impl Kernel {
    pub fn sum(self) -> f64 {
        self.stacks + self.page_tables + self.slab
    }
}

/// What is held for a process, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub process: f64,
    pub kernel: f64,
}

impl Held {
    /// Returns what each of `count` has added since then.
    pub fn each_since(self, before: Held, count: usize) -> Held {
        let each = |before, now| (now - before) / count as f64;
        Held {
            process: each(before.process, self.process),
            kernel: each(before.kernel, self.kernel),
        }
    }
}

/// Returns what is held for this process.
///
/// # Errors
/// If there is no `/proc`.
pub fn held() -> anyhow::Result<Held> {
    Ok(Held { process: memory()?.resident, kernel: kernel()?.sum() })
}

/// Returns the kernel's memory.
///
/// # Errors
/// If there is no `/proc`.
pub fn kernel() -> anyhow::Result<Kernel> {
    let stacks = field("/proc/meminfo", "KernelStack:")?;
    let page_tables = field("/proc/self/status", "VmPTE:")?;
    Ok(Kernel { stacks, page_tables, slab: field("/proc/meminfo", "SUnreclaim:")? })
}

/// Waits until the kernel has given back what earlier processes needed, which takes it about a second: until its memory has
/// not fallen for half a second, or five seconds have passed. Without that, what comes next would seem to need less.
///
/// # Errors
/// If there is no `/proc`.
pub fn wait_until_settled() -> anyhow::Result<()> {
    const MUCH: f64 = 256.0 * 1024.0; // Every machine does something.
    let (mut least, mut looks) = (kernel()?.sum(), 0);
    for _ in 0..50 {
        thread::sleep(Duration::from_millis(100));
        let now = kernel()?.sum();
        looks = if now < least - MUCH { 0 } else { looks + 1 };
        least = least.min(now);
        if looks == 5 {
            break;
        }
    }
    Ok(())
}

/// Returns the machine's memory, in bytes.
///
/// # Errors
/// If there is no `/proc`.
pub fn total_memory() -> anyhow::Result<f64> {
    field("/proc/meminfo", "MemTotal:")
}

/// Returns how many threads this process has.
///
/// # Errors
/// If there is no `/proc`.
pub fn threads() -> anyhow::Result<f64> {
    Ok(field("/proc/self/status", "Threads:")? / 1024.0)
}

/// Returns how many files this process may have open.
///
/// # Errors
/// If there is no `/proc`.
pub fn open_files_limit() -> anyhow::Result<usize> {
    let limits = fs::read_to_string("/proc/self/limits").context(NOT_TOLD)?;
    let line = limits.lines().find(|line| line.starts_with("Max open files")).context(NOT_TOLD)?;
    Ok(line.split_whitespace().nth(3).and_then(|word| word.parse().ok()).unwrap_or(usize::MAX))
}

/// Returns a number from a file of lines such as `VmHWM:  123 kB`, as if it were kilobytes.
fn field(file: &str, name: &str) -> anyhow::Result<f64> {
    let text = fs::read_to_string(file).context(NOT_TOLD)?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(number.context(NOT_TOLD)? * 1024.0)
}

/// Returns the processor time that this process has used on all cores.
///
/// # Errors
/// If the system does not tell.
#[cfg(unix)]
pub fn cpu_time() -> anyhow::Result<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let times = [usage.user_time(), usage.system_time()];
    let micros = times.map(|time| time.tv_sec() as u64 * 1_000_000 + time.tv_usec() as u64);
    Ok(Duration::from_micros(micros.iter().sum()))
}

/// Returns the processor time that this process has used on all cores.
///
/// # Errors
/// Always: only Unix is asked.
#[cfg(not(unix))]
pub fn cpu_time() -> anyhow::Result<Duration> {
    anyhow::bail!("processor time is read on Unix only")
}

/// Keeps this thread, and all that it starts, on the first CPU that it may use.
///
/// # Errors
/// If the system refuses.
#[cfg(target_os = "linux")]
pub fn stay_on_one_cpu() -> anyhow::Result<()> {
    use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
    use nix::unistd::Pid;
    let (this, mut one) = (Pid::from_raw(0), CpuSet::new());
    let allowed = sched_getaffinity(this)?;
    let first = (0..CpuSet::count()).find(|&cpu| allowed.is_set(cpu).unwrap_or(false));
    one.set(first.context("a thread has a CPU")?)?;
    sched_setaffinity(this, &one).context("can't choose a CPU")
}

/// Keeps this thread on one CPU.
///
/// # Errors
/// Always: only Linux is asked.
#[cfg(not(target_os = "linux"))]
pub fn stay_on_one_cpu() -> anyhow::Result<()> {
    anyhow::bail!("a thread is kept on one CPU on Linux only")
}
