use std::env::consts;
use std::fmt::Write;
use std::fs;
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::measure::cores;
use super::system;
use crate::harness::Unit;

/// Where and with what a report was made. A figure without it is worth nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub processor: String,
    pub cores: usize,
    pub memory: String,
    pub system: String,
    pub compiler: String,
    /// Whether the measured code was built without optimization.
    pub debug: bool,
    pub commit: String,
    /// How many threads wanted a core, on average over the minute before.
    pub load: String,
    pub go: Option<String>,
}

impl Machine {
    /// Looks at this machine.
    pub fn this() -> Machine {
        let read = |file| fs::read_to_string(file).unwrap_or_default();
        let models = read("/proc/cpuinfo");
        let model =
            models.lines().find_map(|line| line.strip_prefix("model name")?.split(':').nth(1));
        let memory = system::total_memory().map(|bytes| Unit::Bytes.show(bytes));
        let release = read("/proc/sys/kernel/osrelease");
        let load = read("/proc/loadavg");
        Machine {
            processor: model.map_or("processor unknown", str::trim).to_string(),
            cores: cores(),
            memory: memory.unwrap_or_else(|_| "unknown".to_string()),
            system: format!("{} {} {}", consts::OS, release.trim(), consts::ARCH)
                .replace("  ", " "),
            compiler: env!("COMPILER").to_string(),
            debug: cfg!(debug_assertions),
            commit: commit(),
            load: load.split_whitespace().next().unwrap_or("unknown").to_string(),
            go: None,
        }
    }

    /// Returns the head of a report.
    pub fn show(&self) -> String {
        let Machine { processor, cores, memory, system, compiler, commit, load, .. } = self;
        let build = if self.debug { "DEBUG BUILD" } else { "release build" };
        let mut text = format!(
            "machine   {processor}, {cores} cores, {memory} of memory\n\
             system    {system}\n\
             load      {load} before the first run (threads that ran or wanted to, on average over a minute)\n\
             program   {build} of commit {commit}, {compiler}\n"
        );
        if let Some(go) = &self.go {
            writeln!(text, "go        {go}").expect("a string takes all that is written to it");
        }
        text
    }
}

/// Returns the commit of the workspace, with a word if files differ from it.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output =
            Command::new("git").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
        let output = output.ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    };
    let Some(head) = git(&["rev-parse", "--short", "HEAD"]) else { return "unknown".to_string() };
    // A report that is being written does not change what is measured.
    let changed = git(&["status", "--porcelain", "--", "*.rs", "*.toml", "*.go", "*.lock"]);
    let note = if changed.is_none_or(|files| files.is_empty()) { "" } else { " with changes" };
    format!("{}{note}", head.trim())
}
