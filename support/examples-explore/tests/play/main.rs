//! The programs of the page on which the reader is the scheduler: what its data say is what happens.

mod shown;

use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs, thread};

use examples_engine::Search;
use examples_explore::play::play;
use serde_json::{Value, json};

/// A program, and what the page says about it.
struct Program {
    name: &'static str,
    main: fn(),
    source: &'static str,
    /// What the reader is to try.
    goal: &'static str,
    /// What has happened where it ends badly, and where it ends well.
    bad: &'static str,
    good: &'static str,
}

macro_rules! programs {
    ($($name:ident: $goal:literal, $bad:literal, $good:literal;)*) => {
        $(
            #[allow(unused_imports)]
            mod $name {
                use crate::shown::{self as std, drop};
                use examples_explore::prelude::println;
                include!(concat!("../../play/", stringify!($name), ".rs"));
                pub fn run() {
                    main();
                }
            }
        )*
        const PROGRAMS: &[Program] = &[$(Program {
            name: stringify!($name),
            main: $name::run,
            source: include_str!(concat!("../../play/", stringify!($name), ".rs")),
            goal: $goal,
            bad: $bad,
            good: $good,
        }),*];
    };
}

programs! {
    lost_update: "Two threads count two visits. Make them count only one.",
        "Both threads read the same number, and each wrote that number plus one. One visit is lost.",
        "The second thread read what the first one had written.";
    lost_update_repaired: "Here each thread reads and writes in one step. Try to lose a visit.",
        "",
        "No other access to `visits` can come between the read and the write of `fetch_add`.";
    two_locks: "Each thread moves money between the two accounts. Make both threads wait forever.",
        "Each thread holds the lock that the other one waits for: a deadlock.",
        "One thread had both locks before the other one began.";
    two_locks_repaired: "Here both threads lock `savings` first. Try to make them wait forever.",
        "",
        "The thread that gets the first lock gets the second one, too.";
    check_then_act: "Each thread pays 70 if there is enough. Spend more than there is.",
        "Both threads saw enough money before either of them had paid.",
        "The second thread saw what the first one had left.";
    check_then_act_repaired: "Here a thread pays only if the balance is still what it has checked. Try to spend more than there is.",
        "",
        "If the balance has changed since the check, `fetch_update` checks again.";
    flag_outside: "Thread 1 waits until thread 2 says that it is ready. Make thread 1 miss the notification.",
        "The notification came after thread 1 had read the flag, and before it waited. Nobody will notify it again.",
        "Thread 1 saw the flag, or it waited already when the notification came.";
    flag_outside_repaired: "Here thread 2 sets the flag while it holds the lock. Try to make thread 1 wait forever.",
        "",
        "Thread 1 holds the lock from its look at the flag until it waits. So thread 2 sets the flag before or after that.";
    kept_sender: "Main prints messages until no sender is left. Is there an order in which the program ends?",
        "The program ends in no order: main still has the first sender, and waits for a message that only main could send.",
        "";
    kept_sender_repaired: "Here main drops its own sender before it receives. Try to keep it waiting.",
        "",
        "Each thread dropped its sender at its end. After the last one, the loop ended.";
    two_kinds: "Thread 1 waits for the first door, thread 2 for the second one, both at the same `Condvar`. Let both wait, and then wake the wrong one.",
        "Main's only notification went to the thread whose door was closed. It waits again, and nobody wakes the other one.",
        "No thread was left waiting at a door that was open.";
    two_kinds_repaired: "Here each notification wakes all that wait. Try to make one thread wait forever.",
        "",
        "A thread whose door is closed waits again. The other one is awake, too.";
    if_for_while: "Thread 1 expects a letter when it wakes. Wake it before there is one: a `Condvar` may do that without a notification.",
        "Thread 1 woke without a notification, and did not look again. It held the lock when it panicked, so `letters` is now poisoned, and `unwrap` in thread 2 would panic, too.",
        "When thread 1 went on, there was a letter.";
    if_for_while_repaired: "Here thread 1 looks again each time it wakes. Try to get it past the loop without a letter.",
        "",
        "Only a letter ends the loop.";
    publish: "Thread 1 stores the answer and then says that it is ready. Make thread 2 see the flag but not the answer.",
        "With `Relaxed`, thread 2 may see the second store and not yet the first.",
        "Thread 2 saw both stores, or it came too early to see the flag.";
    publish_repaired: "Here the flag is stored with `Release` and loaded with `Acquire`. Try to miss the answer.",
        "",
        "If thread 2 sees the flag, it sees everything that thread 1 did before it stored the flag.";
}

const REPAIRED: &str = "_repaired";

