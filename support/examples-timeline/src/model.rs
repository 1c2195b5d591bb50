//! From what was seen of the threads to what they did.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::probe::{Call, Counters, Reading, Recording, State, Thread};

#[cfg(all(test, target_os = "linux"))]
pub(crate) mod tests;

/// What the threads of a listing did. All times are nanoseconds since its start.
pub(crate) struct Timeline {
    pub listing: String,
    pub elapsed: u64,
    /// In the order in which the threads were first looked at; the main thread is the first.
    pub lanes: Vec<Lane>,
    /// How many more threads there were.
    unseen: usize,
    cores: usize,
    sweeps: u64,
    longest: u64,
    cost: u64,
}

/// One thread.
#[derive(Debug, PartialEq)]
pub(crate) struct Lane {
    /// `main`, the thread's own name, or `thread 0` for the first besides `main`: counted from 0, as the
    /// listings count.
    pub name: String,
    pub id: u32,
    /// One after the other, without gaps, from its birth to its end.
    pub spans: Vec<Span>,
    pub numbers: Numbers,
}

/// What stands beside a lane: the kernel's own counts, as they were last seen, and the time that it had
/// not counted yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Numbers {
    /// Time on a CPU.
    pub cpu: u64,
    /// Time ready, and waiting for a CPU.
    pub ready: u64,
    /// How often it gave up its CPU to wait for something.
    pub voluntary: u64,
    /// How often its CPU was taken from it.
    pub involuntary: u64,
}

impl Numbers {
    fn add(&mut self, other: Numbers) {
        self.cpu += other.cpu;
        self.ready += other.ready;
        self.voluntary += other.voluntary;
        self.involuntary += other.involuntary;
    }
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
        let Recording { threads, unseen, cores, elapsed, sweeps, longest, cost } = recording;
        let process = threads.first().map_or(String::new(), |main| main.name.clone());
        let lanes = threads.into_iter().enumerate().map(|(number, thread)| {
            let name = match number {
                0 => "main".to_string(),
                // A thread without a name of its own has that of the thread that started it.
                _ if thread.name == process => format!("thread {}", number - 1),
                _ => thread.name.chars().map(printable).collect(),
            };
            Lane::new(name, &thread)
        });
        let lanes = lanes.collect();
        let listing = listing.to_string();
        Timeline { listing, elapsed, lanes, unseen, cores, sweeps, longest, cost }
    }

    /// `timeline of spawn_join: 6 threads on 2 cores, 502 ms`
    pub(crate) fn title(&self) -> String {
        let count = |count: usize, what| {
            format!("{} {what}{}", thousands(count as u64), if count == 1 { "" } else { "s" })
        };
        format!(
            "timeline of {}: {} on {}, {} ms",
            self.listing,
            count(self.lanes.len() + self.unseen, "thread"),
            count(self.cores, "core"),
            milliseconds(self.elapsed),
        )
    }

    /// How it was seen, what that cost, and what it may have missed, in two lines.
    pub(crate) fn caveats(&self) -> [String; 2] {
        let every = milliseconds(self.elapsed / self.sweeps.max(1));
        let longest = milliseconds(self.longest);
        let share = 100.0 * self.cost as f64 / self.elapsed.max(1) as f64;
        [
            format!(
                "sampled {} times, every {every} ms ({longest} ms at the longest), with {share:.1} % of one \
                 core",
                thousands(self.sweeps)
            ),
            "for that a busy thread may lose its CPU; what was shorter may be missing".to_string(),
        ]
    }

    /// What to draw: a row for each lane, in `columns` cells, and a sentence about what is left out: the
    /// last row stands for all lanes that are too many, those with the least time on a CPU.
    pub(crate) fn rows(&self, columns: usize) -> (Vec<Row>, Option<String>) {
        let mut busiest: Vec<_> = self.lanes.iter().enumerate().skip(1).collect();
        busiest.sort_by_key(|(_, lane)| Reverse(lane.numbers.cpu));
        let too_many = self.lanes.len() > MOST_ROWS;
        // `main` has the first row and is not among them; the rest has the last.
        let rest = busiest.split_off(if too_many { MOST_ROWS - 2 } else { busiest.len() });
        busiest.sort_unstable_by_key(|(place, _)| *place);

        let lanes = self.lanes.iter().take(1).chain(busiest.into_iter().map(|(_, lane)| lane));
        let mut rows: Vec<_> = lanes
            .map(|lane| Row {
                name: lane.name.clone(),
                cells: lane.cells(self.elapsed, columns),
                numbers: lane.numbers,
            })
            .collect();
        let name = format!("{} more", thousands((rest.len() + self.unseen) as u64));
        let Some((_, busiest)) = rest.first() else {
            let meaning = format!("{name} ended before being looked at");
            return (rows, (self.unseen > 0).then_some(meaning));
        };
        let looked_at = match self.unseen {
            0 => String::new(),
            _ => format!(", of the {} that were looked at", thousands(rest.len() as u64)),
        };
        let meaning = format!(
            "{name}: their average, and the sums of their numbers{looked_at}; none had more than {} ms on a \
             CPU",
            milliseconds(busiest.numbers.cpu),
        );
        let mut all =
            Row { name, cells: vec![Cell::default(); columns], numbers: Numbers::default() };
        for (_, lane) in &rest {
            all.numbers.add(lane.numbers);
            for (cell, part) in all.cells.iter_mut().zip(lane.cells(self.elapsed, columns)) {
                cell.add(&part, 1.0 / rest.len() as f64);
            }
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

/// A lane in columns, or many lanes in one.
pub(crate) struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
    pub numbers: Numbers,
}

/// What happened in one column of a picture, in shares of its width. Their sum is less than 1 where the
/// thread did not live throughout.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub cpu: f64,
    pub ready: f64,
    pub blocked: BTreeMap<Call, f64>,
}

