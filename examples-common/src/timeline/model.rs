//! From what was seen of the threads to what they did.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::call::Call;
use super::parse::{Counters, State};
use super::sample::{Reading, Recording, Thread};

/// What the threads of a listing did. All times are nanoseconds since its start.
pub(crate) struct Timeline {
    pub listing: String,
    pub elapsed: u64,
    /// In the order in which the threads were created; the main thread is the first.
    pub lanes: Vec<Lane>,
    cores: usize,
    sweeps: u64,
    longest: u64,
    cost: u64,
}

/// One thread.
#[derive(Debug, PartialEq)]
pub(crate) struct Lane {
    /// `main`, the thread's own name, or `thread 3` for the third that was created.
    pub name: String,
    pub id: u32,
    /// One after the other, without gaps, from its birth to its end.
    pub spans: Vec<Span>,
    /// Time on a CPU.
    pub cpu: u64,
    /// Time ready, and waiting for a CPU.
    pub ready: u64,
    /// How often it gave up its CPU to wait for something.
    pub voluntary: u64,
    /// How often its CPU was taken from it.
    pub involuntary: u64,
}

/// A stretch of a lane, and what the thread did for how much of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub from: u64,
    pub to: u64,
    pub cpu: u64,
    pub ready: u64,
    /// Where it was blocked for the rest.
    pub call: Call,
}

impl Span {
    pub(crate) fn blocked(&self) -> u64 {
        self.to - self.from - self.cpu - self.ready
    }

    fn is_blocked_throughout(&self) -> bool {
        self.cpu == 0 && self.ready == 0
    }

    fn is_on_cpu_throughout(&self) -> bool {
        self.cpu == self.to - self.from
    }
}

impl Timeline {
    pub(crate) fn new(listing: &str, recording: Recording) -> Timeline {
        let Recording { threads, cores, elapsed, sweeps, longest, cost } = recording;
        let process = threads.first().map_or(String::new(), |main| main.name.clone());
        let lanes = threads.into_iter().enumerate().map(|(number, thread)| {
            let name = match number {
                0 => "main".to_string(),
                // A thread without a name of its own has the process's.
                _ if thread.name == process => format!("thread {number}"),
                _ => thread.name.chars().map(printable).collect(),
            };
            Lane::new(name, &thread)
        });
        let lanes = lanes.collect();
        Timeline { listing: listing.to_string(), elapsed, lanes, cores, sweeps, longest, cost }
    }

    /// `timeline of spawn_join: 6 threads on 2 cores, 502 ms`
    pub(crate) fn title(&self) -> String {
        let count = |count: usize, what| {
            format!("{} {what}{}", thousands(count as u64), if count == 1 { "" } else { "s" })
        };
        format!(
            "timeline of {}: {} on {}, {} ms",
            self.listing,
            count(self.lanes.len(), "thread"),
            count(self.cores, "core"),
            milliseconds(self.elapsed),
        )
    }

    /// How it was seen, what that cost, and what it may have missed.
    pub(crate) fn honesty(&self) -> String {
        let every = milliseconds(self.elapsed / self.sweeps.max(1));
        let longest = milliseconds(self.longest);
        let share = 100.0 * self.cost as f64 / self.elapsed.max(1) as f64;
        format!(
            "sampled {} times, every {every} ms ({longest} ms at the longest), with {share:.1} % of one \
             core, for which a busy thread may lose its CPU; what was shorter than that may be missing",
            thousands(self.sweeps),
        )
    }

