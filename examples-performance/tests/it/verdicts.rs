//! The rules of the verdicts, on figures and samples that were made up.

use examples_performance::harness::study::{Judged, Row, Study};
use examples_performance::harness::unit::{KIB, MIB};
use examples_performance::harness::{Unit, Verdict};
use examples_performance::*;

/// Returns the first words of a verdict.
fn kind(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds(_) => "holds",
        Verdict::HoldsBut(_) => "but",
        Verdict::NotHere(_) => "not here",
        Verdict::TooNoisy(_) => "too noisy",
        Verdict::NotJudged(_) => "not judged",
    }
}

fn rows(named: &[(&str, Vec<f64>)]) -> Vec<Row> {
    let row = |(name, samples): &(&str, Vec<f64>)| Row {
        contender: (*name).to_string(),
        what: String::new(),
        x: None,
        unit: Unit::Nanoseconds,
        samples: samples.clone(),
    };
    named.iter().map(row).collect()
}

/// Judges rows of which each is its median and the same share above and below it.
fn judged(study: &Study, medians: &[(&str, f64)], share: f64) -> &'static str {
    let spread =
        |median: f64| (-4..=4).map(move |step| median * (1.0 + share * f64::from(step) / 4.0));
    let named: Vec<_> =
        medians.iter().map(|&(name, median)| (name, spread(median).collect())).collect();
    kind(study.judge(&rows(&named)).expect("a claim has a verdict"))
}

#[test]
fn quiet_samples_have_a_verdict_and_noisy_ones_have_none() {
    let study = rayon_join::study();
    let kept = ("a join that nobody steals", 30.0);
    let awake = ("stolen by a worker that is awake", 400.0);
    let near = [kept, awake, ("stolen by a worker that sleeps", 1_500.0)];
    assert_eq!(judged(&study, &near, 0.1), "but");
    // A steal of 1.5 µs, but some of the runs that count say less than 1 µs.
    assert_eq!(judged(&study, &near, 0.6), "too noisy");
    // Far from the border, the same noise does not matter.
    let far = [kept, awake, ("stolen by a worker that sleeps", 9_000.0)];
    assert_eq!(judged(&study, &far, 0.6), "but");
}

/// Quiet runs must not say one thing today and another tomorrow. Each rule's borders are found by halving the
/// way between figures that were made up and judged differently.
#[test]
fn at_its_border_each_rule_says_so_whichever_side_the_medians_are_on() {
    let mut state = 7_u64;
    let mut made_up = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Small ratios, nanoseconds and bytes up to some gigabytes.
        10_f64.powf((state >> 33) as f64 / f64::from(1_u32 << 31) * 11.0 - 1.0)
    };
    for study in studies() {
        let Judged::By(rule) = &study.judged else { continue };
        let judge = |medians: &[f64]| {
            let named = (rule.rows.iter().zip(medians)).map(|(name, median)| {
                (*name, (-4..=4).map(|step| median * (1.0 + 0.001 * f64::from(step))).collect())
            });
            study.judge(&rows(&named.collect::<Vec<_>>())).expect("a claim has a verdict")
        };
        let decided = |values: &[f64]| kind(rule.decide(values));
        let mut found = 0;
        for _ in 0..200 {
            let mut ends =
                [(); 2].map(|()| rule.rows.iter().map(|_| made_up()).collect::<Vec<_>>());
            let kinds = [0, 1].map(|end| decided(&ends[end]));
            if kinds[0] == kinds[1] {
                continue;
            }
            for _ in 0..60 {
                let middle: Vec<f64> =
                    ends[0].iter().zip(&ends[1]).map(|(a, b)| (a * b).sqrt()).collect();
                let side = usize::from(decided(&middle) != kinds[0]);
                ends[side] = middle;
            }
            found += 1;
            for end in &ends {
                let verdict = judge(end).to_string();
                assert!(
                    verdict.starts_with("holds, but at the border"),
                    "{}: {verdict}",
                    study.name
                );
            }
        }
        // Its counts are exactly 0, or not.
        assert!(found > 0 || study.name == "never_yields", "{}", study.name);
    }
}

#[test]
fn one_run_that_something_interrupted_changes_nothing() {
    let study = rayon_join::study();
    let mut kept = vec![30.0; 9];
    kept[4] = 1e9;
    let samples = [
        ("a join that nobody steals", kept),
        ("stolen by a worker that is awake", vec![400.0; 9]),
        ("stolen by a worker that sleeps", vec![5e3; 9]),
    ];
    assert_eq!(kind(study.judge(&rows(&samples)).unwrap()), "but");
}

