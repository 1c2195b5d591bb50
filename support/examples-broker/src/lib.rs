//! A NATS server in a temporary folder, for as long as the runner runs.
//!
//! A *keeper* process starts the server, starts it again when it was killed, and removes both when the runner
//! is gone, however that happened: it sees the end of its standard input. The keeper is this program again,
//! told by an environment variable, in a process group of its own: a terminal's Ctrl-C must reach the
//! workers before the broker.
#![warn(missing_docs)]

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use tempfile::TempDir;

/// Where the listings find the broker. Set by the reader, it names one that runs already.
pub const URL: &str = "NATS_URL";
/// Names a file with the number of the broker's process, for a listing that kills it.
pub const PID_FILE: &str = "NATS_PID_FILE";
const KEEPER: &str = "EXAMPLES_KEEPER";

/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Returns why no broker can be started here, or `None` if one can.
pub fn unavailable() -> Option<&'static str> {
    let missing = env::var_os(URL).is_none() && server().is_none();
    missing.then_some(
        "there is no nats-server on this machine: `apt-get install nats-server`, `brew install nats-server` or \
         `choco install nats-server` installs it; or set NATS_URL to a server with JetStream",
    )
}

/// Debian installs it where the PATH of an ordinary user does not lead.
fn server() -> Option<PathBuf> {
    let name = format!("nats-server{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin", "/usr/local/bin"].map(PathBuf::from));
    folders.map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// A broker that ends when this is dropped.
pub struct Broker {
    keeper: Child,
    /// Variables for the listings, with their values.
    pub variables: Vec<(&'static str, String)>,
}

impl Broker {
    /// Starts a broker; `None` if the reader has named one.
    ///
    /// # Errors
    /// If there is no server on this machine, or it does not start.
    pub fn start() -> io::Result<Option<Broker>> {
        if let Some(sentence) = unavailable() {
            return Err(io::Error::new(io::ErrorKind::NotFound, sentence));
        }
        if env::var_os(URL).is_some() {
            return Ok(None);
        }
        let mut command = Command::new(env::current_exe()?);
        command.env(KEEPER, "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut keeper = command.spawn()?;
        let said = keeper.stdout.take().map(|out| BufReader::new(out).lines());
        let lines: Vec<_> = said.into_iter().flatten().take(2).collect::<io::Result<_>>()?;
        let [url, pid_file] =
            lines.try_into().map_err(|_| io::Error::other("nats-server does not start"))?;
        Ok(Some(Broker { keeper, variables: vec![(URL, url), (PID_FILE, pid_file)] }))
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Is the keeper, if this process was started as one: call it first in `main`, and return what it returns.
pub fn keep() -> Option<ExitCode> {
    env::var_os(KEEPER)?;
    Some(match keep_server() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nats-server: {error}");
            ExitCode::FAILURE
        }
    })
}

fn keep_server() -> io::Result<()> {
    let folder = tempfile::Builder::new().prefix("nats-").tempdir()?;
    let mut server = serve(&folder, "-1")?;
    let url = wait_for_address(&mut server.0, &folder)?;
    let port = url.rsplit(':').next().unwrap_or_default().to_string();
    println!("{url}\n{}", pid_file(&folder).display());

    let (gone, runner) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = gone.send(());
    });
    while runner.recv_timeout(Duration::from_millis(20)).is_err() {
        if server.0.try_wait()?.is_some() {
            server = serve(&folder, &port)?;
        }
    }
    drop(server);
    folder.close()
}

/// A server that ends with its keeper, also when that fails.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn pid_file(folder: &TempDir) -> PathBuf {
    folder.path().join("pid")
}

/// Starts the server; port -1 means any that is free.
fn serve(folder: &TempDir, port: &str) -> io::Result<Server> {
    let program = server().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(["--jetstream", "--addr", "127.0.0.1", "--port", port]);
    command.arg("--store_dir").arg(folder.path()).arg("--pid").arg(pid_file(folder));
    command.arg("--ports_file_dir").arg(folder.path());
    command.env_remove(KEEPER).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(Server)
}

/// The server writes its addresses into a file when it listens.
fn wait_for_address(child: &mut Child, folder: &TempDir) -> io::Result<String> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(url) = address(folder.path()) {
            return Ok(url);
        }
        if let Some(status) = child.try_wait()? {
            return Err(io::Error::other(format!("it ended at once ({status})")));
        }
        thread::sleep(Duration::from_millis(2));
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "it does not listen"))
}

fn address(folder: &Path) -> Option<String> {
    let mut files = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let file = files.find(|file| file.extension().is_some_and(|ending| ending == "ports"))?;
    let ports: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    Some(ports["nats"][0].as_str()?.to_string())
}
