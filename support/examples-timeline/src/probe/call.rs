//! The system calls in which threads wait, by number, name and meaning.

use std::ffi::c_long;

/// The system call in which a blocked thread is, as far as the kernel tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call(pub Option<c_long>);

/// What a blocked thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
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
    /// A call of which nothing is known.
    pub const UNKNOWN: Call = Call(None);

    /// What a thread in it waits for.
    pub fn kind(self) -> Kind {
        self.entry().map_or(Kind::Other, |entry| entry.2)
    }

    /// Its name, such as `futex`; empty if it is not known.
    pub fn name(self) -> String {
        match (self.entry(), self.0) {
            (Some((_, name, _)), _) => name.to_string(),
            (None, Some(number)) => format!("system call {number}"),
            (None, None) => String::new(),
        }
    }

    /// What a thread in it does, in a word: the call's name, or just `blocked`.
    pub fn label(self) -> String {
        match self.name() {
            name if name.is_empty() => "blocked".to_string(),
            name => name,
        }
    }

    fn entry(self) -> Option<&'static (c_long, &'static str, Kind)> {
        CALLS.iter().chain(MORE_CALLS).find(|(number, ..)| Some(*number) == self.0)
    }
}

type Calls = &'static [(c_long, &'static str, Kind)];

/// Number, name and meaning of calls, the names without their `SYS_`. Empty on other systems than Linux.
macro_rules! calls {
    ($($kind:ident: $($number:ident)+;)+) => {
        &[$($(
            #[cfg(target_os = "linux")]
            (libc::$number, stringify!($number).split_at(4).1, Kind::$kind),
        )+)+]
    };
}

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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn calls_have_names_and_meanings() {
        let call = |number| Call(Some(number));
        assert_eq!(call(libc::SYS_clock_nanosleep).kind(), Kind::Sleep);
        assert_eq!(call(libc::SYS_futex).kind(), Kind::Thread);
        assert_eq!(call(libc::SYS_accept4).kind(), Kind::Io);
        assert_eq!(call(libc::SYS_epoll_pwait).name(), "epoll_pwait");
        let unheard_of = call(9999);
        assert_eq!((&*unheard_of.name(), unheard_of.kind()), ("system call 9999", Kind::Other));
        assert_eq!((&*Call::UNKNOWN.name(), Call::UNKNOWN.kind()), ("", Kind::Other));
    }
}
