//! The Go program beside which some claims are measured, where `go` is installed.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// Where the parent process has put the built program.
pub const VARIABLE: &str = "EXAMPLES_PERFORMANCE_GO";

/// Builds the Go program into `folder`; returns its path and the compiler's version.
///
/// # Errors
/// If `go` is not installed, or can't build it.
pub fn build(folder: &Path) -> anyhow::Result<(PathBuf, String)> {
    let version = Command::new("go").arg("version").output().context("go is not installed")?;
    let program = folder.join(format!("measure{}", env::consts::EXE_SUFFIX));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("go/measure.go");
    let built = Command::new("go").arg("build").arg("-o").arg(&program).arg(source).output();
    let built = built.context("go can't be started")?;
    if !built.status.success() {
        bail!("go can't build measure.go: {}", String::from_utf8_lossy(&built.stderr).trim());
    }
    let version = String::from_utf8_lossy(&version.stdout).trim().to_string();
    Ok((program, version.trim_start_matches("go version ").to_string()))
}

/// Runs the Go program with these words; returns what it prints, which is lines of a name and a number.
///
/// # Errors
/// If it was not built, or fails.
pub fn run(words: &[&str]) -> anyhow::Result<Numbers> {
    let program = env::var_os(VARIABLE).context("go is not installed")?;
    let output = Command::new(program).args(words).output().context("it can't be started")?;
    if !output.status.success() {
        bail!("it failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    Ok(Numbers(pairs.map(|(name, number)| (name.to_string(), number.to_string())).collect()))
}

/// What the Go program has printed.
pub struct Numbers(HashMap<String, String>);

impl Numbers {
    /// # Errors
    /// If there is no such number.
    pub fn get<T: std::str::FromStr>(&self, name: &str) -> anyhow::Result<T> {
        let number = self.0.get(name).and_then(|number| number.parse().ok());
        number.with_context(|| format!("measure.go prints no number \"{name}\""))
    }
}
