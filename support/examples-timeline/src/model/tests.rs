//! What is made of known readings. The readings serve the tests of the drawings, too.

use super::*;

pub(crate) const FUTEX: State = State::Blocked(Call(Some(libc::SYS_futex)));
const SLEEP: State = State::Blocked(Call(Some(libc::SYS_clock_nanosleep)));
const READ: State = State::Blocked(Call(Some(libc::SYS_read)));

/// A reading with its times in milliseconds.
pub(crate) fn reading(at: u64, cpu: u64, ready: u64, state: State, voluntary: u64) -> Reading {
    let [at, cpu, ready] = [at, cpu, ready].map(|time| time * 1_000_000);
    Reading { at, counters: Counters { cpu, ready, turns: 0 }, state, voluntary }
}

pub(crate) fn thread(id: u32, name: &str, readings: Vec<Reading>) -> Thread {
    let there_at = readings.first().map_or(0, |first| first.at);
    let (name, involuntary) = (name.into(), u64::from(id));
    Thread { id, name, born_after: 0, there_at, readings, involuntary }
}

pub(crate) fn recording(threads: Vec<Thread>) -> Recording {
    let (elapsed, longest, cost) = (100_000_000, 2_100_000, 1_400_000);
    Recording { threads, unseen: 0, cores: 2, elapsed, sweeps: 91, longest, cost }
}

fn lane(readings: Vec<Reading>) -> Lane {
    Timeline::new("t", recording(vec![thread(1, "t", readings)])).lanes.remove(0)
}

/// From, to, on a CPU, ready, all in milliseconds, and the call.
fn spans(lane: &Lane) -> Vec<(u64, u64, u64, u64, String)> {
    let span = |span: &Span| {
        let [from, to, cpu, ready] =
            [span.from, span.to, span.cpu, span.ready].map(|time| time / 1_000_000);
        (from, to, cpu, ready, span.call.name())
    };
    lane.spans.iter().map(span).collect()
}

/// Five threads over 100 ms: `main` joins, one computes and is then kept waiting for a CPU, one
/// sleeps, one reads in short turns, one is seen once.
pub(crate) fn known() -> Timeline {
    let mut late = thread(5, "late", vec![reading(80, 0, 0, State::OnCpu, 0)]);
    late.born_after = 80_000_000;
    let turns = (1..=40).map(|turn| reading(2 * turn, turn, turn / 4, READ, turn)).collect();
    Timeline::new(
        "known",
        recording(vec![
            thread(1, "program", vec![reading(4, 4, 0, FUTEX, 1), reading(100, 4, 0, FUTEX, 1)]),
            thread(
                2,
                "a <b> & \"c\" \\",
                vec![
                    reading(10, 0, 0, State::OnCpu, 0),
                    reading(50, 40, 0, State::OnCpu, 0),
                    reading(90, 40, 40, State::OnCpu, 0),
                ],
            ),
            thread(3, "program", vec![reading(8, 1, 1, SLEEP, 1), reading(92, 1, 1, SLEEP, 1)]),
            thread(4, "reads\n", turns),
            late,
        ]),
    )
}

#[test]
fn what_the_counters_do_not_tell_yet_is_time_in_the_state_that_is_seen() {
    // The time on a CPU is counted at a tick, every 4 ms here, or when the thread leaves the CPU; the
    // time ready when it gets one.
    let lane = lane(vec![
        reading(1, 0, 0, State::OnCpu, 0),
        reading(3, 0, 0, State::OnCpu, 0),
        reading(4, 4, 0, State::OnCpu, 0),
        reading(5, 4, 0, State::OnCpu, 0),
        reading(6, 6, 0, State::Ready, 0),
        reading(9, 6, 0, State::Ready, 0),
        reading(11, 6, 4, State::OnCpu, 0),
        reading(12, 8, 4, FUTEX, 1),
        reading(19, 8, 4, FUTEX, 1),
    ]);
    let expected = [
        (1, 6, 5, 0, ""),
        (6, 9, 0, 3, ""),
        (9, 11, 1, 1, ""),
        (11, 12, 1, 0, "futex"),
        (12, 19, 0, 0, "futex"),
    ];
    assert_eq!(spans(&lane), expected.map(|(a, b, c, d, name)| (a, b, c, d, name.to_string())));
    assert_eq!(
        (lane.numbers.cpu, lane.numbers.ready, lane.numbers.voluntary),
        (8_000_000, 4_000_000, 1)
    );
}

#[test]
fn one_that_gave_up_its_cpu_was_blocked_for_the_rest() {
    // Nobody saw in what.
    let readings = vec![reading(3, 3, 0, State::OnCpu, 0), reading(7, 5, 1, State::OnCpu, 1)];
    let lane = lane(readings);
    assert_eq!(spans(&lane)[1], (3, 7, 2, 1, String::new()));
    assert_eq!(lane.spans[1].blocked(), 1_000_000);
}

#[test]
fn more_counted_than_the_time_holds_is_cut_to_it() {
    let lane = lane(vec![reading(0, 0, 0, FUTEX, 1), reading(2, 3, 3, FUTEX, 2)]);
    assert_eq!(spans(&lane), [(0, 2, 1, 1, "futex".to_string())]);
}

