//! A real browser: some faults of a page can't be seen in its HTML.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::skipped;

/// Where Debian, Ubuntu and macOS put it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Opens a page in headless Chromium, and returns what it has become when all that it loads is there and its scripts
/// wait for nothing: its elements as HTML. Clocks run fast in it. Returns `None`, and says so on stderr, if there is no
/// Chromium and `EXAMPLES_REQUIRE` does not name it.
///
/// `page` is a file; `words` is what follows its name in the address, such as `?selftest`. Scripts of a page may read
/// other files. `scratch` is a folder for the browser's own files.
///
/// # Panics
/// If Chromium fails, or takes longer than its five minutes.
pub fn page_in_browser(page: &Path, words: &str, scratch: &Path) -> Option<String> {
    let runs = |name: &&&str| {
        let mut version = Command::new(name);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    };
    let browser = NAMES.iter().find(runs);
    if skipped("chromium", browser.is_none().then_some("chromium is not installed")) {
        return None;
    }
    let mut command = Command::new(browser?);
    command
        .args(["--headless", "--disable-gpu", "--no-first-run", "--dump-dom"])
        .arg("--no-sandbox") // root needs it, and the pages are ours
        .args(["--allow-file-access-from-files", "--disable-web-security"])
        .args(["--virtual-time-budget=10000000", "--timeout=300000"])
        .arg(format!("--user-data-dir={}", scratch.join("chromium").display()))
        .arg(format!("file://{}{words}", page.display()));
    let out = command.output().expect("it ran before");
    let dom = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        out.status.success() && !dom.is_empty(),
        "{command:?}: {}\n{}",
        out.status,
        String::from_utf8_lossy(&out.stderr)
    );
    Some(dom)
}
