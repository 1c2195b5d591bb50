//! A part of the corpus, for which a reader waits: Cargo builds these answers with this test, so nothing is built twice.
//! Their copies need no change to be modules.

use std::env;
use std::process::Command;
use std::thread;

use examples_labs as labs;
use labs::Grade;

macro_rules! answers {
    ($($module:ident: $exercise:ident $file:literal,)+) => {
        $(labs::__copy! { $module, concat!("../../../../labs/", $file) })+

        /// Exercise, file, text and grader.
        const ANSWERS: &[(&str, &str, &str, Grade)] = &[$((
            stringify!($exercise),
            $file,
            include_str!(concat!("../../../../labs/", $file)),
            $module::__grade,
        )),+];
    };
}

answers! {
    solution_1: join_all "solutions/threads/join_all.rs",
    right_1: join_all "right/join_all/channel_and_sort.rs",
    wrong_1: join_all "wrong/join_all/as_they_are_ready.rs",
    solution_2: fold_reduce "solutions/rayon/fold_reduce.rs",
    right_2: fold_reduce "right/fold_reduce/channel.rs",
    wrong_2: fold_reduce "wrong/fold_reduce/begins_with_a_word.rs",
    solution_3: cancel_safe "solutions/tokio/cancel_safe.rs",
    right_3: cancel_safe "right/cancel_safe/owned_permits.rs",
    wrong_3: cancel_safe "wrong/cancel_safe/a_task_for_each_item.rs",
    solution_4: log_summary "solutions/combined/log_summary.rs",
    right_4: log_summary "right/log_summary/dispatcher_task.rs",
    wrong_4: log_summary "wrong/log_summary/a_moment_for_room.rs",
}

#[test]
fn a_part_of_the_corpus_gets_its_verdicts() {
    thread::scope(|s| {
        for (index, (exercise, file, text, _)) in ANSWERS.iter().enumerate() {
            s.spawn(move || {
                let mut command = Command::new(env::current_exe().expect("a test knows its file"));
                // As `exercise!` does it.
                command.args(["part::in_a_process_of_its_own", "--exact", "--test-threads=1"]);
                command.arg("--nocapture").env("LABS_ANSWER", index.to_string());
                let verdict = labs::judge::judge(exercise, text, command).verdict;
                let expected = super::refusal(text).map_or(Ok(()), Err);
                assert_eq!(verdict.map_err(|refusal| refusal.id), expected, "{file}");
            });
        }
    });
}

/// Here is nothing to do, unless the test above has started it.
#[test]
fn in_a_process_of_its_own() {
    let graders: Vec<_> = ANSWERS.iter().map(|answer| answer.3).enumerate().collect();
    labs::class::run(&graders);
}
