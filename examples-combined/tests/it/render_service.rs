//! What happens at a full queue, after a panic, without open files, and with clients that do odd things.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Receiver, RecvError, Sender};
use examples_combined::render_service::{PATIENCE, Renderer, answer, draw, serve};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use tokio::io::AsyncWriteExt;
use tokio::runtime;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::Instant;

use crate::section::SECTION;

const BUSY: &str = "busy, try again later\n";
const ODD: &str = "expected a number from 0 to 4294967295\n";

/// Starts a service on a port that the system chooses, with one thread for all tasks. It ends with the
/// test program.
fn start(renderer: &Arc<Renderer>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let renderer = Arc::clone(renderer);
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { serve(listener.try_into().unwrap(), renderer).await })
    });
    address
}

fn renderer(workers: usize, places: usize) -> Arc<Renderer> {
    let pool = ThreadPoolBuilder::new().num_threads(workers).panic_handler(|_| {}).build();
    Arc::new(Renderer { pool: pool.unwrap(), places: Arc::new(Semaphore::new(places)) })
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// Reads until the service closes the connection.
fn read(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer, and its end");
    answer
}

fn ask(address: SocketAddr, line: impl AsRef<[u8]>) -> String {
    let mut stream = connect(address);
    stream.write_all(line.as_ref()).unwrap();
    read(stream)
}

fn is_picture(answer: &str) -> bool {
    answer.lines().map(str::len).eq([64; 20])
}

/// Takes places with jobs that end when the sender is dropped.
fn close_gate(
    renderer: &Renderer,
    jobs: usize,
) -> (Sender<()>, Vec<oneshot::Receiver<Result<(), RecvError>>>) {
    let (gate, closed): (_, Receiver<()>) = channel::bounded(0);
    let job = |_| {
        let closed = closed.clone();
        renderer.submit(move || closed.recv()).expect("there is a place")
    };
    let waiting = (0..jobs).map(job).collect();
    (gate, waiting)
}

fn wait_for<T: Send + 'static>(
    job: oneshot::Receiver<T>,
) -> Result<T, tokio::sync::oneshot::error::RecvError> {
    watched("a job", move || job.blocking_recv())
}

#[test]
fn a_full_queue_says_so_at_once_and_the_service_goes_on_afterwards() {
    for (workers, places) in [(1, 1), (1, 3), (2, 2), (4, 3)] {
        let renderer = renderer(workers, places);
        let address = start(&renderer);
        let (gate, waiting) = close_gate(&renderer, places);
        assert!(renderer.submit(|| ()).is_none());
        // No worker or no place is free, and yet everybody gets an answer.
        for _ in 0..3 {
            assert_eq!(ask(address, "1\n"), BUSY);
        }
        assert_eq!(ask(address, "one\n"), ODD);
        drop(gate);
        for job in waiting {
            wait_for(job).unwrap().unwrap_err();
        }
        assert!(is_picture(&ask(address, "1\n")));
    }
}

#[test]
fn a_request_waits_in_the_queue_for_its_turn() {
    let renderer = renderer(1, 3);
    let address = start(&renderer);
    let (gate, mut waiting) = close_gate(&renderer, 1);
    let mut second = renderer.submit(|| 2).expect("there is a place");
    let client = thread::spawn(move || ask(address, "1\n")); // A place is left for it.
    // The only worker is at the gate or has not even begun, so the second job has not been done.
    assert!(second.try_recv().is_err());
    drop(gate);
    wait_for(waiting.remove(0)).unwrap().unwrap_err();
    assert_eq!(wait_for(second), Ok(2));
    assert!(is_picture(&watched("the client", move || client.join()).unwrap()));
}

/// A client whose request waits for its turn, with the sending side shut. Nobody can tell a client that
/// has said all from one that has hung up.
#[test]
fn a_client_that_has_said_all_gets_its_picture_and_one_that_hung_up_has_it_drawn() {
    let renderer = renderer(1, 3);
    let address = start(&renderer);
    let (gate, waiting) = close_gate(&renderer, 1);
    let [half, gone] = [(); 2].map(|()| {
        let mut client = connect(address);
        client.write_all(b"1\n").unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        client
    });
    drop(gone);
    // The service's only thread has seen both when it has answered a few later ones.
    for _ in 0..10 {
        assert_eq!(ask(address, "one\n"), ODD);
    }
    assert_eq!(ask(address, "1\n"), BUSY, "both still have a place");
    drop(gate);
    for job in waiting {
        wait_for(job).unwrap().unwrap_err();
    }
    assert!(is_picture(&read(half)));
}

