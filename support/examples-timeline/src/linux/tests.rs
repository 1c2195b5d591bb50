//! What is drawn of known samples, and what is seen of threads that are held in a known state.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

use super::call::{Call, Kind, Legend};
use super::model::{Cell, Lane, Span, Timeline};
use super::now::{activity, processor_time, threads_now};
use super::parse::{self, Counters, State, Status};
use super::sample::{MOST_NEW, Reading, Recording, Sampler, Thread, pause, record};
use super::svg::Look;
use super::terminal::{Shown, Style};
use super::{json, svg, terminal};
use crate::Activity;

const FUTEX: State = State::Blocked(Call(Some(libc::SYS_futex)));
const SLEEP: State = State::Blocked(Call(Some(libc::SYS_clock_nanosleep)));
const READ: State = State::Blocked(Call(Some(libc::SYS_read)));

/// A reading with its times in milliseconds.
fn reading(at: u64, cpu: u64, ready: u64, state: State, voluntary: u64) -> Reading {
    let [at, cpu, ready] = [at, cpu, ready].map(|time| time * 1_000_000);
    Reading { at, counters: Counters { cpu, ready, turns: 0 }, state, voluntary }
}

fn thread(id: u32, name: &str, readings: Vec<Reading>) -> Thread {
    let there_at = readings.first().map_or(0, |first| first.at);
    let (name, involuntary) = (name.into(), u64::from(id));
    Thread { id, name, born_after: 0, there_at, readings, involuntary }
}

