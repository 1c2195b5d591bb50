use std::path::{Path, PathBuf};
use std::time::Duration;

use snapbox::cmd::Command;

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

/// The runner stops a listing after 60 s and names it; this is for a runner that hangs itself.
const WATCHDOG: Duration = Duration::from_secs(120);

impl Section {
    /// The names that `--list` shows, in its order.
    pub fn listings(&self) -> Vec<String> {
        let output = self.run(&["--list"]);
        let text = String::from_utf8(output.stdout).expect("names are UTF-8");
        text.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_string())).collect()
    }

    /// Runs the section's program, at most until the watchdog's time, and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> std::process::Output {
        Command::new(self.program)
            .args(arguments)
            .env("RUST_BACKTRACE", "0")
            // What the reader may have set would end listings early, or be taken for the runner's.
            .env_remove("EXAMPLES_DEADLINE")
            .env_remove("EXAMPLES_LISTING")
            .timeout(WATCHDOG)
            .output()
            .unwrap_or_else(|error| panic!("{} {arguments:?} does not start: {error}", self.name))
    }

    /// The text of a file, named from the section's folder.
    pub fn read(&self, file: &str) -> String {
        let path = self.path(file);
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} can't be read: {error}", path.display()))
            .replace("\r\n", "\n")
    }

    /// The stems of the files with this ending in a folder of the section, sorted; none if there
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
