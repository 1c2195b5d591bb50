use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// A section under test; [`section_tests!`](crate::section_tests) fills it in.
pub struct Section {
    /// The package's name, such as `examples-rayon`.
    pub name: &'static str,
    /// The package's folder.
    pub folder: &'static str,
    /// The section's program.
    pub program: &'static str,
    /// A folder in which tests may build.
    pub scratch: &'static str,
}

/// Many listings wait more than they compute.
const AT_A_TIME: usize = if cfg!(windows) { 4 } else { 8 }; // Wine would be too slow for more.

/// The runner stops a listing after 60 s and names it; this is for a runner that hangs itself.
const WATCHDOG: Duration = Duration::from_secs(120);

/// What a run of a section's program left behind.
#[derive(Debug)]
pub struct Ran {
    /// `None` if a signal ended it.
    pub status: Option<i32>,
    /// With line feeds only.
    pub stdout: String,
    /// With line feeds only.
    pub stderr: String,
}

impl Section {
    /// Returns the names that `--list` shows, in its order.
    pub fn listings(&self) -> Vec<String> {
        let text = self.run(["--list"]).stdout;
        text.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_string())).collect()
    }

    /// Checks all listings, some at the same time.
    pub(crate) fn check_each_listing(&self, check: impl Fn(&str) -> Result<(), String> + Sync) {
        let listings = self.listings();
        let left = Mutex::new(listings.iter());
        let next = || left.lock().expect("no holder panics").next();
        let problems = Mutex::new(Vec::new());
        thread::scope(|s| {
            for _ in 0..AT_A_TIME {
                s.spawn(|| {
                    while let Some(name) = next() {
                        if let Err(problem) = check(name) {
                            problems.lock().expect("no holder panics").push(problem);
                        }
                    }
                });
            }
        });
        let problems = problems.into_inner().expect("no holder panics");
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    /// Returns a command that starts the section's program, as a reader does, but without what a reader
    /// may have set in the environment for the runner.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(self.program);
        command.args(arguments).env("RUST_BACKTRACE", "0");
        command.env_remove("EXAMPLES_DEADLINE").env_remove("EXAMPLES_LISTING");
        command
    }

    /// Runs the section's program to its end.
    ///
    /// # Panics
    /// If it does not start, or still runs after two minutes.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.finish(self.command(arguments))
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// If it does not start, or still runs after two minutes.
    pub fn finish(&self, command: Command) -> Ran {
        let what = format!("{command:?}");
        let output = snapbox::cmd::Command::from_std(command).timeout(WATCHDOG).output();
        let output = output.unwrap_or_else(|error| panic!("{what} does not end: {error}"));
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        Ran {
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Returns the text of a file, named from the section's folder.
    pub fn read(&self, file: &str) -> String {
        let path = self.path(file);
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} can't be read: {error}", path.display()))
            .replace("\r\n", "\n")
    }

    /// Returns the stems of the files with this ending in a folder of the section, sorted; none if there
    /// is no such folder.
    pub(crate) fn stems(&self, folder: &str, ending: &str) -> Vec<String> {
        let Ok(entries) = self.path(folder).read_dir() else { return Vec::new() };
        let mut stems: Vec<String> = entries
            .map(|entry| entry.expect("the folder stays readable").path())
            .filter(|path| path.extension().is_some_and(|found| found == ending))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_string()))
            .collect();
        stems.sort();
        stems
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        Path::new(self.folder).join(file)
    }
}
