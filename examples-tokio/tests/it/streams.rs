use std::cell::Cell;
use std::time::Duration;

use examples_tokio::streams::ask_all;
use futures_util::stream::{self, StreamExt};
use tokio::sync::Notify;
use tokio::time;

use crate::runtime::run_paused;

#[test]
fn any_number_of_futures_runs_and_never_more_than_the_bound_at_once() {
    for (others, at_once) in [(0, 2), (1, 2), (1_000, 2), (1_000, 3), (1_000, 2_000)] {
        run_paused("all answers", move || async move {
            let names: Vec<String> = (0..others).map(|n| format!("dairy {n}")).collect();
            let mut suppliers = vec!["bakery"];
            suppliers.extend(names.iter().map(String::as_str));
            suppliers.push("mill");
            let (answers, most) = ask_all(&suppliers, at_once).await;
            suppliers.rotate_left(1); // The bakery is asked first, and is the last to answer.
            assert_eq!((answers, most), (suppliers, 2), "{others} others, {at_once} at once");
        });
    }
}

#[test]
fn no_supplier_means_no_answer() {
    assert_eq!(run_paused("no answer", || async { ask_all(&[], 2).await }), (vec![], 0));
}

#[test]
fn with_one_place_the_bakery_keeps_the_mill_from_being_asked() {
    run_paused("the time-out", || async {
        let asked = ask_all(&["bakery", "mill"], 1);
        time::timeout(Duration::from_secs(1), asked).await.unwrap_err();
    });
}

/// Four futures, the first of which waits for the last.
async fn in_order(at_once: usize) -> Option<Vec<u32>> {
    async fn wait(n: u32, last: &Notify) -> u32 {
        match n {
            0 => last.notified().await,
            3 => last.notify_one(),
            _ => {}
        }
        n
    }
    let last = Notify::new();
    let results = stream::iter(0..4).map(|n| wait(n, &last)).buffered(at_once).collect();
    time::timeout(Duration::from_secs(1), results).await.ok()
}

#[test]
fn buffered_keeps_the_order_and_the_places_of_results_that_wait_for_their_turn() {
    assert_eq!(run_paused("all results", || in_order(4)), Some(vec![0, 1, 2, 3]));
    assert_eq!(run_paused("the time-out", || in_order(2)), None);
}

/// What the chapter says of a loop body that waits.
#[test]
fn the_futures_of_a_stream_stand_still_while_it_is_not_polled() {
    run_paused("both results", || async {
        async fn wait(seconds: u64, woken: &Cell<u64>) -> u64 {
            time::sleep(Duration::from_secs(seconds)).await;
            woken.set(seconds);
            seconds
        }
        let woken = Cell::new(0);
        let mut results = stream::iter([1, 2]).map(|n| wait(n, &woken)).buffer_unordered(2);
        assert_eq!(results.next().await, Some(1));
        time::sleep(Duration::from_secs(10)).await;
        assert_eq!(woken.get(), 1, "the two seconds were over long ago");
        assert_eq!(results.next().await, Some(2));
        assert_eq!(woken.get(), 2);
    });
}
