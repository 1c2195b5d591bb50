//! What happens at a full queue, after a panic, and with clients who ask for odd things.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender};
use examples_combined::render_service::{CLIENT_PATIENCE, Renderer, View, answer, draw, serve};
use examples_testing::watched;
use tokio::io::AsyncWriteExt;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// A service on a port that the system chooses, with one thread for all tasks; it ends with the
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
    Arc::new(Renderer::new(workers, places).unwrap())
}

/// What comes back for these bytes.
fn ask(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("waiting for the answer's end");
    answer
}

fn get(address: SocketAddr, path: &str) -> String {
    ask(address, format!("GET {path} HTTP/1.1\r\nHost: here\r\n\r\n").as_bytes())
}

fn status(answer: &str) -> &str {
    answer.lines().next().unwrap_or_default().trim_start_matches("HTTP/1.1 ")
}

/// Takes so many places with jobs that end when the sender is dropped.
fn close_gate(
    renderer: &Renderer,
    jobs: usize,
) -> (Sender<()>, Vec<oneshot::Receiver<Result<(), channel::RecvError>>>) {
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
fn a_full_queue_is_answered_503_at_once_and_serves_again_afterwards() {
    for (workers, places) in [(1, 1), (1, 3), (2, 2), (4, 3)] {
        let renderer = renderer(workers, places);
        let address = start(&renderer);
        let (gate, waiting) = close_gate(&renderer, places);
        assert!(renderer.submit(|| ()).is_none());
        // No worker is at work or no place is free, and yet everybody gets an answer.
        for _ in 0..3 {
            let answer = get(address, "/");
            assert_eq!(status(&answer), "503 Service Unavailable");
            assert!(answer.contains("\r\nRetry-After: 1\r\n"), "{answer}");
        }
        assert_eq!(status(&get(address, "/nowhere")), "404 Not Found");
        drop(gate);
        for job in waiting {
            wait_for(job).unwrap().unwrap_err();
        }
        assert_eq!(status(&get(address, "/")), "200 OK");
    }
}

#[test]
fn a_request_waits_in_the_queue_for_its_turn() {
    let renderer = renderer(1, 3);
    let address = start(&renderer);
    let (gate, mut waiting) = close_gate(&renderer, 1);
    let mut second = renderer.submit(|| 2).expect("there is a place");
    let client = thread::spawn(move || get(address, "/")); // with a place for it, come when it may
    // The only worker is at the gate or has not even begun, so the second job has not been done.
    assert!(second.try_recv().is_err());
    drop(gate);
    wait_for(waiting.remove(0)).unwrap().unwrap_err();
    assert_eq!(wait_for(second), Ok(2));
    assert_eq!(status(&watched("the client", move || client.join()).unwrap()), "200 OK");
}

/// A client whose request waits for its turn, with the sending side shut. Nobody can tell a client that
/// has said all from one that has hung up.
#[test]
fn a_client_that_has_said_all_gets_its_picture_and_one_that_hung_up_has_it_drawn() {
    let renderer = renderer(1, 3);
    let address = start(&renderer);
    let (gate, waiting) = close_gate(&renderer, 1);
    let [mut half, gone] = [(); 2].map(|()| {
        let mut client = TcpStream::connect(address).unwrap();
        client.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        client
    });
    drop(gone);
    // The service's only thread has seen both when it has answered a few later ones.
    for _ in 0..10 {
        assert_eq!(status(&get(address, "/nowhere")), "404 Not Found");
    }
    assert_eq!(status(&get(address, "/")), "503 Service Unavailable", "both still have a place");
    drop(gate);
    for job in waiting {
        wait_for(job).unwrap().unwrap_err();
    }
    let answer = watched("the picture", move || {
        let mut answer = String::new();
        half.read_to_string(&mut answer).map(|_| answer)
    });
    assert_eq!(status(&answer.unwrap()), "200 OK");
}

#[test]
fn a_client_that_does_nothing_is_let_go_before_long() {
    for request in ["", "GET / HT", "GET /nowhere HTTP/1.1\r\n\r\n"] {
        // On a clock that stands still until nothing else is left to do.
        let (error, waited) = watched("the service to lose its patience", move || {
            let mut runtime = runtime::Builder::new_current_thread();
            let runtime = runtime.enable_time().start_paused(true).build().unwrap();
            runtime.block_on(async {
                let (mut client, service) = tokio::io::duplex(1024); // The client stays on the line.
                client.write_all(request.as_bytes()).await.unwrap();
                let start = Instant::now();
                (answer(service, &renderer(1, 1)).await.unwrap_err(), start.elapsed())
            })
        });
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{request}");
        assert!(waited >= CLIENT_PATIENCE && waited < 2 * CLIENT_PATIENCE, "{waited:?}");
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
fn who_has_the_result_finds_the_place_free() {
    let renderer = renderer(1, 1);
    for number in 0..10_000 {
        let job = renderer.submit(move || number).expect("the place is free");
        assert_eq!(job.blocking_recv(), Ok(number));
    }
}

#[test]
fn odd_requests_get_the_status_that_says_why() {
    let address = start(&renderer(1, 1));
    let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    for (request, expected) in [
        ("GET / HTTP/1.1\r\n\r\n", "200 OK"),
        ("GET / HTTP/1.0\r\n\r\n", "200 OK"),
        ("GET /-0.75/0.1/20 HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK"),
        ("GET /1/2 HTTP/1.1\r\n\r\n", "404 Not Found"),
        ("GET /1/2/0 HTTP/1.1\r\n\r\n", "404 Not Found"),
        ("GET /favicon.ico HTTP/1.1\r\n\r\n", "404 Not Found"),
        ("POST / HTTP/1.1\r\n\r\n", "405 Method Not Allowed"),
        ("GET / HTTP/2.0\r\n\r\n", "400 Bad Request"),
        ("GET /\r\n\r\n", "400 Bad Request"),
        ("\r\n\r\n", "400 Bad Request"),
        (&long, "400 Bad Request"),
    ] {
        assert_eq!(status(&ask(address, request.as_bytes())), expected, "{request:.40}");
    }
    assert_eq!(status(&ask(address, b"GET /\xff\xfe HTTP/1.1\r\n\r\n")), "404 Not Found");

    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(b"GET / HT").unwrap();
    half.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    half.read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), "400 Bad Request");
    drop(TcpStream::connect(address)); // A client that says nothing and goes is no harm,
    assert_eq!(status(&get(address, "/")), "200 OK"); // and neither is any of the others.
}

#[test]
fn a_client_that_sends_slowly_holds_nobody_up() {
    let address = start(&renderer(1, 1));
    let mut slow = TcpStream::connect(address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    for byte in b"GET / HTTP/1.1\r\n\r" {
        slow.write_all(&[*byte]).unwrap();
        assert_eq!(status(&get(address, "/nowhere")), "404 Not Found");
    }
    slow.write_all(b"\n").unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), "200 OK");
}

