//! What the listings' output can't show.

use std::fs;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::sync::oneshot;
use tokio::{runtime, task};

use examples_testing::watched;
use examples_tokio::bounded_concurrency::{self as bounded, Peak};
use examples_tokio::timeout_and_cancel::{self as cancel, Question};
use examples_tokio::{
    async_channels, async_file_io, borrow_in_async, cooperation, cpu_in_async, lock_across_await,
    many_connections, many_tasks,
};

/// Runs `job` on a Tokio runtime of one thread, and fails with a sentence if it has not ended after
/// a minute.
fn run<F>(waits_for: &str, job: impl FnOnce() -> F + Send + 'static) -> F::Output
where
    F: Future<Output: Send + 'static>,
{
    watched(waits_for, || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(job())
    })
}

#[test]
fn all_tasks_wait_at_the_same_moment_on_one_thread() {
    for tasks in [1, 2, 777] {
        let waited = run("all tasks to meet", move || many_tasks::wait_together(tasks));
        assert_eq!(waited, (tasks, 1));
    }
    assert_eq!(run("no task", || many_tasks::wait_together(0)), (0, 0));
}

#[test]
fn the_limit_on_open_files_is_the_soft_one() {
    let limits = |numbers: &str| {
        format!(
            "Limit                     Soft Limit           Hard Limit           Units     \n\
             Max processes             unlimited            unlimited            processes \n\
             Max open files            {numbers} files     \n"
        )
    };
    let found = |numbers| many_connections::open_files(&limits(numbers));
    assert_eq!(found("1024                 524288              "), Some(1024));
    assert_eq!(found("unlimited            unlimited           "), Some(usize::MAX));
    assert_eq!(found("x                    y                   "), None);
    assert_eq!(many_connections::open_files(""), None);
}

#[test]
fn each_connection_that_is_held_answers() {
    for wanted in [0, 1, 20] {
        let held =
            run("each connection to answer", move || many_connections::hold(wanted)).unwrap();
        assert_eq!((held.connections, held.answered), (wanted, wanted));
        assert_eq!(held.threads, wanted.min(1));
        assert!(held.refusal.is_none());
    }
}

/// Starts this test program again for one of its tests, with so many files that it may have open.
#[cfg(unix)]
fn with_open_files(limit: u32, program: &str, arguments: &[&str]) -> std::process::Output {
    std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -n {limit} && exec \"$0\" \"$@\""), program])
        .args(arguments)
        .env("OPEN_FILES_ARE_FEW", "1")
        .output()
        .unwrap()
}

