//! What the pictures say of the calls in which threads waited.

use std::collections::{BTreeMap, BTreeSet};

use crate::probe::{Call, Kind};

/// The calls in a picture, by what they mean.
#[derive(Default)]
pub(super) struct Legend(BTreeMap<Kind, BTreeSet<Call>>);

impl Legend {
    pub(super) fn add(&mut self, call: Call) {
        self.0.entry(call.kind()).or_default().insert(call);
    }

    /// A line for each kind, such as `asleep (clock_nanosleep)`.
    pub(super) fn lines(self) -> impl Iterator<Item = (Kind, String)> {
        self.0.into_iter().map(|(kind, calls)| {
            let names = calls.into_iter().map(Call::name).filter(|name| !name.is_empty());
            let names = names.collect::<Vec<_>>().join(", ");
            let names = if names.is_empty() { names } else { format!(" ({names})") };
            (kind, format!("{}{names}", meaning(kind)))
        })
    }
}

fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Sleep => "asleep",
        Kind::Thread => "waits for another thread: a lock, a channel, a join, work",
        Kind::Io => "waits for I/O, or for a runtime's timer",
        Kind::Other => "blocked",
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_calls_of_its_kind() {
        let call = |number| Call(Some(number));
        let lines = |calls: &[Call]| {
            let mut legend = Legend::default();
            calls.iter().for_each(|call| legend.add(*call));
            legend.lines().map(|(_, line)| line).collect::<Vec<_>>()
        };
        let seen = [call(libc::SYS_read), Call::UNKNOWN, call(libc::SYS_recvfrom)];
        let io = "waits for I/O, or for a runtime's timer (read, recvfrom)";
        assert_eq!(lines(&seen), [io, "blocked"]);
        assert_eq!(lines(&[Call::UNKNOWN, call(libc::SYS_munmap)]), ["blocked (munmap)"]);
    }
}