/// What the page knows about each program. They are explored once for all tests.
static DATA: LazyLock<Vec<Value>> = LazyLock::new(|| {
    thread::scope(|s| {
        let threads: Vec<_> = PROGRAMS.iter().map(|program| s.spawn(|| data(program))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it is explored")).collect()
    })
});

/// Returns what the page knows about a program.
fn data(program: &Program) -> Value {
    let &Program { name, main, source, goal, bad, good } = program;
    let check = move || {
        main();
        Ok(())
    };
    let search =
        Search { spurious: name.starts_with("if_"), ends_with_main: true, ..Search::default() };
    let mut data =
        play(&search, check, source, || true).unwrap_or_else(|why| panic!("{name}: {why}"));
    let first = name.strip_suffix(REPAIRED);
    data["name"] = json!(name);
    data["twin"] = first.map_or_else(|| json!(format!("{name}{REPAIRED}")), |first| json!(first));
    data["repaired"] = json!(first.is_some());
    if let Some(first) = first {
        let twin = PROGRAMS.iter().find(|twin| twin.name == first).expect("it is in the list");
        data["changed"] = json!(changed(source, twin.source));
    }
    (data["goal"], data["bad"], data["good"]) = (json!(goal), json!(bad), json!(good));
    data
}

/// Returns the lines of a program that are not in its twin, in the same order. What it imports is of no interest.
fn changed(source: &str, twin: &str) -> Vec<usize> {
    let [new, old] = [source, twin].map(|text| text.lines().collect::<Vec<_>>());
    // For the rests of both: how many lines they have in common.
    let mut common = vec![vec![0; old.len() + 1]; new.len() + 1];
    for at in (0..new.len()).rev() {
        for other in (0..old.len()).rev() {
            common[at][other] = match new[at] == old[other] {
                true => common[at + 1][other + 1] + 1,
                false => common[at + 1][other].max(common[at][other + 1]),
            };
        }
    }
    let (mut at, mut other, mut changed) = (0, 0, Vec::new());
    while at < new.len() {
        if other < old.len() && new[at] == old[other] {
            (at, other) = (at + 1, other + 1);
        } else if other < old.len() && common[at][other + 1] > common[at + 1][other] {
            other += 1;
        } else {
            at += 1;
            changed.push(at);
        }
    }
    changed.retain(|line| !new[line - 1].starts_with("use "));
    changed
}

fn ends(data: &Value) -> Vec<&str> {
    let states = data["states"].as_array().unwrap();
    let mut ends: Vec<_> = states.iter().filter_map(|state| state["end"][0].as_str()).collect();
    ends.sort();
    ends.dedup();
    ends
}

#[test]
fn each_program_fails_in_some_order_and_its_repaired_twin_in_none() {
    for (program, data) in PROGRAMS.iter().zip(&*DATA) {
        for state in data["states"].as_array().unwrap() {
            let waits = |thread: &Value| thread["is"] == "waits";
            let waits = state["threads"].as_array().unwrap().iter().any(waits);
            assert!(state["end"][0] != "deadlock" || waits, "{}: {state:#}", program.name);
        }
        let ends = ends(data);
        if program.name.ends_with(REPAIRED) {
            assert_eq!(ends, ["ok"], "{}", program.name);
        } else {
            assert!(ends.iter().any(|end| *end != "ok"), "{}: {ends:?}", program.name);
            assert_eq!(ends.contains(&"ok"), !program.good.is_empty(), "{}", program.name);
        }
    }
}

/// Returns the data of the program with this name.
fn data_of(name: &str) -> &'static Value {
    DATA.iter().find(|data| data["name"] == name).expect("there is such a program")
}

/// Returns all events of a program: the thread, the line, and what it does.
fn events(data: &Value) -> Vec<Value> {
    let states = data["states"].as_array().unwrap().iter();
    let steps = states.flat_map(|state| state["steps"].as_array().unwrap());
    steps.flat_map(|step| step["events"].as_array().unwrap().clone()).collect()
}

#[test]
fn to_unlock_and_to_wait_is_one_step() {
    let events = events(data_of("flag_outside"));
    assert!(events.contains(&json!([1, 13, "unlocks `lock` and waits for a notification"])));
    assert!(!events.iter().any(|event| event[2] == "waits for a notification"), "{events:?}");
}

#[test]
fn main_waits_no_more_when_all_threads_have_ended() {
    let data = data_of("lost_update");
    let states = data["states"].as_array().unwrap().iter();
    let only_main = states.filter(|state| {
        let threads = state["threads"].as_array().unwrap();
        threads[1..].iter().all(|thread| thread["is"] == "ended") && state["end"].is_null()
    });
    let main: Vec<_> = only_main.map(|state| &state["threads"][0]).collect();
    assert!(!main.is_empty());
    assert!(main.iter().all(|main| **main == json!({ "is": "ready", "line": 14 })), "{main:?}");
}

#[test]
fn a_guard_is_dropped_in_the_line_that_the_text_says() {
    let events_of = |name| events(data_of(name));
    assert!(events_of("flag_outside_repaired").contains(&json!([2, 19, "unlocks `lock`"])));
    assert!(events_of("two_locks").contains(&json!([1, 13, "unlocks `current`, now 30"])));
    assert!(events_of("if_for_while").contains(&json!([2, 16, "unlocks `letters`, now 1"])));
}

#[test]
fn what_a_program_asserts_and_what_it_drops_is_told() {
    assert!(events(data_of("lost_update")).contains(&json!([0, 14, "reads 2 from `visits`"])));
    let events = events(data_of("kept_sender_repaired"));
    for told in
        [json!([0, 12, "drops a sender; 2 are left"]), json!([1, 0, "drops the last sender"])]
    {
        assert!(events.contains(&told), "{told}");
    }
}

#[test]
fn a_thread_may_wake_without_a_notification_as_long_as_it_waits_for_one() {
    let data = data_of("if_for_while");
    let waits = |state: &&Value| state["threads"][1]["words"] == "waits for a notification";
    let waiting: Vec<_> = data["states"].as_array().unwrap().iter().filter(waits).collect();
    assert!(!waiting.is_empty());
    for state in waiting {
        let wakes = |step: &Value| {
            step["choice"].as_str().is_some_and(|choice| choice.starts_with("wakes without"))
        };
        assert!(state["steps"].as_array().unwrap().iter().any(wakes), "{state:#}");
    }
}

#[test]
fn the_page_has_the_data_of_all_programs() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/play/data.js");
    let all: Vec<_> = DATA.iter().map(Value::to_string).collect();
    let made = format!("window.PLAY = [\n{}\n];\n", all.join(",\n"));
    if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
        fs::write(&file, &made).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == made,
        "docs/src/play/data.js is not what the programs do: SNAPSHOTS=overwrite cargo test -p examples-explore --test play"
    );
}