#[test]
fn paths_are_read_strictly() {
    let view = |x, y, zoom| Some(View { x, y, zoom });
    assert_eq!(View::from_path("/-0.75/0.1/20"), view(-0.75, 0.1, 20.0));
    assert_eq!(View::from_path("/1e-3/0/1e9"), view(0.001, 0.0, 1e9));
    for path in ["", "x", "/1", "/1/2", "/1/2/3/4", "/1/2/3/", "/NaN/0/1", "/0/inf/1", "/0/0/-1"] {
        assert_eq!(View::from_path(path), None, "{path}");
    }
    assert!(View::from_path("/").is_some());
}

#[test]
fn any_view_can_be_drawn_and_looks_the_same_each_time() {
    for (x, y, zoom) in [(0.0, 0.0, 1.0), (0.0, 0.0, f64::MIN_POSITIVE), (f64::MAX, -1.0, 5e-324)] {
        let view = View { x, y, zoom };
        let picture = draw(view);
        assert_eq!(picture.lines().map(str::len).collect::<Vec<_>>(), [64; 20]);
        assert_eq!(picture, draw(view));
    }
    let inside = draw(View { x: -0.2, y: 0.0, zoom: 1e6 });
    assert!(inside.chars().all(|letter| letter == '@' || letter == '\n'), "{inside}");
    let outside = draw(View { x: 50.0, y: 0.0, zoom: 1.0 });
    assert!(outside.trim().is_empty(), "{outside}");
}

#[test]
fn a_wrong_command_line_is_refused_and_a_taken_port_is_an_error() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_examples-combined"));
        command.arg("render_service").args(arguments).env("RUST_BACKTRACE", "0");
        let output = watched("the listing to end", move || command.output()).unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let sentence = "expected one address such as 127.0.0.1:8080, or none\n";
    for arguments in [&["nowhere"][..], &["127.0.0.1"], &["127.0.0.1:0", "more"]] {
        assert_eq!(run(arguments), (Some(2), sentence.to_string()));
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, stderr) = run(&[&address]);
    assert_eq!(code, Some(1));
    assert!(stderr.starts_with(&format!("Error: can't listen on {address}: ")), "{stderr}");
}