/// Talks to the service with a clock that stands still until nothing else is left to do. The client stays
/// on the line. Returns how the connection ended, and after what time.
fn end_of_connection(renderer: Arc<Renderer>, line: &'static str) -> (std::io::Error, Duration) {
    watched("the service to lose its patience", move || {
        let mut runtime = runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (mut client, service) = tokio::io::duplex(10_000);
            client.write_all(line.as_bytes()).await.unwrap();
            let start = Instant::now();
            (answer(service, &renderer).await.unwrap_err(), start.elapsed())
        })
    })
}

#[test]
fn a_client_that_does_nothing_is_let_go_before_long() {
    for line in ["", "30", "one\n"] {
        let (error, waited) = end_of_connection(renderer(1, 1), line);
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{line}");
        // Tokio's timer counts in milliseconds.
        assert!(waited >= PATIENCE && waited < PATIENCE + Duration::from_secs(1), "{waited:?}");
    }
}

#[test]
fn a_picture_that_comes_too_late_is_not_drawn() {
    let renderer = renderer(1, 2);
    let (gate, waiting) = close_gate(&renderer, 1);
    let (error, _) = end_of_connection(Arc::clone(&renderer), "1\n");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(renderer.submit(|| ()).is_none(), "the picture has its place until its turn comes");
    drop(gate);
    for job in waiting {
        wait_for(job).unwrap().unwrap_err();
    }
}

#[test]
fn a_job_that_nobody_waits_for_is_not_done() {
    let renderer = renderer(1, 3);
    let (gate, mut waiting) = close_gate(&renderer, 1);
    let done = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&done);
    drop(renderer.submit(move || flag.store(true, Ordering::SeqCst)).unwrap());
    let last = renderer.submit(|| "last").unwrap();
    drop(gate);
    wait_for(waiting.remove(0)).unwrap().unwrap_err();
    assert_eq!(wait_for(last).unwrap(), "last");
    // The only worker takes the jobs from its queue in their order, so its turn has been.
    assert!(!done.load(Ordering::SeqCst));
    // Its place is free again: all three can be taken.
    let (gate, _waiting) = close_gate(&renderer, 3);
    drop(gate);
}

#[test]
fn a_job_that_panics_costs_neither_worker_nor_place() {
    let renderer = renderer(1, 1);
    for _ in 0..20 {
        let job = renderer.submit(|| panic!("a job that panics")).expect("the place is free");
        assert!(wait_for::<()>(job).is_err());
    }
    assert_eq!(wait_for(renderer.submit(|| 7).unwrap()), Ok(7));
}

#[test]
fn the_place_is_free_when_the_result_is_there() {
    let renderer = renderer(1, 1);
    for number in 0..10_000 {
        let job = renderer.submit(move || number).expect("the place is free");
        assert_eq!(job.blocking_recv(), Ok(number));
    }
}

#[test]
fn odd_lines_get_a_sentence() {
    let address = start(&renderer(1, 1));
    let long = "1".repeat(100_000);
    let lines: [&[u8]; 12] = [
        b"\n",
        b" \n",
        b"-1\n",
        b"1.5\n",
        b"1e3\n",
        b"4294967296\n",
        b"1 1\n",
        b"GET / HTTP/1.1\r\nHost: here\r\n\r\n",
        b"\0\n",
        b"\xff\xfe\n",
        b"1\xff\n",
        long.as_bytes(),
    ];
    for line in lines {
        assert_eq!(ask(address, line), ODD, "{:.60}", String::from_utf8_lossy(line));
    }
    let mut half = connect(address);
    half.write_all(b"30").unwrap(); // and perhaps another 0 was on its way
    half.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read(half), ODD);
    for line in ["300\n", " 1000 \r\n", "2\nand more\nthan one line\n", "0\n", "4294967295\n"] {
        assert!(is_picture(&ask(address, line)), "{line}");
    }
    drop(connect(address)); // A client that says nothing and goes is no harm,
    assert!(is_picture(&ask(address, "1\n"))); // and neither is any of the others.
}