    /// What to draw: a row for each lane, in `columns` cells, and a sentence about the last row if that
    /// stands for all lanes that are too many. Those are the ones with the least time on a CPU.
    pub(crate) fn rows(&self, most: usize, columns: usize) -> (Vec<Row>, Option<String>) {
        let mut busiest: Vec<_> = self.lanes.iter().enumerate().skip(1).collect();
        busiest.sort_by_key(|(_, lane)| Reverse(lane.cpu));
        let too_many = self.lanes.len() > most;
        // `main` has the first row and is not among them; the rest has the last.
        let rest = busiest.split_off(if too_many { most - 2 } else { busiest.len() });
        busiest.sort_unstable_by_key(|(place, _)| *place);

        let lanes = self.lanes.iter().take(1).chain(busiest.into_iter().map(|(_, lane)| lane));
        let row = |lane: &Lane| Row {
            name: lane.name.clone(),
            cells: lane.cells(self.elapsed, columns),
            cpu: lane.cpu,
            ready: lane.ready,
            voluntary: lane.voluntary,
            involuntary: lane.involuntary,
        };
        let mut rows: Vec<_> = lanes.map(row).collect();
        let Some((_, first)) = rest.first() else { return (rows, None) };
        let name = format!("{} more", thousands(rest.len() as u64));
        let meaning = format!(
            "{name}: their average; none of these threads had more than {} ms on a CPU",
            milliseconds(first.cpu),
        );
        let mut all = Row { name, ..row(first) };
        for (_, lane) in &rest[1..] {
            all.add(&row(lane));
        }
        rows.push(all);
        (rows, Some(meaning))
    }

    /// Moments for an axis, at most `most` and the start: round numbers of milliseconds, with their
    /// labels.
    pub(crate) fn ticks(&self, most: u64) -> Vec<(u64, String)> {
        // 1, 2 or 5 times a power of ten, from a microsecond up.
        let mut steps = (3..19).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u64.pow(power)));
        let step = steps.find(|step| self.elapsed / step <= most).unwrap_or(u64::MAX);
        let label = |time: u64| match time % 1_000_000 {
            0 => thousands(time / 1_000_000),
            _ => (time as f64 / 1e6).to_string(),
        };
        (0..=self.elapsed / step).map(|tick| (tick * step, label(tick * step))).collect()
    }
}

/// A lane in columns, or the sum of many lanes.
pub(crate) struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
    pub cpu: u64,
    pub ready: u64,
    pub voluntary: u64,
    pub involuntary: u64,
}

impl Row {
    fn add(&mut self, other: &Row) {
        for (cell, other) in self.cells.iter_mut().zip(&other.cells) {
            cell.add(other);
        }
        self.cpu += other.cpu;
        self.ready += other.ready;
        self.voluntary += other.voluntary;
        self.involuntary += other.involuntary;
    }
}

/// What happened in one column of a picture, in nanoseconds. All zero where there was no thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub cpu: f64,
    pub ready: f64,
    pub blocked: BTreeMap<Call, f64>,
}

impl Cell {
    pub(crate) fn lived(&self) -> f64 {
        self.cpu + self.ready + self.blocked.values().sum::<f64>()
    }

    /// In which call it was blocked for longest, if at all.
    pub(crate) fn call(&self) -> Option<Call> {
        self.blocked.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(call, _)| *call)
    }

    pub(crate) fn add(&mut self, other: &Cell) {
        self.cpu += other.cpu;
        self.ready += other.ready;
        for (call, time) in &other.blocked {
            *self.blocked.entry(*call).or_default() += time;
        }
    }
}

impl Lane {
    /// Reads what the thread did out of what was seen of it.
    fn new(name: String, thread: &Thread) -> Lane {
        let mut spans = Vec::new();
        let mut last = thread.first_moment();
        for reading in &thread.readings {
            let (span, counters) = span(&last, reading);
            add(&mut spans, span);
            last = Reading { counters, ..*reading };
        }
        if spans.is_empty() {
            // Seen once, and at that moment only. It is drawn all the same.
            let (cpu, ready) =
                (u64::from(last.state == State::OnCpu), u64::from(last.state == State::Ready));
            spans.push(Span {
                from: last.at,
                to: last.at + 1,
                cpu,
                ready,
                call: last.state.call(),
            });
        }
        Lane {
            name,
            id: thread.id,
            spans,
            cpu: last.counters.cpu,
            ready: last.counters.ready,
            voluntary: last.voluntary,
            involuntary: thread.involuntary,
        }
    }