/// Where the limit is not known beforehand, as on macOS, the system's refusal ends the opening.
#[cfg(unix)]
#[test]
fn a_refused_connection_costs_none_of_the_others() {
    if std::env::var_os("OPEN_FILES_ARE_FEW").is_some() {
        let held = run("each connection to answer", || many_connections::hold(10_000)).unwrap();
        const EMFILE: i32 = 24; // on every Unix
        assert_eq!(held.refusal.and_then(|error| error.raw_os_error()), Some(EMFILE));
        assert!((10..50).contains(&held.connections), "{} connections", held.connections);
        assert_eq!(held.answered, held.connections);
        return;
    }
    let program = std::env::current_exe().unwrap();
    let test = "tasks::a_refused_connection_costs_none_of_the_others";
    let output = with_open_files(100, program.to_str().unwrap(), &["--exact", test]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// 256 is what macOS gives a process that has not asked for more.
#[cfg(unix)]
#[test]
fn a_low_limit_is_said_and_kept() {
    let program = env!("CARGO_BIN_EXE_examples-tokio");
    let output = with_open_files(256, program, &["many_connections"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let connections: usize = said.split_whitespace().next().unwrap().parse().unwrap();
    assert!((96..128).contains(&connections), "{said}");
    if cfg!(target_os = "linux") {
        assert!(said.contains("no more, because 256 files may be open"), "{said}");
    }
    assert!(said.contains("all of them still answer: true"), "{said}");
}

#[test]
fn who_never_yields_goes_first_with_all_that_there_is() {
    for _ in 0..50 {
        let order = run("both tasks", || cooperation::turns(false));
        let expected =
            ["picture 1", "picture 2", "picture 3", "message 1", "message 2", "message 3"];
        assert_eq!(order, expected);
    }
}

/// The exact order is the runtime's affair; that nobody has to wait until the other is done is not.
#[test]
fn who_yields_lets_the_neighbour_in() {
    for _ in 0..50 {
        let order = run("both tasks", || cooperation::turns(true));
        let place = |step| order.iter().position(|done| *done == step).unwrap();
        assert!(place("message 1") < place("picture 3"), "{order:?}");
        assert!(place("picture 1") < place("message 3"), "{order:?}");
    }
}

/// Against values that were worked out elsewhere.
#[test]
fn a_password_is_stretched_by_hashing_again_and_again() {
    assert_eq!(cpu_in_async::stretch("a", 0), 0);
    assert_eq!(cpu_in_async::stretch("", 1), 0xa8c7_f832_281a_39c5);
    assert_eq!(cpu_in_async::stretch("a", 2), 0xf944_4347_bc04_0f9a);
}

#[test]
fn the_neighbour_runs_only_when_the_work_is_elsewhere() {
    run("the neighbour to run beside the work", || async {
        let heart = cpu_in_async::start_heart().await;
        let here = cpu_in_async::in_the_task(&heart);
        assert_eq!(here.beats, 0);
        for elsewhere in
            [cpu_in_async::on_a_blocking_thread(&heart).await, cpu_in_async::in_rayon(&heart).await]
        {
            assert!(elsewhere.beats > 0);
            assert_eq!(elsewhere.key, here.key);
        }
    });
}

#[test]
fn files_are_read_in_the_order_of_their_paths_on_either_way() {
    let folder = tempfile::tempdir().unwrap();
    let contents: Vec<Vec<u8>> = (0..20).map(|n| vec![n; usize::from(n) * 1_000]).collect();
    let paths: Vec<PathBuf> = (0..20).map(|n| folder.path().join(n.to_string())).collect();
    for (path, bytes) in paths.iter().zip(&contents) {
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(async_file_io::read_with_threads(&paths).unwrap(), contents);
    for most in [1, 3, 512] {
        let (bytes, hidden) = async_file_io::read_with_tokio(&paths, most).unwrap();
        assert_eq!(bytes, contents);
        assert!((1..=most.min(20)).contains(&hidden), "{hidden} threads, {most} allowed");
    }
    assert_eq!(async_file_io::read_with_threads(&[]).unwrap(), [[0; 0]; 0]);
    assert_eq!(async_file_io::read_with_tokio(&[], 512).unwrap(), (Vec::new(), 0));
}

#[test]
fn a_file_that_can_t_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("missing.log")];
    let expected = format!("can't read {}: ", paths[0].display());
    for error in [
        async_file_io::read_with_threads(&paths).unwrap_err(),
        async_file_io::read_with_tokio(&paths, 512).unwrap_err(),
    ] {
        assert!(error.to_string().starts_with(&expected), "{error}");
        assert_eq!(error.chain().count(), 1, "one sentence");
    }
}

#[test]
fn the_logs_are_removed_in_the_end() {
    let logs = async_file_io::Logs::write(2).unwrap();
    let folder = logs.paths[0].parent().unwrap().to_path_buf();
    assert_eq!(folder.read_dir().unwrap().count(), 2);
    drop(logs);
    assert!(!folder.exists());
}

/// The only thread of the blocking pool is taken until it has seen that the file is not read. Were
/// the file read anywhere else, then most likely in that time.
#[test]
fn tokio_reads_a_file_on_the_pool_for_blocking_calls() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "text").unwrap();
    let (done, is_done) = mpsc::channel();
    let (asked, is_asked) = mpsc::channel();
    let runtime = runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    let read_meanwhile = runtime.block_on(async {
        let pool = task::spawn_blocking(move || {
            is_asked.recv_timeout(Duration::from_secs(60)).expect("waiting for the read to begin");
            is_done.recv_timeout(Duration::from_millis(50)).is_ok()
        });
        let reading = task::spawn(async move {
            let text = tokio::fs::read(path).await.unwrap();
            let _ = done.send(());
            text
        });
        task::yield_now().await; // The read begins here,
        asked.send(()).unwrap();
        assert_eq!(reading.await.unwrap(), b"text"); // and ends here, after the pool is free.
        pool.await.unwrap()
    });
    assert!(!read_meanwhile);
}

#[test]
fn borrowed_and_owned_come_to_the_same() {
    for (letter, words, longest, lines) in [
        ("", 0, "", 0),
        ("\n\n", 0, "", 4),
        ("one", 1, "one", 2),
        ("a bb cc\nd ee", 5, "bb", 4),
        ("kurz\r\nübergroß\r\n", 2, "übergroß", 4),
    ] {
        let joined = run("two futures to meet", move || async move {
            let letter = letter.to_string(); // a local of this future
            let (words, longest, lines) = borrow_in_async::joined(&letter).await;
            (words, longest.to_string(), lines)
        });
        assert_eq!(joined, (words, longest.to_string(), lines), "{letter:?}");
        let spawned = run("two tasks to meet", move || borrow_in_async::spawned(letter.into()));
        assert_eq!(spawned, joined);
    }
}

#[test]
fn each_kind_of_channel_delivers_what_it_promises() {
    for _ in 0..50 {
        let answers = run("the cook", async_channels::orders);
        assert_eq!(answers, [Some(4), Some(8), Some(12)]);
    }
    let (attentive, dozing) = run("five announcements", async_channels::announcements);
    assert_eq!(attentive.len(), 5);
    assert_eq!(dozing[0], "(missed 3)");
    assert_eq!(dozing[1..], attentive[3..]);
    let seen = run("the board", async_channels::board);
    assert_eq!(seen, ["tomato soup", "onion soup", "pancakes"]);
}

#[test]
fn a_guard_across_an_await_stops_the_thread_every_time() {
    for _ in 0..10 {
        let deadline = Duration::from_millis(20);
        let left =
            lock_across_await::on_one_thread(lock_across_await::guard_across_await, deadline);
        assert_eq!(left, None);
    }
}

#[test]
fn mended_only_one_of_two_withdrawals_succeeds() {
    let watchdog = Duration::from_secs(60);
    for _ in 0..100 {
        let mended = [
            lock_across_await::on_one_thread(lock_across_await::guard_in_a_block, watchdog),
            lock_across_await::on_one_thread(lock_across_await::async_lock, watchdog),
        ];
        assert_eq!(mended, [Some(40), Some(40)], "`None`: still waiting after a minute");
    }
}

#[test]
fn a_timed_out_order_is_paid_and_never_served() {
    let log = run("a time-out", || cancel::timed_out_order(Duration::from_millis(1)));
    assert_eq!(log, ["paid", "the table is free", "given up"]);
}

/// Sends the text with a question at each of the places, and gives what the reader made of it.
async fn with_questions<F>(
    read: impl FnOnce(DuplexStream, tokio::sync::mpsc::Receiver<Question>) -> F,
    text: &[u8],
    places: &[usize],
) -> io::Result<Vec<String>>
where
    F: Future<Output = io::Result<Vec<String>>>,
{
    let (reader, mut writer) = tokio::io::duplex(1024);
    let (ask, questions) = tokio::sync::mpsc::channel(1);
    let send = async {
        let mut sent = 0;
        for &place in places {
            writer.write_all(&text[sent..place]).await.unwrap();
            sent = place;
            let (answer, answered) = oneshot::channel();
            ask.send(answer).await.unwrap();
            let complete = text[..sent].iter().filter(|&&byte| byte == b'\n').count();
            assert!(answered.await.unwrap() <= complete);
        }
        writer.write_all(&text[sent..]).await.unwrap();
        drop(writer);
    };
    tokio::join!(read(reader, questions), send).0
}

#[test]
fn a_question_in_the_middle_of_a_line_takes_the_half_line_away() {
    for _ in 0..50 {
        let lines = run("the end of the lines", || {
            with_questions(cancel::read_lossy, b"12 apples\n7 pears\n", &[14])
        });
        assert_eq!(lines.unwrap(), ["12 apples", "ars"]);
    }
    let between = run("the end of the lines", || {
        with_questions(cancel::read_lossy, b"12 apples\n7 pears\n", &[10])
    });
    assert_eq!(
        between.unwrap(),
        ["12 apples", "7 pears"],
        "nothing is half read between two lines"
    );
}

/// At every place, in the middle of a character too, and at all places at once.
#[test]
fn the_cancel_safe_reader_loses_nothing() {
    let text = "12 Äpfel\r\n\n7 pears";
    let mut cases: Vec<Vec<usize>> = (0..=text.len()).map(|place| vec![place]).collect();
    cases.push((0..=text.len()).collect());
    cases.push(Vec::new());
    for places in cases {
        let told = format!("{places:?}");
        let lines = run("the end of the lines", move || async move {
            with_questions(cancel::read_whole, text.as_bytes(), &places).await
        });
        assert_eq!(lines.unwrap(), ["12 Äpfel", "", "7 pears"], "questions at {told}");
    }
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    let lossy = run("an error", || with_questions(cancel::read_lossy, b"a\n\xff\n", &[]));
    let whole = run("an error", || with_questions(cancel::read_whole, b"a\n\xff\n", &[]));
    for result in [lossy, whole] {
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}

#[test]
fn the_peak_is_the_bound_and_never_more() {
    for (pages, bound) in [(1, 1), (12, 1), (12, 4), (12, 12), (600, 20), (0, 3)] {
        let peaks = run("all pages", move || async move {
            [
                bounded::unbounded(pages).await,
                bounded::with_semaphore(pages, bound).await,
                bounded::with_bounded_set(pages, bound).await,
            ]
        });
        let most = bound.min(pages);
        let expected = [
            Peak { tasks: pages, buffers: pages },
            Peak { tasks: pages, buffers: most },
            Peak { tasks: most, buffers: most },
        ];
        assert_eq!(peaks, expected, "{pages} pages, bound {bound}");
    }
}

#[test]
fn a_crowd_that_can_t_come_together_is_refused() {
    for bound in [3, 7] {
        let one = task_panics(move || bounded::with_semaphore(10, bound));
        let other = task_panics(move || bounded::with_bounded_set(10, bound));
        assert!(one && other, "10 pages, bound {bound}");
    }
}

fn task_panics<F: Future<Output = Peak>>(job: impl FnOnce() -> F + Send + 'static) -> bool {
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(job())
    })
    .join()
    .is_err()
}
