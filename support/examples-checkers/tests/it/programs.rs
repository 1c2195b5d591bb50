//! Our engine finds every bug, and accepts what is right.

use examples_checkers::{ALL, Checker, Ending, Group, Program};
use examples_engine::shares_only_models;

/// Enough for every bug, and for a look at what is right. The comparison runs more.
const UNTIL_FOUND: u64 = 3000;
const UNTIL_PASSED: u64 = 300;

fn run(program: &Program, schedules: u64) -> Ending {
    let run = Checker::Ours.check(program, 0, schedules).expect("ours can run every program");
    run.ending
}

fn group(group: Group) -> impl Iterator<Item = &'static Program> {
    ALL.iter().filter(move |program| program.group == group)
}

#[test]
fn every_bug_is_found() {
    let mut wrong = Vec::new();
    for program in group(Group::Wrong) {
        let ending = run(program, UNTIL_FOUND);
        if matches!(ending, Ending::Failed(_)) == program.is_out_of_reach() {
            wrong.push(format!("{}: {ending:?}", program.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_right_is_refused() {
    for program in group(Group::Right).chain(group(Group::Speed)) {
        let ending = run(program, UNTIL_PASSED);
        assert!(matches!(ending, Ending::All | Ending::Some), "{}: {ending:?}", program.name);
    }
}

#[test]
fn every_program_says_where_it_comes_from_and_how_it_fails() {
    for program in ALL {
        let name = program.name;
        assert!(program.source().is_some(), "{name}: no `From:`");
        let fails = program.fails();
        let is_said = match program.group {
            Group::Wrong => matches!(fails, Some("assertion" | "deadlock")),
            Group::Right | Group::Speed => fails.is_none(),
        };
        assert!(is_said, "{name}: `Fails:` is {fails:?}");
        assert!(!program.text.contains("thread::sleep"), "{name}: it sleeps");
        assert!(!program.text.contains("_timeout"), "{name}: it has a time limit");
    }
    assert!(group(Group::Wrong).count() >= 45, "programs with a bug");
    assert!(group(Group::Right).count() >= 15, "programs without one");
}

#[test]
#[ignore = "it runs each program thousands of times"]
fn nothing_is_lost_where_orders_that_are_alike_are_left_out() {
    let mut compared = 0;
    for program in ALL.iter().filter(|program| shares_only_models(program.text)) {
        let (unlike, ends) = program.endings(true, 8000);
        if !ends {
            continue;
        }
        compared += 1;
        let (all, is_all) = program.endings(false, 4000);
        let name = program.name;
        assert!(unlike.is_superset(&all), "{name}: {all:#?}, but only {unlike:#?}");
        assert!(!is_all || unlike == all, "{name}: {all:#?}, and more in {unlike:#?}");
    }
    assert!(compared > 50, "{compared} programs were compared");
}