impl Cell {
    pub(crate) fn all_blocked(&self) -> f64 {
        self.blocked.values().sum()
    }

    pub(crate) fn lived(&self) -> f64 {
        self.cpu + self.ready + self.all_blocked()
    }

    /// In which call it was blocked for longest, if at all.
    pub(crate) fn call(&self) -> Option<Call> {
        self.blocked.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(call, _)| *call)
    }

    pub(crate) fn add(&mut self, other: &Cell, factor: f64) {
        self.cpu += other.cpu * factor;
        self.ready += other.ready * factor;
        for (call, share) in &other.blocked {
            *self.blocked.entry(*call).or_default() += share * factor;
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
            numbers: Numbers {
                cpu: last.counters.cpu,
                ready: last.counters.ready,
                voluntary: last.voluntary,
                involuntary: thread.involuntary,
            },
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
                // How much of the span lies in this cell, of the cell's width.
                let share = (right.min(to) - left.max(from)).max(0.0) / (to - from) / width;
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
    /// Its birth, as a reading: before the first sight of it, early enough for what it had done when it
    /// was first looked at, and after the last sweep without it.
    fn first_moment(&self) -> Reading {
        let at = self.readings.first().map_or(self.there_at, |first| {
            let latest = first.at.saturating_sub(first.counters.cpu + first.counters.ready);
            latest.min(self.there_at).max(self.born_after)
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
    let mut length = to.at.saturating_sub(from.at);
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
        // It was over before it was looked at.
        State::Ended if never_blocked => length -= missing,
        _ => {}
    }
    if cpu + ready > length {
        // Our clock was read a moment before the counters.
        cpu = (length as u128 * cpu as u128 / (cpu + ready) as u128) as u64;
        ready = length - cpu;
    }
    let call = if from.state.is_blocked() { from.state.call() } else { to.state.call() };
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

/// A thread may have any name. What might not be one column wide, or change the direction of a line, or
/// not stand in an XML file, is not drawn; from U+1100 on there are wide characters.
fn printable(c: char) -> char {
    let is_narrow = c.is_alphanumeric() && c < '\u{1100}' || c.is_ascii_graphic() || c == ' ';
    if is_narrow { c } else { '?' }
}

/// More than this fit on few screens.
const MOST_ROWS: usize = 24;

/// What the last two columns of numbers are.
pub(crate) const SWITCHES: &str =
    "vol., invol.: how often it gave up its CPU to wait, and had it taken away";

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
