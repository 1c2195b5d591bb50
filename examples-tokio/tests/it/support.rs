//! What the tests of the servers share.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::section::SECTION;

/// How long a test waits for what must come.
pub const WATCHDOG: Duration = Duration::from_secs(30);

/// Starts a server on a free port. It ends with the test program.
pub fn start<F: Future>(serve: impl FnOnce(TcpListener) -> F + Send + 'static) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            serve(listener).await;
        });
    });
    told.recv_timeout(WATCHDOG).expect("waiting for the server's address")
}

/// Starts a server that can be stopped.
pub fn start_stoppable<F>(
    serve: impl FnOnce(TcpListener, CancellationToken) -> F + Send + 'static,
) -> (SocketAddr, Stop)
where
    F: Future<Output = usize>,
{
    let closing = CancellationToken::new();
    let (tell, cut_off) = mpsc::channel();
    let stop = Stop { closing: closing.clone(), cut_off };
    let address = start(|listener| async move { tell.send(serve(listener, closing).await) });
    (address, stop)
}

pub struct Stop {
    closing: CancellationToken,
    cut_off: mpsc::Receiver<usize>,
}

impl Stop {
    pub fn begin(&self) {
        self.closing.cancel();
    }

    /// Returns how many connections the server has cut off.
    pub fn cut_off(self) -> usize {
        self.cut_off.recv_timeout(WATCHDOG).expect("waiting for the server to stop")
    }
}

/// A client whose reads fail when the watchdog's time is over.
pub struct Client(pub BufReader<TcpStream>);

impl Client {
    pub fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&server, WATCHDOG).expect("connecting");
        stream.set_read_timeout(Some(WATCHDOG)).unwrap();
        stream.set_nodelay(true).unwrap();
        Client(BufReader::new(stream))
    }

    /// Connects, and sends this.
    pub fn sending(server: SocketAddr, bytes: &[u8]) -> Self {
        let mut client = Client::connect(server);
        client.send(bytes);
        client
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).expect("sending to the server");
    }

    /// Returns the next line without its end.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("waiting for a line from the server");
        assert!(line.ends_with('\n'), "no whole line: {line:?}");
        line.trim_end().to_string()
    }

    pub fn half_close(&self) {
        self.0.get_ref().shutdown(Shutdown::Write).unwrap();
    }

    /// Waits for the end of what the server says. A reset is no end.
    pub fn is_closed(&mut self) -> bool {
        self.0.read(&mut [0]).expect("waiting for the server to close the connection") == 0
    }

    /// Returns whether nothing comes for a while. The test must see to it that nothing *can* come.
    pub fn hears_nothing(&mut self) -> bool {
        self.0.get_ref().set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let heard = self.0.fill_buf().map(<[u8]>::len);
        self.0.get_ref().set_read_timeout(Some(WATCHDOG)).unwrap();
        let time_out = [ErrorKind::WouldBlock, ErrorKind::TimedOut];
        heard.is_err_and(|error| time_out.contains(&error.kind()))
    }
}

/// A listing that listens on a free port, in a process of its own.
#[cfg_attr(
    not(unix),
    allow(dead_code, reason = "only Unix can stop it by a signal, or give it few files")
)]
pub struct Running {
    process: Child,
    pub address: SocketAddr,
    pub stdout: mpsc::Receiver<String>,
    pub stderr: Option<mpsc::Receiver<String>>,
}

#[cfg_attr(
    not(unix),
    allow(dead_code, reason = "only Unix can stop it by a signal, or give it few files")
)]
impl Running {
    pub fn new(listing: &str) -> Self {
        Running::from(SECTION.command(["127.0.0.1:0"]), listing, Stdio::piped())
    }

    /// Starts a listing that may open only 20 files: a shell can lower the limit for the program
    /// that it becomes.
    pub fn with_few_files(listing: &str, stderr: Stdio) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -n 20 && exec \"$0\" 127.0.0.1:0"]).arg(SECTION.program);
        Running::from(command, listing, stderr)
    }

    fn from(mut command: Command, listing: &str, stderr: Stdio) -> Self {
        // Not through the runner: then this process would be the runner, and not the listing that
        // is stopped and ended here.
        command.env("EXAMPLES_LISTING", listing).stdout(Stdio::piped()).stderr(stderr);
        let mut process = command.spawn().expect("the program starts");
        let stdout = lines(process.stdout.take().unwrap());
        let stderr = process.stderr.take().map(lines);
        let line = stdout.recv_timeout(WATCHDOG).expect("waiting for the address");
        let address = line.strip_prefix("listening on ").and_then(|rest| rest.split(';').next());
        let address = address.and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{line:?}"));
        Running { process, address, stdout, stderr }
    }

    /// Sends a signal, such as `INT`.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    #[cfg(unix)]
    pub fn is_alive(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// Waits until it says its last words, and returns them.
    pub fn stopped(mut self) -> String {
        let line = self.stdout.recv_timeout(WATCHDOG).expect("waiting for the last words");
        assert!(self.process.wait().unwrap().success());
        line
    }
}

