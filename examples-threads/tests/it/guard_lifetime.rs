//! What the output of `guard_lifetime` can't show.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// Whether two workers are at work at the same time, each on one of two jobs that meet at a barrier.
fn two_at_work(
    take: impl Fn(&Mutex<mpsc::Receiver<()>>, &dyn Fn()) + Copy + Send + 'static,
) -> bool {
    let (give, queue) = mpsc::channel();
    let (queue, meet) = (Arc::new(Mutex::new(queue)), Arc::new(Barrier::new(2)));
    let (end, ended) = mpsc::channel();
    for _ in 0..2 {
        give.send(()).unwrap();
        let (queue, meet, end) = (Arc::clone(&queue), Arc::clone(&meet), end.clone());
        thread::spawn(move || {
            take(&queue, &|| _ = meet.wait());
            end.send(()).unwrap();
        });
    }
    drop(give);
    (0..2).all(|_| ended.recv_timeout(Duration::from_millis(500)).is_ok())
}

#[test]
fn while_let_on_a_lock_lets_one_worker_work_at_a_time() {
    assert!(!two_at_work(|queue, work| {
        while let Ok(()) = queue.lock().unwrap().recv() {
            work();
        }
    }));
}

#[test]
fn with_let_before_it_two_workers_work() {
    let work = |queue: &Mutex<mpsc::Receiver<()>>, work: &dyn Fn()| {
        loop {
            let job = queue.lock().unwrap().recv();
            let Ok(()) = job else { break };
            work();
        }
    };
    examples_testing::watched("two jobs at once", move || while !two_at_work(work) {});
}

#[test]
fn a_second_lock_in_the_same_expression_stands_still() {
    let (end, ended) = mpsc::channel();
    thread::spawn(move || {
        let stock = Mutex::new(5);
        let twice = *stock.lock().unwrap() + *stock.lock().unwrap();
        end.send(twice)
    });
    assert!(ended.recv_timeout(Duration::from_millis(200)).is_err());
}

/// The same program, built for two editions.
#[test]
fn the_edition_decides_what_else_holds() {
    const PROGRAM: &str = r#"
        use std::sync::Mutex;
        fn main() {
            let jobs = Mutex::new(vec![0; 0]);
            if let Some(job) = jobs.lock().unwrap().pop() {
                println!("{job}");
            } else {
                println!("{}", if jobs.try_lock().is_err() { "held" } else { "free" });
            };
        }"#;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editions");
    fs::create_dir_all(&folder).unwrap();
    for (edition, expected) in [("2021", "held\n"), ("2024", "free\n")] {
        let (source, program) = (folder.join(format!("{edition}.rs")), folder.join(edition));
        fs::write(&source, PROGRAM).unwrap();
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition", edition, "-o"]).arg(&program).arg(&source);
        assert!(rustc.status().unwrap().success());
        let output = Command::new(&program).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "edition {edition}");
    }
}
