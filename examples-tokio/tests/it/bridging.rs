use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_tokio::bridging::{
    awaited, in_place, on_a_blocking_thread, plain_in_a_task, runtime_in_a_task,
};
use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};
use tokio::task::{self, JoinHandle};
use tokio::time;

fn one_thread() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

fn one_worker() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).build().unwrap()
}

#[test]
fn the_ways_out_work_on_each_kind_of_runtime() {
    for runtime in [one_thread, one_worker] {
        let totals = watched("the totals", move || {
            let runtime = runtime();
            let waiting = [runtime.spawn(awaited()), runtime.spawn(on_a_blocking_thread())];
            waiting.map(|total| runtime.block_on(total).unwrap())
        });
        assert_eq!(totals, [14, 14]);
    }
    let in_place = watched("the total", || {
        let runtime = one_worker();
        runtime.block_on(runtime.spawn(in_place())).unwrap()
    });
    assert_eq!(in_place, 14);
}

/// Returns the text of the panic of the task that `spawn` starts.
fn panic_of<T: Send + 'static>(
    runtime: fn() -> Runtime,
    spawn: impl FnOnce(&Runtime) -> JoinHandle<T> + Send + 'static,
) -> String {
    watched("a panic", move || {
        let runtime = runtime();
        let task = spawn(&runtime);
        runtime.block_on(task).map(drop).unwrap_err().to_string()
    })
}

#[test]
fn the_wrong_ways_panic_on_each_kind_of_runtime() {
    for runtime in [one_thread, one_worker] {
        let block_on = panic_of(runtime, |runtime| runtime.spawn(plain_in_a_task()));
        assert!(block_on.contains("Cannot start a runtime from within a runtime."), "{block_on}");
        let dropped = panic_of(runtime, |runtime| runtime.spawn(runtime_in_a_task()));
        let message = "Cannot drop a runtime in a context where blocking is not allowed.";
        assert!(dropped.contains(message), "{dropped}");
    }
    let in_place = panic_of(one_thread, |runtime| runtime.spawn(in_place()));
    let message = "can call blocking only when running on the multi-threaded runtime";
    assert!(in_place.contains(message), "{in_place}");
}

/// What the page says of a runtime that is kept in a field of something that a task drops.
#[test]
fn a_task_may_shut_a_runtime_down_in_the_background() {
    let shut_down = || async { one_worker().shutdown_background() };
    watched("the runtime", move || one_thread().block_on(shut_down()));
}

#[test]
fn outside_of_a_runtime_there_is_none_to_spawn_on() {
    let spawn = thread::spawn(|| drop(tokio::spawn(async {}))).join().unwrap_err();
    let current = thread::spawn(|| drop(Handle::current())).join().unwrap_err();
    for panic in [spawn, current] {
        let text = panic.downcast_ref::<String>().unwrap();
        assert!(text.starts_with("there is no reactor running, must be called from"), "{text}");
    }
    // A handle that was taken along, or `enter`, is enough.
    let runtime = one_thread();
    let handle = runtime.handle().clone();
    let task = thread::spawn(move || {
        let _inside = handle.enter();
        tokio::spawn(async { 7 })
    });
    assert_eq!(runtime.block_on(task.join().unwrap()).unwrap(), 7);
}

#[test]
fn a_runtime_without_timers_says_so() {
    let sleep =
        |runtime: &Runtime| runtime.spawn(async { time::sleep(Duration::from_millis(1)).await });
    let text = panic_of(one_thread, sleep);
    assert!(text.contains("timers are disabled. Call `enable_time`"), "{text}");
}

#[test]
fn spawn_local_needs_a_local_set() {
    let text =
        panic_of(one_thread, |runtime| runtime.spawn(async { drop(task::spawn_local(async {})) }));
    assert!(text.contains("`spawn_local` called from outside of a `task::LocalSet`"), "{text}");
    let in_a_set = watched("the task", || {
        let set = task::LocalSet::new();
        let spawned = async { task::spawn_local(async { 7 }).await.unwrap() };
        one_thread().block_on(set.run_until(spawned))
    });
    assert_eq!(in_a_set, 7);
}

#[tokio::test]
async fn tokio_test_has_one_thread() {
    assert_eq!(Handle::current().runtime_flavor(), RuntimeFlavor::CurrentThread);
}
