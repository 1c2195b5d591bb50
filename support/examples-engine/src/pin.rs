//! All threads of a schedule run on one CPU. To hand over to a thread on another one takes ten times as long.

pub(crate) use here::{Pinned, follow};

#[cfg(target_os = "linux")]
mod here {
    use std::cell::Cell;
    use std::time::Duration;

    use nix::sched::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};
    use nix::unistd::Pid;

    /// The current thread.
    const ME: Pid = Pid::from_raw(0);

    thread_local! {
        /// The CPU on which this thread runs, if it follows an exploration.
        static CPU: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// The current thread keeps to one CPU, until this is dropped.
    pub(crate) struct Pinned {
        before: Option<CpuSet>,
        pub cpu: Option<usize>,
    }

    impl Pinned {
        /// Keeps to the CPU on which it runs now. Where the system does not allow that, it is only slower.
        pub fn new() -> Self {
            let before = sched_getaffinity(ME).ok();
            // One that wakes is put on a CPU that has nothing else to do.
            std::thread::sleep(Duration::from_micros(50));
            let cpu = sched_getcpu().ok().filter(|cpu| before.is_some() && set(*cpu));
            Self { before, cpu }
        }
    }

    impl Drop for Pinned {
        fn drop(&mut self) {
            if let (Some(before), Some(_)) = (self.before, self.cpu) {
                let _ = sched_setaffinity(ME, &before);
            }
        }
    }

    fn set(cpu: usize) -> bool {
        let mut one = CpuSet::new();
        one.set(cpu).is_ok() && sched_setaffinity(ME, &one).is_ok()
    }

    /// Moves the current thread to this CPU.
    pub(crate) fn follow(cpu: Option<usize>) {
        if let Some(to) = cpu
            && CPU.replace(cpu) != cpu
        {
            set(to);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod here {
    pub(crate) struct Pinned {
        pub cpu: Option<usize>,
    }

    impl Pinned {
        pub fn new() -> Self {
            Self { cpu: None }
        }
    }

    pub(crate) fn follow(_: Option<usize>) {}
}
