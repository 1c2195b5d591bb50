use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Signals to this process are its child's to answer, with a tidy end perhaps.
pub struct Signals {
    /// The number of a signal that was not passed on yet, or 0.
    new: Arc<AtomicUsize>,
    passed_on: usize,
}

impl Signals {
    /// From now on, signals that would end this process don't, but for SIGKILL.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn catch() -> anyhow::Result<Signals> {
        let new = Arc::<AtomicUsize>::default();
        #[cfg(unix)]
        {
            use signal_hook::{consts::*, flag};
            let is_heard = |signal: &i32| ignored() >> (signal - 1) & 1 == 0;
            for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP].into_iter().filter(is_heard) {
                flag::register_usize(signal, Arc::clone(&new), signal as usize)?;
            }
            flag::register(SIGCHLD, Arc::default())?; // Ignored, it would lose how the child ends.
        }
        #[cfg(windows)]
        ctrlc::set_handler({
            let new = Arc::clone(&new);
            move || new.store(2, Relaxed)
        })?;
        Ok(Signals { new, passed_on: 0 })
    }

    /// Passes on what this process was sent. A terminal sends Ctrl-C to the child too, and twice would be too often:
    /// a second one ends a server that is about to stop gracefully. A console does so alone.
    #[cfg_attr(not(unix), allow(unused_variables))]
    pub fn pass_on(&mut self, child: &Child) {
        let number = self.new.swap(0, Relaxed);
        if number != 0 {
            self.passed_on = number;
            #[cfg(unix)]
            if number != signal_hook::consts::SIGINT as usize || !in_foreground() {
                let _ = nix::sys::signal::kill(
                    nix::unistd::Pid::from_raw(child.id() as i32),
                    nix::sys::signal::Signal::try_from(number as i32).ok(),
                );
            }
        }
    }

    /// Returns the exit status that shells use after a signal, if one has ended the child's work.
    pub fn status(&self, child: ExitStatus) -> Option<u8> {
        #[cfg(unix)]
        let childs = std::os::unix::process::ExitStatusExt::signal(&child);
        #[cfg(not(unix))]
        let childs = (child.code() == Some(0xC000_013A_u32 as i32)).then_some(2); // STATUS_CONTROL_C_EXIT
        let own = self.passed_on.max(self.new.load(Relaxed)) as i32;
        // The child may be gone before this process has seen a terminal's SIGINT or SIGQUIT.
        let was_sent = own != 0 || matches!(childs, Some(2 | 3));
        was_sent.then(|| (128 + childs.unwrap_or(own)) as u8)
    }
}

/// Returns the signals that this process was started to ignore, as by `nohup`, a bit each; where Linux tells.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Returns whether a terminal's Ctrl-C goes to this process and its child.
#[cfg(unix)]
fn in_foreground() -> bool {
    use nix::unistd::{getpgrp, tcgetpgrp};
    let groups = [tcgetpgrp(std::io::stdin()), tcgetpgrp(std::io::stderr())];
    groups.contains(&Ok(getpgrp()))
}