#[test]
fn a_client_that_sends_slowly_holds_nobody_up() {
    let address = start(&renderer(1, 1));
    let mut slow = connect(address);
    for byte in b"30000" {
        slow.write_all(&[*byte]).unwrap();
        assert_eq!(ask(address, "one\n"), ODD);
    }
    slow.write_all(b"\n").unwrap();
    assert!(is_picture(&read(slow)));
}

#[test]
fn a_picture_shows_the_primes() {
    let letters = |first| draw(first).chars().filter(|letter| *letter != '\n').collect::<Vec<_>>();
    let primes: Vec<_> = letters(0).into_iter().enumerate().filter(|(_, l)| *l == '#').collect();
    assert_eq!(primes.len(), 207, "below 1,280");
    assert!(primes.iter().map(|(n, _)| *n).take(8).eq([2, 3, 5, 7, 11, 13, 17, 19]));
    assert_eq!(letters(64)[..1_216], letters(0)[64..]);
    assert!(is_picture(&draw(u32::MAX)));
}

#[test]
fn a_wrong_address_and_a_taken_port_are_errors() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for address in ["nowhere", "127.0.0.1", "127.0.0.1:65536", &taken] {
        let ran = SECTION.run(["render_service", address]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
        let sentence = format!("Error: can't listen on {address}\n");
        assert!(ran.stderr.starts_with(&sentence), "{}", ran.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_it_ends_with_a_sentence() {
    let ran = SECTION.run_with_threads("render_service", 0);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stderr.starts_with("Error: can't start the workers\n"), "{ran:?}");
}

/// The listing in a process of its own.
#[cfg(target_os = "linux")]
mod process {
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};

    use super::*;

    /// Without the runner between, so that it can be stopped and killed.
    struct Service {
        process: Child,
        address: SocketAddr,
    }

    impl Service {
        fn start(open_files: u32, log: &str) -> Self {
            let mut command = Command::new("sh");
            command.env("EXAMPLES_LISTING", "render_service").env("RUST_BACKTRACE", "0");
            let script = format!("ulimit -n {open_files} && exec \"$0\" localhost:0 2>{log}");
            command.args(["-c", &script, SECTION.program]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut process = command.spawn().unwrap();
            let mut first = String::new();
            BufReader::new(process.stdout.take().unwrap()).read_line(&mut first).unwrap();
            let address =
                first.strip_prefix("listening on ").and_then(|rest| rest.split(';').next());
            let address = address.unwrap_or_else(|| panic!("{first}")).parse().unwrap();
            Service { process, address }
        }

        fn signal(&self, name: &str) {
            let kill = format!("kill -{name} {}", self.process.id());
            assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        }

        /// Kills it, and returns what it wrote to the log.
        fn end(mut self) -> String {
            self.process.kill().unwrap();
            String::from_utf8(self.process.wait_with_output().unwrap().stderr).unwrap()
        }
    }

    /// Without open files, and with a log that can or can't be written.
    #[test]
    fn a_service_without_open_files_complains_once_and_serves_again() {
        for log in ["/dev/full", "/dev/stderr"] {
            let service = Service::start(40, log);
            let address = service.address;
            watched("the service to serve again", move || {
                for _ in 0..3 {
                    // The system completes these connections, whether or not the service can accept them. The
                    // last is served when others have left. So the service had no open files meanwhile.
                    let mut clients: Vec<_> = (0..60).map(|_| connect(address)).collect();
                    let mut last = clients.pop().unwrap();
                    last.write_all(b"1\n").unwrap();
                    last.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
                    assert!(last.read(&mut [0]).is_err(), "there is no open file for this client");
                    drop(clients);
                    last.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
                    assert!(is_picture(&read(last)));
                }
            });
            let complaint = "can't accept now, trying again: Too many open files (os error 24)\n";
            assert_eq!(service.end(), if log == "/dev/full" { "" } else { complaint });
        }
    }

    #[test]
    fn a_burst_of_clients_finds_room_in_the_queue_of_the_system() {
        let room = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
        let burst = room.trim().parse().unwrap_or(usize::MAX).min(400);
        let service = Service::start(1_000, "/dev/stderr");
        service.signal("STOP"); // So that it accepts none of them.
        let connect = |number| {
            // Without room, the system never answers.
            let client = TcpStream::connect_timeout(&service.address, Duration::from_secs(10));
            client.unwrap_or_else(|error| panic!("client {number} of {burst}: {error}"))
        };
        let clients: Vec<_> = (1..=burst).map(connect).collect();
        service.end();
        drop(clients);
    }
}