fn recording(threads: Vec<Thread>) -> Recording {
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

// What /proc says.

#[test]
fn counters_are_three_numbers() {
    let expected = Counters { cpu: 381_235, ready: 2_571_643, turns: 8 };
    assert_eq!(parse::counters("381235 2571643 8\n"), Some(expected));
    for wrong in ["", "12", "12 13", "12 x 3", "-1 2 3"] {
        assert_eq!(parse::counters(wrong), None, "{wrong:?}");
    }
}

#[test]
fn the_call_is_a_number_if_there_is_one() {
    let futex = format!("{} 0x7f 0x80 0x0 0x0 0x0 0x0 0x7ffc 0x7f1\n", libc::SYS_futex);
    assert_eq!(parse::call(&futex).map(State::Blocked), Some(FUTEX));
    for none in ["running\n", "-1 0x0 0x0\n", "", "walking\n"] {
        assert_eq!(parse::call(none), None, "{none:?}");
    }
}

#[test]
fn a_status_is_read_whatever_the_thread_calls_itself() {
    for (written, name) in [
        ("main", "main"),
        ("a b) R (c", "a b) R (c"),
        ("State:\tZ", "State:\tZ"),
        (r"new\nline", "new\nline"),
        (r"back\\slash", r"back\slash"),
        (r"both\\n", r"both\n"),
        ("", ""),
    ] {
        let text = format!(
            "Name:\t{written}\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t7\n\
             voluntary_ctxt_switches:\t15\nnonvoluntary_ctxt_switches:\t3\n"
        );
        let expected = Status { name: name.into(), letter: 'S', voluntary: 15, involuntary: 3 };
        assert_eq!(parse::status(&text), Some(expected));
    }
    assert_eq!(parse::status("Name:\tcut off\nState:\tS"), None);
}

#[test]
fn calls_have_names_and_meanings() {
    let call = |number| Call(Some(number));
    assert_eq!(call(libc::SYS_clock_nanosleep).kind(), Kind::Sleep);
    assert_eq!(call(libc::SYS_futex).kind(), Kind::Thread);
    assert_eq!(call(libc::SYS_accept4).kind(), Kind::Io);
    assert_eq!(call(libc::SYS_epoll_pwait).name(), "epoll_pwait");
    assert_eq!((call(9999).name().as_str(), call(9999).kind()), ("system call 9999", Kind::Other));
    assert_eq!((Call::UNKNOWN.name().as_str(), Call::UNKNOWN.kind()), ("", Kind::Other));
    let mut legend = Legend::default();
    for call in [call(libc::SYS_read), Call::UNKNOWN, call(libc::SYS_recvfrom)] {
        legend.add(call);
    }
    let lines: Vec<_> = legend.lines().map(|(_, line)| line).collect();
    assert_eq!(lines, ["waits for I/O, or for a runtime's timer (read, recvfrom)", "blocked"]);
    let mut legend = Legend::default();
    legend.add(Call::UNKNOWN);
    legend.add(call(libc::SYS_munmap));
    assert_eq!(legend.lines().next(), Some((Kind::Other, "blocked (munmap)".to_string())));
}

// What it means.

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
fn threads_without_a_name_are_counted_in_the_order_in_which_they_were_seen() {
    let all = ["program", "program", "worker", "program"];
    let threads = (1..).zip(all).map(|(id, name)| thread(id, name, Vec::new())).collect();
    let timeline = Timeline::new("t", recording(threads));
    let names: Vec<_> = timeline.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(names, ["main", "thread 1", "worker", "thread 3"]);
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
    for busy in ["thread 999", "thread 1999", "thread 9999"] {
        assert!(names.contains(&busy), "{busy} in {names:?}");
    }
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
fn the_end_of_a_thread_is_where_its_counters_stop() {
    // It was seen to have ended 10 ms later.
    let readings = vec![reading(5, 5, 0, State::OnCpu, 0), reading(20, 9, 1, State::Ended, 0)];
    let lane_of = lane(readings);
    assert_eq!(spans(&lane_of), [(0, 5, 5, 0, String::new()), (5, 10, 4, 1, String::new())]);
    // When it had waited for something meanwhile, nobody knows for how long.
    let readings = vec![reading(5, 5, 0, State::OnCpu, 0), reading(20, 9, 1, State::Ended, 1)];
    assert_eq!(spans(&lane(readings))[1], (5, 20, 4, 1, String::new()));
}

// How often it looks.

#[test]
fn a_sweep_is_earned_before_it_is_made() {
    const MS: u64 = 1_000_000;
    let pause = |elapsed, spent, sweeps| pause(elapsed, spent, sweeps).as_micros();
    // After cheap sweeps the millisecond is enough, also in a run that has hardly begun.
    assert_eq!(pause(2 * MS, 200_000, 2), 0);
    // After two that cost 8 ms each, in half a second: with a third it is 24 ms, and but for the two that
    // may be taken in advance, 2 % of 1.1 s.
    assert_eq!(pause(500 * MS, 16 * MS, 2), 600_000);
    // After an hour no picture shows more than one in 180 ms.
    assert_eq!(pause(3_600_000 * MS, 0, 1), 180_000);
}

// What is drawn.

/// Five threads over 100 ms: `main` joins, one computes and is then kept waiting for a CPU, one
/// sleeps, one reads in short turns, one is seen once.
fn known() -> Timeline {
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

/// Compares with a file; `SNAPSHOTS=overwrite` writes it again.
fn assert_drawn(file: &str, drawn: &str) {
    let path = format!("{}/expected/{file}", env!("CARGO_MANIFEST_DIR"));
    let expected = Data::read_from(path.as_ref(), Some(DataFormat::Text)).raw();
    Assert::new().action_env(DEFAULT_ACTION_ENV).eq(drawn, expected);
}

#[test]
fn known_samples_are_drawn_as_ever_in_a_terminal() {
    let style = |unicode, color| Style { width: 80, unicode, color };
    assert_drawn("unicode.txt", &terminal::draw(&known(), &style(true, false)));
    assert_drawn("color.txt", &terminal::draw(&known(), &style(true, true)));
    let ascii = terminal::draw(&known(), &style(false, false));
    assert!(ascii.is_ascii(), "{ascii}");
    assert_drawn("ascii.txt", &ascii);
}

#[test]
fn the_style_is_what_the_terminal_and_the_environment_ask_for() {
    let style = |width, variables: &[(&str, &str)]| {
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
        let Style { width, unicode, color } =
            Style::from(width, |name| find(name).map(|(_, value)| value.to_string()));
        (width, unicode, color)
    };
    assert_eq!(style(None, &[]), (80, false, false));
    assert_eq!(style(Some(123), &[("LANG", "en_US.UTF-8")]), (123, true, true));
    assert_eq!(style(Some(10), &[("LC_CTYPE", "C.utf8"), ("NO_COLOR", "1")]), (50, true, false));
    assert_eq!(style(Some(80), &[("LC_ALL", "C"), ("LANG", "C.UTF-8")]), (80, false, true));
    assert_eq!(style(Some(80), &[("NO_COLOR", "")]), (80, false, true), "empty is as if not set");
    assert_eq!(style(Some(80), &[("TERM", "dumb"), ("LANG", "C.UTF-8")]), (80, false, false));
}

#[test]
fn a_name_of_any_kind_keeps_to_its_columns() {
    let names = ["größe", "😀😀", "日本語", "a\u{202e}b", "\u{fffd}"];
    let drawn = names.map(|name| {
        let threads = ["main", name].map(|name| thread(1, name, vec![reading(9, 9, 0, FUTEX, 1)]));
        let timeline = Timeline::new("t", recording(threads.into()));
        [true, false].map(|unicode| {
            let drawn = terminal::draw(&timeline, &Style { width: 80, unicode, color: false });
            assert!(unicode || drawn.is_ascii(), "{drawn}");
            drawn.lines().nth(3).expect("the lane").split(' ').next().unwrap_or("").to_string()
        })
    });
    let expected = [["größe", "gr??e"], ["??", "??"], ["???", "???"], ["a?b", "a?b"], ["?", "?"]];
    assert_eq!(drawn, expected);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let listing = "pipeline_inside_rayon_and_then_some";
    for width in 50..=200 {
        for unicode in [true, false] {
            let mut known = known();
            known.listing = listing.into();
            let drawn = terminal::draw(&known, &Style { width, unicode, color: false });
            for line in drawn.lines() {
                assert!(line.chars().count() <= width, "{width}: {line:?}");
            }
        }
    }
}

#[test]
fn a_cell_shows_what_it_holds_most_of() {
    let cell = |cpu, ready, waits| {
        let futex = Call(Some(libc::SYS_futex));
        Cell { cpu, ready, blocked: BTreeMap::from([(futex, waits)]) }
    };
    let shown = |cpu, ready, waits| Shown::of(&cell(cpu, ready, waits), 8);
    assert!(shown(0.25, 0.35, 0.4) == Shown::Cpu(2), "more than ready, it was blocked");
    assert!(shown(0.25, 0.5, 0.25) == Shown::Ready);
    assert!(shown(0.01, 0.0, 0.0) == Shown::Cpu(1), "it lived for a moment");
    assert!(shown(0.01, 0.0, 0.99) == Shown::Blocked(Call(Some(libc::SYS_futex))));
    assert!(shown(0.0, 0.0, 0.0) == Shown::Nothing);
    let call = |cpu, waits| Look::of(&cell(cpu, 0.0, waits)).and_then(|look| look.call);
    assert_eq!(call(0.999, 0.001), None, "what is not seen is not in the legend");
    assert!(call(0.5, 0.5).is_some());
}

#[test]
fn the_columns_of_a_long_run_stay_apart() {
    let hour = 3_600_000;
    let mut known = recording(vec![thread(1, "p", vec![reading(hour, hour, 0, State::OnCpu, 0)])]);
    known.elapsed = hour * 1_000_000;
    let drawn = terminal::draw(
        &Timeline::new("t", known),
        &Style { width: 80, unicode: true, color: false },
    );
    assert!(drawn.contains("█  3,600s      0.0      0      1\n"), "{drawn}");
    assert!(drawn.contains(" 1,000,000  ") && drawn.contains(" 3,000,000 ms\n"), "{drawn}");
}

#[test]
fn known_samples_are_drawn_as_ever_in_a_picture() {
    let drawn = svg::draw(&known());
    assert_is_a_picture(&drawn);
    assert_drawn("known.svg", &drawn);
}

/// Valid XML that needs nothing from outside and runs nothing.
fn assert_is_a_picture(text: &str) {
    let document = roxmltree::Document::parse(text).expect("valid XML");
    assert_eq!(document.root_element().tag_name().name(), "svg");
    let mut titles = 0;
    for node in document.descendants() {
        let name = node.tag_name().name();
        assert!(!["script", "image", "use", "a", "foreignObject"].contains(&name), "{name}");
        titles += usize::from(name == "title");
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(!name.starts_with("on") && name != "href", "{name}");
        }
    }
    assert!(titles > 1, "a title, and a hover text for each stretch");
    assert!(!text.contains("url(") && !text.contains("@import"));
}

#[test]
fn known_samples_are_written_as_ever_as_a_trace() {
    let drawn = json::draw(&known());
    let trace: serde_json::Value = serde_json::from_str(&drawn).expect("valid JSON");
    let events = trace["traceEvents"].as_array().expect("a list of events");
    let names: BTreeSet<_> = events
        .iter()
        .filter(|event| event["ph"] == "M" && event["name"] == "thread_name")
        .map(|event| event["args"]["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, BTreeSet::from(["main", "a <b> & \"c\" \\", "thread 2", "reads?", "late"]));
    for event in events.iter().filter(|event| event["ph"] == "X") {
        assert!(event["dur"].as_f64() > Some(0.0), "{event}");
    }
    assert_drawn("known.json", &drawn);
}

#[test]
fn nothing_seen_is_drawn_without_a_panic() {
    for threads in [Vec::new(), vec![thread(1, "p", Vec::new())]] {
        let empty =
            Recording { threads, unseen: 0, cores: 1, elapsed: 0, sweeps: 0, longest: 0, cost: 0 };
        let timeline = Timeline::new("nothing", empty);
        for unicode in [true, false] {
            terminal::draw(&timeline, &Style { width: 60, unicode, color: true });
        }
        roxmltree::Document::parse(&svg::draw(&timeline)).expect("valid XML");
        serde_json::from_str::<serde_json::Value>(&json::draw(&timeline)).expect("valid JSON");
    }
}

// What is seen of real threads.

/// Sweeps over the threads of this process until there is enough to see.
fn sample_until(what: &str, enough: impl FnMut(&Sampler) -> bool) -> Sampler {
    let mut sampler = Sampler::new(std::process::id(), Instant::now());
    sweep_until(&mut sampler, what, enough);
    sampler
}

fn sweep_until(sampler: &mut Sampler, what: &str, mut enough: impl FnMut(&Sampler) -> bool) {
    let start = Instant::now();
    loop {
        sampler.sweep();
        if enough(sampler) {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "still waiting for {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn named<'a>(sampler: &'a Sampler, name: &str) -> impl Iterator<Item = &'a Thread> {
    sampler.threads.iter().map(|(thread, _)| thread).filter(move |thread| thread.name == name)
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    thread::Builder::new().name(name.into()).spawn(run).expect("a thread can be started")
}

fn lanes(sampler: Sampler, name: &str) -> Vec<Lane> {
    let mut lanes = Timeline::new("t", sampler.finish(0)).lanes;
    lanes.retain(|lane| lane.name == name);
    lanes
}

#[test]
fn more_busy_threads_than_cores_are_on_a_cpu_or_ready_and_never_blocked() {
    let count = 2 * thread::available_parallelism().map_or(1, |cores| cores.get()) + 1;
    let (running, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let spinners: Vec<_> = (0..count)
        .map(|_| {
            let (running, stop) = (Arc::clone(&running), Arc::clone(&stop));
            spawn("spins", move || {
                running.fetch_add(1, Ordering::Relaxed);
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        })
        .collect();
    // From here on they do nothing but spin.
    while running.load(Ordering::Relaxed) < count {
        thread::sleep(Duration::from_millis(1));
    }
    let sampler =
        sample_until("turns of all spinners on a CPU, and their waits for one", |sampler| {
            let is_enough = |thread: &&Thread| {
                let is_ready = |reading: &Reading| reading.state == State::Ready;
                thread.has_moved(4)
                    && thread.ready_since_first() > 0
                    && thread.readings.iter().any(is_ready)
            };
            named(sampler, "spins").filter(is_enough).count() == count
        });
    stop.store(true, Ordering::Relaxed);
    for spinner in spinners {
        spinner.join().expect("a spinner does not panic");
    }
    let lanes = lanes(sampler, "spins");
    assert_eq!(lanes.len(), count);
    for lane in lanes {
        // Before it was first looked at, it may have been blocked, to begin with.
        let sum = |part: fn(&Span) -> u64| lane.spans[1..].iter().map(part).sum::<u64>();
        assert!(sum(|span| span.cpu) > 0 && sum(|span| span.ready) > 0, "{lane:?}");
        assert_eq!(sum(Span::blocked), 0, "{lane:?}");
    }
}

impl Thread {
    /// Whether its counters have been seen to change more often than that.
    fn has_moved(&self, times: usize) -> bool {
        self.readings.chunk_by(|a, b| a.counters == b.counters).count() > times
    }

    fn ready_since_first(&self) -> u64 {
        let ready = |reading: Option<&Reading>| reading.map_or(0, |one| one.counters.ready);
        ready(self.readings.last()) - ready(self.readings.first())
    }

    /// Whether it has been seen in one call in more than one sweep.
    fn rests_in(&self, number: libc::c_long) -> bool {
        let state = State::Blocked(Call(Some(number)));
        self.readings.iter().filter(|reading| reading.state == state).count() >= 2
    }
}

#[test]
fn blocked_threads_are_seen_in_the_call_that_they_wait_in() {
    let barrier = Arc::new(Barrier::new(2));
    let waiter = spawn("waits) R (1", {
        let barrier = Arc::clone(&barrier);
        move || {
            barrier.wait();
        }
    });
    // An hour: it ends with the tests.
    spawn("sleeps", || thread::sleep(Duration::from_secs(3600)));
    let (mut end, writer) = std::io::pipe().expect("a pipe");
    let reader = spawn("reads", move || {
        let read = end.read(&mut [0]);
        assert_eq!(read.expect("the pipe can be read"), 0, "its other end is closed");
    });

    let expected = [
        ("waits) R (1", libc::SYS_futex),
        ("sleeps", libc::SYS_clock_nanosleep),
        ("reads", libc::SYS_read),
    ];
    let sampler = sample_until("three threads that block", |sampler| {
        expected
            .iter()
            .all(|(name, call)| named(sampler, name).any(|thread| thread.rests_in(*call)))
    });
    barrier.wait();
    waiter.join().expect("no panic");
    drop(writer);
    reader.join().expect("no panic");

    let timeline = Timeline::new("t", sampler.finish(0));
    assert_eq!(
        (timeline.lanes[0].id, timeline.lanes[0].name.as_str()),
        (std::process::id(), "main")
    );
    for (name, call) in expected {
        let lane = timeline.lanes.iter().find(|lane| lane.name == name).expect("its lane");
        let last = lane.spans.last().expect("a span");
        assert_eq!((last.call, last.cpu, last.ready), (Call(Some(call)), 0, 0), "{lane:?}");
    }
}

#[test]
fn a_thread_that_ends_between_two_reads_is_left_and_a_new_one_is_found() {
    let meeting = Arc::new(Barrier::new(2));
    let start = |name| {
        let meeting = Arc::clone(&meeting);
        spawn(name, move || {
            meeting.wait();
        })
    };
    let first = start("ends first");
    let mut sampler =
        sample_until("the first thread", |sampler| named(sampler, "ends first").count() == 1);
    meeting.wait();
    first.join().expect("no panic");
    let second = start("comes later");
    // Until the kernel has taken it off its list too, which may be after the join.
    let is_open = |sampler: &Sampler, name: &str| {
        sampler.threads.iter().any(|(thread, files)| thread.name == name && files.is_some())
    };
    sweep_until(&mut sampler, "one thread to go and one to come", |sampler| {
        !is_open(sampler, "ends first") && is_open(sampler, "comes later")
    });
    meeting.wait();
    second.join().expect("no panic");
    let recording = sampler.finish(0);
    let end = |name: &str| {
        let thread = recording.threads.iter().find(|thread| thread.name == name);
        thread.and_then(|thread| thread.readings.last()).expect("it was seen").at
    };
    assert!(end("ends first") < end("comes later"));
}

/// Kills the child also when the test fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_process_that_ends_at_once_leaves_its_last_counters() {
    let start = Instant::now();
    let child = Killed(Command::new("true").spawn().expect("`true` can be started"));
    let recording = record(child.0.id(), start, Some(start + Duration::from_secs(60)));
    assert!(recording.elapsed < 60_000_000_000, "it was not seen to end");
    let [main] = &recording.threads[..] else { panic!("one thread") };
    let last = main.readings.last().expect("a reading");
    assert!(last.counters.cpu > 0);
    assert!(recording.sweeps > 0 && recording.longest > 0 && recording.cost > 0);
}

#[test]
fn watching_ends_when_the_time_is_up() {
    let start = Instant::now();
    let child = Killed(Command::new("sleep").arg("60").spawn().expect("`sleep` can be started"));
    let recording = record(child.0.id(), start, Some(start + Duration::from_millis(50)));
    let [main] = &recording.threads[..] else { panic!("one thread") };
    assert!(main.readings.last().is_some_and(|last| last.state.is_blocked()), "it still sleeps");
    assert!(recording.elapsed >= 50_000_000);
}

#[test]
fn the_end_of_the_process_is_seen_in_a_long_pause() {
    let cat = Command::new("cat").stdin(Stdio::piped()).spawn().expect("`cat` can be started");
    let mut child = Killed(cat);
    let mut sampler = Sampler::new(child.0.id(), Instant::now());
    assert!(!sampler.sweep(), "it waits for its input");
    drop(child.0.stdin.take());
    let start = Instant::now();
    sampler.rest(Duration::from_secs(60), None);
    assert!(start.elapsed() < Duration::from_secs(60), "the rest did not end with the process");
    assert!(sampler.sweep());
}

#[test]
fn many_new_threads_are_found_at_once_and_looked_at_by_and_by() {
    const COUNT: usize = 60;
    let meeting = Arc::new(Barrier::new(COUNT + 1));
    let threads: Vec<_> = (0..COUNT)
        .map(|_| {
            let meeting = Arc::clone(&meeting);
            spawn("one of many", move || {
                meeting.wait();
            })
        })
        .collect();
    let mut sampler = Sampler::new(std::process::id(), Instant::now());
    sampler.sweep();
    assert!(sampler.threads.len() <= MOST_NEW, "{}", sampler.threads.len());
    // They name themselves, and must run to do it.
    sweep_until(&mut sampler, "the other threads", |sampler| {
        named(sampler, "one of many").count() == COUNT
    });
    meeting.wait();
    threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
    // All of them were there at the first sweep.
    let there: BTreeSet<_> = named(&sampler, "one of many").map(|thread| thread.there_at).collect();
    assert_eq!(there.len(), 1, "{there:?}");
    for thread in named(&sampler, "one of many") {
        assert_eq!(thread.born_after, 0);
        assert!(thread.there_at <= thread.readings[0].at);
    }
}

// One look, without a recording.

#[test]
fn a_wait_with_a_time_limit_is_told_from_one_without() {
    let futex =
        |limit| format!("{} 0x7f0c 0x189 0x0 {limit} 0x0 0xffffffff 0x7ff 0x7f0", libc::SYS_futex);
    assert_eq!(activity(&futex("0x0")), Activity::WaitsForThread { forever: true });
    assert_eq!(activity(&futex("0x7f0c8")), Activity::WaitsForThread { forever: false });
    let epoll =
        |limit| format!("{} 0x3 0x7f0c 0x400 {limit} 0x0 0x8 0x7ff 0x7f0", libc::SYS_epoll_pwait);
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
    assert!(processor_time(std::process::id()).expect("Linux tells") < Duration::from_secs(3600));
}