    /// The lane in `count` columns of equal width from 0 to `elapsed`.
    pub(crate) fn cells(&self, elapsed: u64, count: usize) -> Vec<Cell> {
        let width = elapsed.max(1) as f64 / count as f64;
        let mut cells = vec![Cell::default(); count];
        for span in &self.spans {
            let (from, to) = (span.from as f64, span.to as f64);
            let first = (from / width) as usize;
            for (index, cell) in cells.iter_mut().enumerate().skip(first) {
                let (left, right) = (index as f64 * width, (index + 1) as f64 * width);
                if left >= to {
                    break;
                }
                let share = (right.min(to) - left.max(from)).max(0.0) / (to - from);
                cell.cpu += span.cpu as f64 * share;
                cell.ready += span.ready as f64 * share;
                if span.blocked() > 0 {
                    *cell.blocked.entry(span.call).or_default() += span.blocked() as f64 * share;
                }
            }
        }
        cells
    }
}

impl Thread {
    /// Its birth, as a reading: between the sweep before and the first sight, and early enough for
    /// what it had done by then.
    fn first_moment(&self) -> Reading {
        let at = self.readings.first().map_or(0, |first| {
            first.at.saturating_sub(first.counters.cpu + first.counters.ready).max(self.born_after)
        });
        let counters = Counters::default();
        Reading { at, counters, state: State::Ready, voluntary: 0 }
    }
}

/// The stretch between two readings, and the counters at its end as they would be without delay.
///
/// The kernel counts time on a CPU at each tick of its clock, and when the thread leaves the CPU; time
/// ready, when the thread gets a CPU. So what is missing in the counters of a thread that is on a CPU, or
/// ready, is time in just that state.
fn span(from: &Reading, to: &Reading) -> (Span, Counters) {
    let length = to.at.saturating_sub(from.at);
    // `from` has what was missing then; it may be ahead of what is counted by now.
    let mut counters = Counters {
        cpu: to.counters.cpu.max(from.counters.cpu),
        ready: to.counters.ready.max(from.counters.ready),
        ..to.counters
    };
    let (mut cpu, mut ready) =
        (counters.cpu - from.counters.cpu, counters.ready - from.counters.ready);
    let missing = length.saturating_sub(cpu + ready);
    let never_blocked = !from.state.is_blocked() && from.voluntary == to.voluntary;
    match to.state {
        State::OnCpu if never_blocked => {
            cpu += missing;
            counters.cpu += missing;
        }
        State::Ready if never_blocked => {
            ready += missing;
            counters.ready += missing;
        }
        _ => {}
    }
    if cpu + ready > length {
        // Our clock was read a moment before the counters.
        cpu = (length as u128 * cpu as u128 / (cpu + ready) as u128) as u64;
        ready = length - cpu;
    }
    let call = if to.state.is_blocked() { to.state.call() } else { from.state.call() };
    (Span { from: from.at, to: from.at + length, cpu, ready, call }, counters)
}

/// Adds a span, as part of the one before if both are of one kind throughout.
fn add(spans: &mut Vec<Span>, span: Span) {
    if span.from == span.to {
        return;
    }
    if let Some(last) = spans.last_mut() {
        let sleeps_on = last.is_blocked_throughout() && span.is_blocked_throughout();
        let runs_on = last.is_on_cpu_throughout() && span.is_on_cpu_throughout();
        if runs_on || sleeps_on && last.call == span.call {
            last.to = span.to;
            last.cpu += span.cpu;
            return;
        }
    }
    spans.push(span);
}

/// A thread may have any name; not all characters can be drawn, or stand in an XML file.
fn printable(c: char) -> char {
    if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { '?' } else { c }
}

/// `0.4`, `12.3`, `1,240`
pub(crate) fn milliseconds(nanoseconds: u64) -> String {
    match nanoseconds {
        0..99_950_000 => format!("{:.1}", nanoseconds as f64 / 1e6),
        _ => thousands((nanoseconds + 500_000) / 1_000_000),
    }
}

/// `9,980`
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
