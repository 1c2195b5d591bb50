use std::future;

use examples_tokio::join_race_spawn::{fate, order};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::runtime::run;

#[test]
fn each_way_does_something_else_with_the_other_future() {
    for (way, returned, cheese) in [
        ("join!", r#"(Err("no bread"), Ok("cheese"))"#, "served"),
        ("try_join!", r#"Err("no bread")"#, "given up"),
        ("select!", r#"Err("no bread")"#, "given up"),
        ("spawn", r#"Err("no bread")"#, "served later"),
        ("JoinSet", r#"Some(Ok(Err("no bread")))"#, "given up later"),
    ] {
        let found = run("the order", move || async move {
            let (tell, served) = oneshot::channel();
            (order(way, tell).await, fate(served).await)
        });
        assert_eq!(found, (returned.to_string(), cheese), "{way}");
    }
}

/// What the page says of a set that should be emptied before its owner goes on.
#[test]
fn shutdown_of_a_set_waits_until_its_tasks_are_gone() {
    run("the shutdown", || async {
        let (tell, mut told) = oneshot::channel::<()>();
        let mut set = JoinSet::new();
        set.spawn(async move {
            let _tell = tell;
            future::pending::<()>().await;
        });
        set.shutdown().await;
        assert_eq!(told.try_recv(), Err(oneshot::error::TryRecvError::Closed));
    });
}
