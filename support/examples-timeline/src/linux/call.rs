//! The system calls in which threads wait, by number, name and meaning.

use std::collections::{BTreeMap, BTreeSet};

use libc::*;

/// The system call in which a blocked thread is, as far as the kernel tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Call(pub Option<c_long>);

/// What a blocked thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// For time to pass.
    Sleep,
    /// For another thread.
    Thread,
    /// For a file, a socket, or a timer that an async runtime watches together with its sockets.
    Io,
    /// For something else, or the kernel does not tell.
    Other,
}

impl Call {
    pub(crate) const UNKNOWN: Call = Call(None);

    pub(crate) fn kind(self) -> Kind {
        self.entry().map_or(Kind::Other, |entry| entry.2)
    }

    /// Its name, such as `futex`; empty if it is not known.
    pub(crate) fn name(self) -> String {
        match (self.entry(), self.0) {
            (Some((_, name, _)), _) => name.to_string(),
            (None, Some(number)) => format!("system call {number}"),
            (None, None) => String::new(),
        }
    }

    /// What a thread in it does, in a word: the call's name, or just `blocked`.
    pub(crate) fn label(self) -> String {
        match self.name() {
            name if name.is_empty() => "blocked".to_string(),
            name => name,
        }
    }

    fn entry(self) -> Option<&'static (c_long, &'static str, Kind)> {
        CALLS.iter().chain(MORE_CALLS).find(|(number, ..)| Some(*number) == self.0)
    }
}

impl Kind {
    /// What a legend says of it.
    fn meaning(self) -> &'static str {
        match self {
            Kind::Sleep => "asleep",
            Kind::Thread => "waits for another thread: a lock, a channel, a join, work",
            Kind::Io => "waits for I/O, or for a runtime's timer",
            Kind::Other => "blocked",
        }
    }
}

/// The calls in a picture, by what they mean.
#[derive(Default)]
pub(crate) struct Legend(BTreeMap<Kind, BTreeSet<Call>>);

impl Legend {
    pub(crate) fn add(&mut self, call: Call) {
        self.0.entry(call.kind()).or_default().insert(call);
    }

    /// A line for each kind, such as `asleep (clock_nanosleep)`.
    pub(crate) fn lines(self) -> impl Iterator<Item = (Kind, String)> {
        self.0.into_iter().map(|(kind, calls)| {
            let names = calls.into_iter().map(Call::name).filter(|name| !name.is_empty());
            let names = names.collect::<Vec<_>>().join(", ");
            let names = if names.is_empty() { names } else { format!(" ({names})") };
            (kind, format!("{}{names}", kind.meaning()))
        })
    }
}

/// Number, name and meaning of calls, the names without their `SYS_`.
macro_rules! calls {
    ($($kind:ident: $($number:ident)+;)+) => {
        &[$($(($number, stringify!($number).split_at(4).1, Kind::$kind),)+)+]
    };
}

type Calls = &'static [(c_long, &'static str, Kind)];

const CALLS: Calls = calls! {
    Sleep: SYS_clock_nanosleep SYS_nanosleep;
    Thread: SYS_futex SYS_futex_waitv;
    Io: SYS_epoll_pwait SYS_epoll_pwait2 SYS_ppoll SYS_pselect6 SYS_io_uring_enter
        SYS_accept4 SYS_connect SYS_recvfrom SYS_recvmsg SYS_sendto SYS_sendmsg
        SYS_read SYS_readv SYS_pread64 SYS_write SYS_writev SYS_pwrite64
        SYS_openat SYS_close SYS_unlinkat SYS_statx SYS_getdents64 SYS_fsync SYS_fdatasync
        SYS_sendfile SYS_splice SYS_copy_file_range;
    Other: SYS_munmap SYS_mprotect SYS_madvise SYS_execve SYS_wait4 SYS_waitid
        SYS_rt_sigsuspend SYS_rt_sigtimedwait SYS_membarrier SYS_restart_syscall SYS_exit SYS_exit_group;
};

/// Those that not every architecture has.
#[cfg(target_arch = "x86_64")]
const MORE_CALLS: Calls = calls! {
    Io: SYS_epoll_wait SYS_poll SYS_select SYS_accept SYS_unlink;
    Other: SYS_mmap SYS_pause;
};
#[cfg(not(target_arch = "x86_64"))]
const MORE_CALLS: Calls = &[];
