use examples_tokio::cooperation::turns;

use crate::runtime::run;

#[test]
fn a_task_that_never_yields_does_all_its_steps_first() {
    for _ in 0..50 {
        let order = run("both tasks", || turns(false));
        let expected =
            ["picture 1", "picture 2", "picture 3", "message 1", "message 2", "message 3"];
        assert_eq!(order, expected);
    }
}

/// Tokio does not promise the exact order. But neither task has to wait until the other is done.
#[test]
fn a_task_that_yields_lets_its_neighbor_run() {
    for _ in 0..50 {
        let order = run("both tasks", || turns(true));
        let place = |step| order.iter().position(|done| *done == step).unwrap();
        assert!(place("message 1") < place("picture 3"), "{order:?}");
        assert!(place("picture 1") < place("message 3"), "{order:?}");
    }
}

/// So a task that never yields keeps the test from its own next line.
#[tokio::test]
async fn a_test_of_tokios_has_one_thread_for_all_its_tasks() {
    let flavor = tokio::runtime::Handle::current().runtime_flavor();
    assert_eq!(flavor, tokio::runtime::RuntimeFlavor::CurrentThread);
    let of_a_task = tokio::spawn(async { std::thread::current().id() }).await.unwrap();
    assert_eq!(of_a_task, std::thread::current().id());
}
