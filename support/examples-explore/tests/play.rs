//! The programs of the page on which the reader is the scheduler: what its data say is what happens.

use std::path::Path;
use std::{env, fs};

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
                use examples_explore::prelude::{println, std};
                include!(concat!("../play/", stringify!($name), ".rs"));
                pub fn run() {
                    main();
                }
            }
        )*
        const PROGRAMS: &[Program] = &[$(Program {
            name: stringify!($name),
            main: $name::run,
            source: include_str!(concat!("../play/", stringify!($name), ".rs")),
            goal: $goal,
            bad: $bad,
            good: $good,
        }),*];
    };
}

programs! {
    lost_update: "Two threads count two visits. Make them count only one.",
        "Both threads read the same number, and each wrote that number plus one. One visit is lost.",
        "Each thread read what the other had written.";
    lost_update_repaired: "Here each thread reads and writes in one step. Try to lose a visit.",
        "",
        "Between the reading and the writing of `fetch_add` no other thread can run.";
    two_locks: "Each thread moves money between the two accounts. Let both of them wait forever.",
        "Each thread holds the lock that the other one waits for: a deadlock.",
        "One thread had both locks before the other one began.";
    two_locks_repaired: "Here both threads lock `savings` first. Try to stop them both.",
        "",
        "The thread that gets the first lock gets the second one, too.";
    check_then_act: "Each thread pays 70 if there is enough. Spend more than there is.",
        "Both threads saw enough money before either of them had paid.",
        "The second thread saw what the first one had left.";
    check_then_act_repaired: "Here the check and the payment are one step. Try to spend more than there is.",
        "",
        "If the balance changes between the check and the payment, `fetch_update` checks again.";
    flag_outside: "Thread 1 waits until thread 2 says that it is ready. Let it miss the notification.",
        "The notification came after thread 1 had looked, and before it slept. Nobody will notify it again.",
        "Thread 1 saw the flag, or it slept already when the notification came.";
    flag_outside_repaired: "Here thread 2 sets the flag while it holds the lock. Try to let thread 1 sleep forever.",
        "",
        "Between its look at the flag and its sleep, thread 1 holds the lock. So thread 2 comes before both or after both.";
    kept_sender: "Main prints messages until the last sender is gone. Can it end?",
        "Main still has the first sender. It waits for a message that only it could send.",
        "";
    kept_sender_repaired: "Here main drops its sender first. Try to keep it waiting.",
        "",
        "When the last sender was dropped, the loop ended.";
    two_kinds: "Each thread waits for a door of its own, and both wait at the same `Condvar`. Wake the wrong one.",
        "The only notification went to a thread whose door was still closed. It sleeps again, and the other one was never woken.",
        "The notification went to a thread that could use it, or nobody had to be woken.";
    two_kinds_repaired: "Here each notification wakes all that wait. Try to let one sleep forever.",
        "",
        "A thread whose door is closed sleeps again. The other one is awake, too.";
    if_for_while: "Thread 1 expects a letter when it wakes. Wake it without one: a `Condvar` may do that.",
        "Thread 1 woke without a notification, and did not look again.",
        "When thread 1 went on, there was a letter.";
    if_for_while_repaired: "Here thread 1 looks again each time it wakes. Try to get past the loop without a letter.",
        "",
        "Only a letter ends the loop.";
    publish: "Thread 1 stores the answer and then says that it is ready. Let thread 2 miss the answer all the same.",
        "With `Relaxed`, thread 2 may see the second store and not yet the first.",
        "Thread 2 saw both stores, or came too early to see the flag.";
    publish_repaired: "Here the flag is stored with `Release` and loaded with `Acquire`. Try to miss the answer.",
        "",
        "If thread 2 sees the flag, it sees everything that thread 1 did before it stored the flag.";
}

const REPAIRED: &str = "_repaired";

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
    (data["goal"], data["bad"], data["good"]) = (json!(goal), json!(bad), json!(good));
    data
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
    for program in PROGRAMS {
        let data = data(program);
        for state in data["states"].as_array().unwrap() {
            let waits = |thread: &Value| thread["is"] == "waits";
            let waits = state["threads"].as_array().unwrap().iter().any(waits);
            assert!(state["end"][0] != "deadlock" || waits, "{}: {state:#}", program.name);
        }
        let ends = ends(&data);
        if program.name.ends_with(REPAIRED) {
            assert_eq!(ends, ["ok"], "{}", program.name);
        } else {
            assert!(ends.iter().any(|end| *end != "ok"), "{}: {ends:?}", program.name);
            assert_eq!(ends.contains(&"ok"), !program.good.is_empty(), "{}", program.name);
        }
    }
}

#[test]
fn the_page_has_the_data_of_all_programs() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/play/data.js");
    let all: Vec<_> = PROGRAMS.iter().map(|program| data(program).to_string()).collect();
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