#[test]
fn five_runs_are_too_few_and_none_is_said_so() {
    let study = rayon_join::study();
    let few = [
        ("a join that nobody steals", vec![30.0; 5]),
        ("stolen by a worker that is awake", vec![400.0; 5]),
        ("stolen by a worker that sleeps", vec![9e3; 5]),
    ];
    let verdict = study.judge(&rows(&few)).unwrap();
    assert_eq!(verdict.to_string(), "too noisy to say: 6 runs are needed, and there were 5");
    assert_eq!(kind(study.judge(&rows(&few[..1])).unwrap()), "not judged");
}

#[test]
fn ratios_are_taken_run_by_run() {
    // The machine became three times as slow in the middle. Both contenders did.
    let slow = |base: f64| (0..9).map(|run| base * if run < 4 { 1.0 } else { 3.0 }).collect();
    let measured = rows(&[("Tokio tasks", slow(110.0)), ("Rayon", slow(100.0))]);
    let derived = cpu_in_tasks::study().derived(&measured);
    assert_eq!(derived.len(), 1);
    assert!(derived[0].samples.iter().all(|ratio| (ratio - 1.1).abs() < 1e-9), "{derived:?}");
}

#[test]
fn memory() {
    assert_eq!(kind(thread_memory::verdict([2.0 * MIB, 35.0 * KIB])), "but");
    assert_eq!(kind(thread_memory::verdict([2.0 * MIB, 1.5 * MIB])), "holds");
    assert_eq!(kind(thread_memory::verdict([64.0 * KIB, 10.0 * KIB])), "not here");

    assert_eq!(kind(task_memory::verdict([440.0, 100.0])), "but");
    assert_eq!(kind(task_memory::verdict([2.0 * KIB, 600.0])), "holds");
    assert_eq!(kind(task_memory::verdict([9.0 * KIB, 8.0 * KIB])), "not here");

    let gib = 1024.0 * MIB;
    assert_eq!(
        kind(ten_thousand_threads::verdict([100.0 * MIB, 160.0 * MIB, 24.0 * gib])),
        "not here"
    );
    assert_eq!(kind(ten_thousand_threads::verdict([100.0 * MIB, 160.0 * MIB, gib])), "not here");
    assert_eq!(kind(ten_thousand_threads::verdict([10.0 * gib, gib, 16.0 * gib])), "holds");

    assert_eq!(kind(bounded_memory::verdict([80.0, 900.0 * MIB, gib])), "holds");
    let unbounded = bounded_memory::verdict([80.0, 160.0 * MIB, gib]);
    assert_eq!(kind(unbounded.clone()), "but");
    assert!(unbounded.to_string().contains("about 32,000 of this kind"), "{unbounded}");
    assert_eq!(kind(bounded_memory::verdict([2.0, 900.0 * MIB, gib])), "but");
    assert_eq!(kind(bounded_memory::verdict([2.0, 160.0 * MIB, gib])), "not here");
}

/// Two claims say that ten thousand of a kind exhaust the memory.
#[test]
fn the_same_share_of_the_memory_is_judged_the_same() {
    for share in [0.007, 0.01, 0.1, 0.49, 0.51, 1.2] {
        let threads = kind(ten_thousand_threads::verdict([share * MIB, 0.0, MIB])) == "holds";
        let tasks = kind(bounded_memory::verdict([80.0, share * MIB, MIB])) == "holds";
        assert_eq!(threads, tasks, "{share}");
    }
}

#[test]
fn switches() {
    assert_eq!(kind(thread_switch::verdict([1.4e3, 8e3])), "holds");
    assert_eq!(kind(thread_switch::verdict([200.0, 300.0])), "not here");
    assert_eq!(kind(thread_switch::verdict([2e5, 3e5])), "not here");

    assert_eq!(kind(task_switch::verdict([300.0, 200.0])), "but");
    assert_eq!(kind(task_switch::verdict([300.0, 1.2e3])), "but");
    assert_eq!(kind(task_switch::verdict([1.3e3, 1.2e3])), "not here");

    assert_eq!(kind(arc_cost::verdict([1.3, 1.5, 18.0, 40.0])), "but");
    assert_eq!(kind(arc_cost::verdict([9.0, 1.5, 18.0, 40.0])), "holds");
    assert_eq!(kind(arc_cost::verdict([1.3, 1.5, 2.0, 2.0])), "not here");

    assert_eq!(kind(rayon_join::verdict([30.0, 400.0, 9e3])), "but");
    assert_eq!(kind(rayon_join::verdict([30.0, 400.0, 600.0])), "holds");
    assert_eq!(kind(rayon_join::verdict([1.5e3, 2e3, 9e3])), "not here");

    assert_eq!(kind(never_yields::verdict([12.0, 0.0])), "holds");
    assert_eq!(kind(never_yields::verdict([0.0, 0.0])), "not here");
    assert_eq!(kind(never_yields::verdict([12.0, 3.0])), "not here");
}

