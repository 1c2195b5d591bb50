//! All listings that use std and Crossbeam alone: each is right in all orders, or fails where its page says so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use super::{explored, verdict};

/// What a listing does in all orders that were run.
struct Expected {
    listing: &'static str,
    /// What is changed in the text first: fewer rounds where all of them are too many, or the mistake that the page
    /// warns of.
    changes: &'static [(&'static str, &'static str)],
    options: &'static [&'static str],
    /// What stands in the place of its `main`.
    main: Option<&'static str>,
    verdict: &'static str,
}

const fn as_it_is(listing: &'static str, verdict: &'static str) -> Expected {
    Expected { listing, changes: &[], options: &[], main: None, verdict }
}

const fn changed(
    listing: &'static str,
    changes: &'static [(&'static str, &'static str)],
    verdict: &'static str,
) -> Expected {
    Expected { listing, changes, options: &[], main: None, verdict }
}

const fn may_poll(
    listing: &'static str,
    changes: &'static [(&'static str, &'static str)],
    verdict: &'static str,
) -> Expected {
    Expected { listing, changes, options: &["--may-poll"], main: None, verdict }
}

const fn model(
    listing: &'static str,
    main: &'static str,
    changes: &'static [(&'static str, &'static str)],
    verdict: &'static str,
) -> Expected {
    Expected { listing, changes, options: &[], main: Some(main), verdict }
}

/// The listings of these packages, but for those that use files, sockets or a runtime: the tool refuses them by name.
const PACKAGES: [&str; 4] =
    ["examples-threads", "examples-scope", "examples-crossbeam", "examples-worker-pool"];

const LISTINGS: &[Expected] = &[
    as_it_is("examples-threads/spawn_join", "texts differ"),
    as_it_is("examples-threads/panic_in_join", "right"),
    changed("examples-threads/shared_counter", FEW_ROUNDS, "right"),
    changed("examples-threads/shared_counter", READ_THEN_WRITE, "texts differ"),
    as_it_is("examples-threads/poison", "right"),
    as_it_is("examples-threads/std_channel", "right"),
    as_it_is("examples-threads/lock_order", "leak"), // The deadlock, of threads that are left behind.
    as_it_is("examples-threads/guard_lifetime", "right"),
    may_poll("examples-threads/rwlock_twice", &[], "leak"),
    as_it_is("examples-threads/condvar", "texts differ"), // `hears_bell` may wake without a reason.
    as_it_is("examples-threads/publish", "polling"),
    may_poll("examples-threads/publish", &[], "right"),
    may_poll(
        "examples-threads/publish",
        &[("store(true, Ordering::Release)", "store(true, Ordering::Relaxed)")],
        "texts differ",
    ),
    may_poll(
        "examples-threads/publish",
        &[("load(Ordering::Acquire)", "load(Ordering::Relaxed)")],
        "texts differ",
    ),
    as_it_is("examples-threads/park", "texts differ"), // `park_timeout` may wake without a reason.
    changed("examples-threads/park", &[("while !flag", "if !flag")], "texts differ"),
    as_it_is("examples-threads/once", "right"),
    as_it_is("examples-scope/borrow_locals", "right"),
    as_it_is("examples-scope/process_parallel", "right"),
    as_it_is("examples-scope/disjoint_mut", "right"),
    as_it_is("examples-scope/arc_mutex_or_borrow", "right"),
    as_it_is("examples-crossbeam/fan_in", "texts differ"), // The order of arrival.
    changed("examples-crossbeam/fan_in", &[("        drop(sender);\n", "")], "deadlock"),
    changed("examples-crossbeam/bounded_pipeline", &[("(1000, 100)", "(4, 2)")], "right"),
    as_it_is("examples-crossbeam/stages", "right"),
    as_it_is("examples-crossbeam/select_timeout", "right"),
    as_it_is("examples-crossbeam/select_send", "right"),
    as_it_is("examples-crossbeam/broadcast", "right"),
    as_it_is("examples-crossbeam/wait_group", "right"),
    // `as_ptr` of an atomic.
    changed(
        "examples-crossbeam/false_sharing",
        &[("0..25", "0..1"), ("100_000", "2")],
        "not_followed",
    ),
    changed("examples-crossbeam/queues", &[("first + 250", "first + 2")], "right"),
    may_poll("examples-crossbeam/work_stealing", &[("0..20_000", "0..2_000")], "right"),
    as_it_is("examples-worker-pool/goroutines", "texts differ"),
    as_it_is("examples-worker-pool/ping", "right"),
    changed(
        "examples-worker-pool/close_and_range",
        &[("1..=100, 101..=200", "1..=2, 101..=102")],
        "right",
    ),
    changed(
        "examples-worker-pool/close_and_range",
        &[("        drop(sender); // The one", "        // The one")],
        "deadlock",
    ),
    as_it_is("examples-worker-pool/worker_pool", "right"),
    as_it_is("examples-worker-pool/pool_boxed", "right"),
    as_it_is("examples-worker-pool/pool_bounded", "right"),
    as_it_is("examples-worker-pool/pool_results", "right"),
    as_it_is("examples-worker-pool/pool_panics", "right"),
    changed(
        "examples-worker-pool/pool_batches",
        &[("(1..=10_000)", "(1..=6)"), ("[1, 500]", "[1, 4]")],
        "right",
    ),
    as_it_is("examples-worker-pool/pool_condvar", "right"),
    as_it_is("examples-worker-pool/pool_shutdown", "right"),
    may_poll("examples-worker-pool/pool", &[], "right"),
    // The models of support/examples-worker-pool-model, sound and broken.
    model("examples-worker-pool/pool_shutdown", DROP_DRAINS, &[], "right"),
    model(
        "examples-worker-pool/pool_shutdown",
        DROP_DRAINS,
        &[(".notify_all()", ".notify_one()")],
        "deadlock",
    ),
    model("examples-worker-pool/pool_shutdown", DROP_DRAINS, END_FIRST, "panic"),
    model("examples-worker-pool/pool", CANCEL, &[], "right"),
    model(
        "examples-worker-pool/pool",
        CANCEL,
        &[("drop(waiting);", "mem::forget(waiting);")],
        "deadlock",
    ),
];