/// Reads what a program writes, line by line.
fn lines(output: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(output).lines().try_for_each(|line| tell.send(line.unwrap()))
    });
    told
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Checks what each server must do when it has no file descriptor left: report it, wait, and serve
/// again. `question` must get an answer of at least one line.
#[cfg(unix)]
pub fn survives_without_descriptors(listing: &str, question: &[u8]) {
    let server = Running::with_few_files(listing, Stdio::piped());
    let stderr = server.stderr.as_ref().unwrap();
    for round in 0..3 {
        // The system completes these connections, whether or not the server can accept them.
        let mut clients: Vec<_> = (0..60).map(|_| Client::connect(server.address)).collect();
        if round == 0 {
            let line = stderr.recv_timeout(WATCHDOG).expect("waiting for a report");
            assert!(line.starts_with("can't accept, trying again: "), "{line}");
        }
        // When the first client is answered, the others may already have no place.
        clients[0].send(question);
        clients[0].line();
        thread::sleep(Duration::from_millis(50));
        drop(clients);
        let mut client = Client::sending(server.address, question);
        client.line();
    }
    if listing == "http_server" {
        assert_eq!(stderr.try_recv().ok(), None, "it is reported once");
    }
}

/// Checks that a server that is stopped while it has too few file descriptors for all its clients
/// answers each of them, and resets none. Each has sent a whole question, and then all is said.
#[cfg(unix)]
pub fn stops_gracefully_without_descriptors(listing: &str, question: &[u8], answer: &str) {
    let server = Running::with_few_files(listing, Stdio::null());
    Client::sending(server.address, question).line(); // Now it listens for signals.
    server.signal("STOP");
    let clients: Vec<_> = (0..120).map(|_| Client::sending(server.address, question)).collect();
    server.signal("TERM");
    server.signal("CONT");
    for mut client in clients {
        let mut heard = String::new();
        client.0.read_to_string(&mut heard).expect("an answer, and no reset");
        assert!(heard.contains(answer), "{heard:?}");
    }
    assert_eq!(server.stopped(), "stopped; connections cut off: 0");
}

/// Checks that a second signal ends a server at once, though a client would keep it for seconds.
/// `half` is the half of a question; what the server says to `question` proves that it is there.
#[cfg(unix)]
pub fn a_second_signal_is_final(listing: &str, question: &[u8], half: &[u8]) {
    use std::net::TcpListener;
    for signal in ["INT", "TERM"] {
        let mut server = Running::new(listing);
        let mut stuck = Client::sending(server.address, &[question, half].concat());
        stuck.line();
        server.signal(signal);
        // It has heard of the signal when it listens no more: then its port is free.
        while TcpListener::bind(server.address).is_err() {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(server.is_alive());
        server.signal(signal);
        assert_eq!(server.process.wait().unwrap().code(), Some(130), "{signal}");
        assert!(server.stdout.try_recv().is_err(), "it said no last words");
    }
}

/// Checks that the system's queue holds a crowd. With the 128 places of `TcpListener::bind`, the client
/// after them waits a second, and then longer and longer, because here nobody accepts any.
#[cfg(target_os = "linux")]
pub fn queue_holds_a_crowd(listing: &str) {
    let longest = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    let crowd = longest.trim().parse::<usize>().unwrap().min(400);
    let server = Running::new(listing);
    server.signal("STOP");
    let _clients: Vec<_> = (0..crowd).map(|_| Client::connect(server.address)).collect();
}

/// Checks that a server takes the name of a host as its address.
pub fn serves_on_localhost(listing: &str, question: &[u8]) {
    let server = Running::from(SECTION.command(["localhost:0"]), listing, Stdio::piped());
    Client::sending(server.address, question).line();
}

/// Checks that a server goes on when its log can't be written.
#[cfg(target_os = "linux")]
pub fn survives_without_log(listing: &str, question: &[u8]) {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let (nobody_reads, pipe) = std::io::pipe().unwrap();
    drop(nobody_reads);
    for stderr in [Stdio::from(full), Stdio::from(pipe)] {
        let mut server = Running::with_few_files(listing, stderr);
        let clients: Vec<_> = (0..60).map(|_| Client::connect(server.address)).collect();
        thread::sleep(Duration::from_millis(50)); // By now it has tried to write its report.
        drop(clients);
        Client::sending(server.address, question).line();
        assert!(server.is_alive());
    }
}

/// Checks that a wrong address is one clear sentence.
pub fn refuses_wrong_addresses(listing: &str) {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for address in ["nonsense", &taken] {
        let ran = SECTION.run([listing, address]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{listing} {address}");
        let sentence = format!("Error: can't listen on {address}\n\nCaused by:\n    ");
        assert!(ran.stderr.starts_with(&sentence), "{listing} {address}: {}", ran.stderr);
    }
}