#[test]
fn scaling() {
    assert_eq!(kind(rayon_scaling::verdict([1.9, 1.9, 2.0])), "holds");
    assert_eq!(kind(rayon_scaling::verdict([1.3, 1.35, 2.0])), "but");
    assert_eq!(kind(rayon_scaling::verdict([1.3, 1.9, 2.0])), "not here");
    assert_eq!(kind(rayon_scaling::verdict([1.0, 1.0, 1.0])), "not here");

    let faster_from = rayon_scaling::faster_from;
    assert_eq!(faster_from(&[]), None);
    assert_eq!(faster_from(&[(10, 5, 9), (100, 50, 60)]), None);
    assert_eq!(faster_from(&[(10, 5, 9), (100, 50, 60), (1000, 500, 300)]), Some(1000));
    assert_eq!(faster_from(&[(10, 9, 5), (100, 90, 50)]), Some(10));
    // A win by chance, and a draw, which is no win.
    assert_eq!(faster_from(&[(10, 9, 5), (100, 50, 60), (1000, 500, 300)]), Some(1000));
    assert_eq!(faster_from(&[(10, 9, 5), (100, 50, 50)]), None);

    assert_eq!(kind(threads_to_cores::verdict([3.7, 1.0, 4.0])), "holds");
    assert_eq!(kind(threads_to_cores::verdict([2.5, 1.0, 4.0])), "but");
    assert_eq!(kind(threads_to_cores::verdict([2.0, 1.8, 4.0])), "not here");
}

#[test]
fn one_against_the_other() {
    assert_eq!(kind(channels::verdict([1.4, 3.0, 1.2])), "holds");
    assert_eq!(kind(channels::verdict([1.0, 3.0, 1.2])), "but");
    assert_eq!(kind(channels::verdict([1.0, 0.9, 1.05])), "not here");

    assert_eq!(kind(file_io::verdict([5.0, 3.0])), "but");
    assert_eq!(kind(file_io::verdict([0.9, 3.0])), "not here");

    assert_eq!(kind(lock_or_borrow::verdict([1.5, 5.0, 4.0])), "holds");
    assert_eq!(kind(lock_or_borrow::verdict([1.0, 5.0, 4.0])), "but");
    assert_eq!(kind(lock_or_borrow::verdict([1.0, 1.0, 4.0])), "not here");

    assert_eq!(kind(lightest_runtime::verdict([0.4, 0.4])), "holds");
    assert_eq!(kind(lightest_runtime::verdict([0.4, 1.5])), "but");
    assert_eq!(kind(lightest_runtime::verdict([2.0, 2.0])), "not here");
    // In quiet runs of one machine, smol took 2.1 times the memory, and 0.57 or 1.0 times the time for a task.
    assert_eq!(kind(lightest_runtime::verdict([2.1, 0.57])), "not here");
    assert_eq!(kind(lightest_runtime::verdict([2.1, 1.0])), "not here");

    assert_eq!(kind(cpu_in_tasks::verdict([1.1, 5e7, 2.7e6, 2.1e6])), "holds");
    assert_eq!(kind(cpu_in_tasks::verdict([0.8, 5e7, 2.7e6, 2.1e6])), "not here");

    assert_eq!(kind(pool_hand_over::verdict([12.0, 1_300.0, 100.0])), "but");
    assert_eq!(kind(pool_hand_over::verdict([1.2, 120.0, 100.0])), "holds");
}

#[test]
fn sockets_and_dates() {
    assert_eq!(kind(sockets::verdict([24_000.0, 1.0])), "holds");
    assert_eq!(kind(sockets::verdict([19_800.0, 1.0])), "but");
    assert_eq!(kind(sockets::verdict([900.0, 1.0])), "not here");
    assert_eq!(kind(async_std::study().judge(&[]).unwrap()), "but");
}