/// A thousand rounds make orders that are too long.
const FEW_ROUNDS: &[(&str, &str)] = &[("THREADS: usize = 4", "THREADS: usize = 2"), ("1_000", "2")];

/// What the comment in `with_rwlock` warns of.
const READ_THEN_WRITE: &[(&str, &str)] = &[
    FEW_ROUNDS[0],
    FEW_ROUNDS[1],
    (
        "in_threads(|| *count.write().expect(\"no holder panics\") += 1);",
        "in_threads(|| { let old = *count.read().unwrap(); *count.write().unwrap() = old + 1 });",
    ),
];

/// A worker asks whether it is the end before it asks whether there is a job.
const END_FIRST: &[(&str, &str)] = &[(
    "        let Some(job) = state.jobs.pop_front()",
    "        if state.closed { return }\n        let Some(job) = state.jobs.pop_front()",
)];

/// Dropping the pool runs each job.
const DROP_DRAINS: &str = r#"pub fn main() {
    let ran = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let pool = Pool::new(2);
    for _ in 0..2 {
        let ran = Arc::clone(&ran);
        let job = move || ran.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        assert!(pool.submit(job).is_ok());
    }
    drop(pool);
    assert_eq!(ran.load(std::sync::atomic::Ordering::SeqCst), 2, "jobs run");
}
"#;

/// Two submitters share two places, and `cancel` comes at any moment.
const CANCEL: &str = r#"pub fn main() {
    let pool = Pool::new(1, 1).unwrap();
    let submitters = [(); 2].map(|()| {
        let submitter = pool.submitter();
        thread::spawn(move || (0..2).filter(|_| submitter.submit(|| ()).is_ok()).count())
    });
    pool.cancel();
    submitters.map(|submitter| submitter.join().unwrap());
}
"#;

#[test]
#[ignore = "explores each listing in thousands of orders"]
fn each_listing_is_right_in_all_orders_or_fails_where_its_page_says_so() {
    let only = std::env::var("EXPLORE_ONLY").unwrap_or_default();
    let left = Mutex::new(LISTINGS.iter().enumerate());
    let next = || left.lock().expect("no holder panics").next();
    let wrong = Mutex::new(Vec::new());
    // A listing is compiled first, and then explored on one CPU.
    thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| {
                while let Some((number, expected)) = next() {
                    let Expected { listing, changes, verdict, .. } = expected;
                    if !listing.contains(&only) {
                        continue;
                    }
                    let found = check(number, expected);
                    println!("{listing} {changes:?}: {found}");
                    if found != *verdict {
                        let problem = format!("{listing} {changes:?}: {found}, not {verdict}");
                        wrong.lock().expect("no holder panics").push(problem);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no holder panics");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn path_of(listing: &str) -> String {
    let (package, name) = listing.split_once('/').expect("a package and a name");
    format!("{package}/src/{name}.rs")
}

fn check(number: usize, expected: &Expected) -> String {
    let Expected { listing, changes, options, main, .. } = expected;
    let file = path_of(listing);
    let mut text = fs::read_to_string(root().join(&file)).expect("the listing is there");
    for (old, new) in *changes {
        assert!(text.contains(old), "{listing} has no `{old}`");
        text = text.replace(old, new);
    }
    if let Some(main) = main {
        let (before, _) = text.split_once("pub fn main()").expect("each listing ends with `main`");
        text = format!("{before}{main}");
    }
    let id = format!("listing-{number}");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{id}.rs"));
    let file = if changes.is_empty() && main.is_none() {
        file
    } else {
        fs::write(&copy, text).expect("the copy is written");
        copy.display().to_string()
    };
    let (found, _) = explored(&id, &[&[&*file, "--schedules", "500"], *options].concat());
    verdict(&found[0])
}

#[test]
#[ignore = "goes with the test above"]
fn each_listing_has_a_verdict_or_a_reason() {
    let known: BTreeSet<_> = LISTINGS.iter().map(|expected| path_of(expected.listing)).collect();
    for package in PACKAGES {
        for entry in fs::read_dir(root().join(package).join("src")).expect("the folder is there") {
            let name = entry.expect("a file").file_name().into_string().expect("UTF-8");
            let file = format!("{package}/src/{name}");
            if ["lib.rs", "main.rs"].contains(&&*name) || known.contains(&file) {
                continue;
            }
            let (status, _, stderr) = super::run(&[&file]);
            assert_eq!(status, 2, "{file} has no line in LISTINGS");
            let reasons = ["can't be followed", "not with the explorer's model of std"];
            assert!(reasons.iter().any(|reason| stderr.contains(reason)), "{file}: {stderr}");
        }
    }
}
