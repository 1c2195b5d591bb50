use examples_engine::prelude::{println, std};
use examples_engine::{Kind, NoOrder, Order, Outcome, Report, Run, Search, Unsupported};
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

/// Two threads add to a total, each in two steps.
fn total() -> Result<(), String> {
    let total = AtomicU64::new(0);
    let add = || total.store(total.load(SeqCst) + 1, SeqCst);
    thread::scope(|s| {
        s.spawn(add);
        s.spawn(add);
    });
    println!("{}", total.load(SeqCst));
    if total.load(SeqCst) == 2 { Ok(()) } else { Err("an addition is lost".into()) }
}

/// As many schedules as find all that is in `total`.
fn few() -> Search {
    Search { schedules: 1_000, ..Search::default() }
}

fn outputs(report: &Report<String>) -> Vec<(&str, u64)> {
    report.ways.iter().map(|way| (way.run.output.trim(), way.times)).collect()
}

#[test]
fn a_report_has_each_way_to_end_with_its_shortest_order() {
    let report = few().run(total);
    assert!(report.coverage.delays >= Some(3), "{}", report.coverage);
    let [("2", right), ("1", wrong)] = outputs(&report)[..] else { panic!("{report:#?}") };
    assert_eq!(right + wrong, report.schedules);
    let lost = report.first_failure().expect("an addition is lost");
    assert!(matches!(&lost.kind, Some(Kind::Failed(why)) if why == "an addition is lost"));
    // One thread is stopped between its two steps, and the other one runs as a whole.
    let threads: Vec<_> = lost.run.events.iter().map(|event| event.id).collect();
    let changes = threads.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!(changes, 4, "{:#?}", lost.run.events);
    let read: Vec<_> = lost.run.events.iter().filter_map(|event| event.read.as_deref()).collect();
    assert_eq!(read, ["0", "0", "1", "1"]);
}

#[test]
fn an_order_can_be_written_down_and_run_again() {
    let search = few();
    let report = search.run(total);
    for way in &report.ways {
        let order: Order = way.run.order.to_string().parse().expect("it is an order");
        let outcome = search.replay(&order, total);
        let Run { output, events, threads, .. } = outcome.run().expect("nothing is left behind");
        assert_eq!((output, events), (&way.run.output, &way.run.events));
        let labels: Vec<_> = threads.iter().map(|thread| &*thread.label).collect();
        assert_eq!(labels, ["main", "thread 1", "thread 2"]);
        assert!(threads[1].is_scoped && threads[1].started_by == Some(0) && threads[1].has_ended);
    }
    assert_eq!("no order".parse::<Order>(), Err(NoOrder));
}

#[test]
fn the_same_search_finds_the_same() {
    let search = Search { schedules: 300, seed: 7, ..Search::default() };
    let found = || {
        let report = search.run(three);
        let ways = report.ways.iter().map(|way| {
            let order = way.run.order.to_string();
            (way.times, way.first, order)
        });
        ways.collect::<Vec<_>>()
    };
    let first = found();
    assert!(first.len() > 1);
    assert_eq!(first, found());
}

fn three() -> Result<(), String> {
    let (sender, receiver) = mpsc::channel();
    for number in 0..3 {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number));
    }
    drop(sender);
    println!("{:?}", receiver.iter().collect::<Vec<_>>());
    Ok(())
}

#[test]
fn a_search_ends_when_it_is_told() {
    let report = Search::default().run_while(three, |report| report.schedules < 10);
    assert_eq!(report.schedules, 10);
    assert!(!report.coverage.all);
}

fn detached() -> Result<(), String> {
    thread::spawn(|| println!("late"));
    Ok(())
}

#[test]
fn threads_that_are_left_are_no_failure_or_one() {
    let report = Search::default().run(detached);
    assert_eq!(outputs(&report), [("late", report.schedules)]);
    let search = Search { ends_with_main: true, may_leak: false, ..Search::default() };
    let report = search.run(detached);
    assert!(report.coverage.all, "{}", report.coverage);
    let leaked = report.first_failure().expect("main does not wait");
    assert!(matches!(&leaked.kind, Some(Kind::Leaked(threads)) if threads[0].label == "thread 1"));
}

#[test]
fn there_is_a_limit_for_threads_and_for_steps() {
    let search = Search { threads: 3, steps: 100, ..Search::default() };
    let report = search.run(three);
    let failure = report.first_failure().expect("it has four threads");
    let kind = failure.kind.as_ref().expect("it fails");
    assert!(matches!(kind, Kind::Unsupported(Unsupported::Threads { most: 3, .. })), "{kind}");
    let outcome = search.replay(&Order::default(), || -> Result<(), String> {
        loop {
            thread::yield_now();
        }
    });
    let Outcome::Failed(failure) = outcome else { panic!("{outcome:#?}") };
    assert!(matches!(failure.kind, Kind::Endless), "{}", failure.kind);
}

#[test]
fn one_that_spins_lets_others_run_if_it_may_poll() {
    let search = Search { may_poll: true, schedules: 500, ..Search::default() };
    let report = search.run(|| -> Result<(), String> {
        let flag = AtomicU64::new(0);
        thread::scope(|s| {
            s.spawn(|| flag.store(1, SeqCst));
            while flag.load(SeqCst) == 0 {}
        });
        Ok(())
    });
    assert!(report.first_failure().is_none(), "{report:#?}");
}