#[test]
fn a_sleeper_is_one_span_from_its_birth_to_where_it_was_last_seen() {
    let mut sleeper =
        thread(2, "s", vec![reading(10, 1, 0, SLEEP, 1), reading(90, 1, 0, SLEEP, 1)]);
    sleeper.born_after = 9_500_000;
    let main = thread(1, "m", vec![reading(0, 0, 0, FUTEX, 1), reading(100, 0, 0, FUTEX, 1)]);
    let timeline = Timeline::new("t", recording(vec![main, sleeper]));
    let [main, sleeper] = &timeline.lanes[..] else { panic!("two lanes") };
    assert_eq!((main.spans[0].from, main.spans[0].to, main.spans.len()), (0, 100_000_000, 1));
    // It had a whole millisecond on a CPU, but was not there yet 0.5 ms before.
    assert_eq!((sleeper.spans[0].from, sleeper.spans[0].to), (9_500_000, 10_000_000));
    assert_eq!((sleeper.spans[1].from, sleeper.spans[1].to), (10_000_000, 90_000_000));
    assert_eq!(sleeper.spans[1].call.name(), "clock_nanosleep");
}

#[test]
fn a_thread_that_was_there_before_it_was_looked_at_lived_from_there_on() {
    let mut late = thread(1, "t", vec![reading(50, 1, 0, SLEEP, 1), reading(90, 1, 0, SLEEP, 1)]);
    late.there_at = 20_000_000;
    let lane = Timeline::new("t", recording(vec![late])).lanes.remove(0);
    let name = || "clock_nanosleep".to_string();
    assert_eq!(spans(&lane), [(20, 50, 1, 0, name()), (50, 90, 0, 0, name())]);
}

#[test]
fn a_thread_that_was_seen_once_has_a_lane_of_one_moment() {
    let lane = lane(vec![reading(80, 0, 0, State::OnCpu, 0)]);
    let moment = Span { from: 80_000_000, to: 80_000_001, cpu: 1, ready: 0, call: Call::UNKNOWN };
    assert_eq!(lane.spans, [moment]);
}

#[test]
fn the_end_of_a_thread_is_where_its_counters_stop() {
    // It was seen to have ended 10 ms later.
    let readings = vec![reading(5, 5, 0, State::OnCpu, 0), reading(20, 9, 1, State::Ended, 0)];
    let lane_of = lane(readings);
    assert_eq!(spans(&lane_of), [(0, 5, 5, 0, String::new()), (5, 10, 4, 1, String::new())]);
    // When it had waited for something meanwhile, nobody knows for how long.
    let readings = vec![reading(5, 5, 0, State::OnCpu, 0), reading(20, 9, 1, State::Ended, 1)];
    assert_eq!(spans(&lane(readings))[1], (5, 20, 4, 1, String::new()));
}

#[test]
fn threads_without_a_name_are_counted_in_the_order_in_which_they_were_seen() {
    let all = ["program", "program", "worker", "program"];
    let threads = (1..).zip(all).map(|(id, name)| thread(id, name, Vec::new())).collect();
    let timeline = Timeline::new("t", recording(threads));
    let names: Vec<_> = timeline.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(names, ["main", "thread 0", "worker", "thread 2"]);
}

#[test]
fn lanes_that_are_too_many_become_one_row_that_says_so() {
    let mut threads = vec![thread(1, "p", vec![reading(0, 0, 0, FUTEX, 1)])];
    threads.extend((2..=10_001).map(|id| {
        let cpu = if id % 1000 == 0 { 40 } else { 2 };
        thread(id, "p", vec![reading(0, 0, 0, SLEEP, 1), reading(100, cpu, 10, SLEEP, 1)])
    }));
    let timeline = Timeline::new("t", recording(threads));
    let (rows, about) = timeline.rows(10);
    assert_eq!(rows.len(), 24);
    let about = about.expect("a sentence about the rest");
    let expected = "9,978 more: their average, and the sums of their numbers; none had more than 2.0 ms on \
                    a CPU";
    assert_eq!(about, expected);
    let rest = &rows[23];
    assert_eq!((rest.name.as_str(), rest.numbers.cpu), ("9,978 more", 9_978 * 2_000_000));
    let cell = &rest.cells[5];
    assert!((cell.cpu - 0.02).abs() < 0.001 && (cell.lived() - 1.0).abs() < 0.001, "{cell:?}");
    // The busy ones are shown, in their order, and first of all the main thread.
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names[0], "main");
    for busy in ["thread 998", "thread 1998", "thread 9998"] {
        assert!(names.contains(&busy), "{busy} in {names:?}");
    }
}

#[test]
fn threads_that_were_not_looked_at_are_counted() {
    let seen = recording(vec![thread(1, "p", Vec::new())]);
    let timeline = Timeline::new("t", Recording { unseen: 9_000, ..seen });
    assert_eq!(timeline.title(), "timeline of t: 9,001 threads on 2 cores, 100 ms");
    let expected = "9,000 more ended before being looked at";
    assert_eq!(timeline.rows(10).1.as_deref(), Some(expected));

    let seen = (1..=100).map(|id| thread(id, "p", Vec::new())).collect();
    let timeline = Timeline::new("t", Recording { unseen: 8_901, ..recording(seen) });
    let (rows, about) = timeline.rows(10);
    assert_eq!(rows[23].name, "8,978 more");
    let about = about.expect("a sentence about the rest");
    assert!(about.contains(", of the 77 that were looked at; "), "{about}");
}

#[test]
fn a_cell_is_filled_by_the_share_of_its_width() {
    // 8 ms on a CPU, half of it in a cell of 10 ms and half in the next one.
    let cells = lane(vec![reading(6, 0, 0, State::OnCpu, 0), reading(14, 8, 0, State::OnCpu, 0)])
        .cells(100_000_000, 10);
    for cell in &cells[..2] {
        assert!((cell.cpu - 0.4).abs() < 0.001 && (cell.lived() - 0.4).abs() < 0.001, "{cells:?}");
    }
    assert_eq!(cells[2].lived(), 0.0);
}
