//! Fresh projects, as a reader makes them: one for each set of dependencies, with programs of this
//! section as its binaries, built once.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use snapbox::cmd::Command;

use crate::Section;

/// The first build compiles the dependencies, on a machine that may be slow.
const WATCHDOG: Duration = Duration::from_secs(600);

/// What the compiler said of each program, by the program's name.
pub(crate) type Findings = BTreeMap<String, Vec<Value>>;

/// Returns the compiler's messages as a terminal shows them.
pub(crate) fn rendered(said: &[Value]) -> String {
    said.iter().filter_map(|one| one["rendered"].as_str()).collect()
}

impl Section {
    /// Checks the programs `folder/NAME.rs` in fresh projects, and returns what the compiler said.
    pub(crate) fn build(&self, purpose: &str, folder: &str, names: &[String]) -> Findings {
        let mut projects: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
        for name in names {
            let source = self.read(&format!("{folder}/{name}.rs"));
            projects.entry(dependencies(&source)).or_default().push((name, source));
        }
        let mut findings = Findings::new();
        for (index, (dependencies, programs)) in projects.iter().enumerate() {
            let project = format!("{}-{purpose}-{index}", self.name);
            let at = Path::new(self.scratch).join("fresh").join(&project);
            self.write_project(&at, &project, dependencies, programs);
            findings.extend(self.check_project(&at));
            self.check_lock(&at);
        }
        findings
    }

    fn write_project(
        &self,
        at: &Path,
        project: &str,
        dependencies: &str,
        programs: &[(&str, String)],
    ) {
        let mut manifest = format!(
            "[package]\nname = \"{project}\"\nedition = \"2024\"\n\n\
             [workspace]\nresolver = \"3\"\n\n[dependencies]\n{dependencies}",
        );
        for (name, _) in programs {
            let table = "\n[[bin]]\nname = \"{name}\"\npath = \"src/{name}/main.rs\"\n";
            manifest.push_str(&table.replace("{name}", name));
        }
        write_if_new(&at.join("Cargo.toml"), &manifest);
        // The workspace's lock file: the same versions, and nothing to download.
        write_if_new(&at.join("Cargo.lock.from"), &self.read("../Cargo.lock"));
        if fs::read(at.join("Cargo.lock")).is_err() || changed(at) {
            fs::copy(at.join("Cargo.lock.from"), at.join("Cargo.lock")).expect("copied");
        }
        for (name, source) in programs {
            write_if_new(&at.join("src").join(name).join("main.rs"), source);
        }
    }

    fn check_project(&self, at: &Path) -> Findings {
        let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
        let output = Command::new(cargo)
            .args(["check", "--bins", "--keep-going", "--offline", "--message-format=json"])
            .current_dir(at)
            // One target folder for all, so that each dependency is built once.
            .env("CARGO_TARGET_DIR", Path::new(self.scratch).join("fresh-target"))
            .env_remove("RUSTFLAGS")
            .timeout(WATCHDOG)
            .output()
            .expect("cargo starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let mut findings = Findings::new();
        let mut finished = false;
        for message in serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>() {
            let message = message.expect("cargo's messages can be read");
            finished |= message["reason"] == "build-finished";
            let target = &message["target"];
            let Some(name) = target["name"].as_str().filter(|_| target["kind"][0] == "bin") else {
                continue;
            };
            let findings = findings.entry(name.to_string()).or_default();
            // A message without a place only sums up: "aborting due to 1 previous error".
            let said = &message["message"];
            if said["spans"][0].is_object() {
                findings.push(said.clone());
            }
        }
        assert!(finished, "cargo check in {}: {}\n{said}", at.display(), output.status);
        findings
    }

    /// Every package of the project must be in the workspace's lock file. A default
    /// feature that the workspace has off can bring one that is not. Offline, cargo then finds it only
    /// on machines that know it from elsewhere.
    fn check_lock(&self, at: &Path) {
        let workspace = self.read("../Cargo.lock");
        let project = fs::read_to_string(at.join("Cargo.lock")).expect("cargo wrote a lock file");
        let packages = |lock: &str| -> Vec<String> {
            let tables = lock.split("\n[[package]]\n").skip(1);
            // Packages from a registry; the projects themselves have no source.
            let tables = tables.filter(|table| table.contains("\nsource = "));
            tables.map(|table| table.lines().take(2).collect::<Vec<_>>().join(", ")).collect()
        };
        let known = packages(&workspace);
        let (unknown, at) = (|one: &String| !known.contains(one), at.display());
        let unknown: Vec<_> = packages(&project).into_iter().filter(unknown).collect();
        assert!(unknown.is_empty(), "{at}: not in the workspace's lock file: {unknown:?}");
    }
}

/// The `[dependencies]` that the `cargo add` commands of a program's `//! Paste:` line would make,
/// with any version, so that the lock file decides.
pub(crate) fn dependencies(source: &str) -> String {
    let line = source.lines().find_map(|line| line.strip_prefix("//! Paste: "));
    let mut table = String::new();
    for command in line.unwrap_or_default().split('`').flat_map(|part| part.split(" && ")) {
        let Some(words) = command.strip_prefix("cargo add ") else { continue };
        let (mut crates, mut features, mut defaults) = (Vec::new(), String::new(), true);
        let mut words = words.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "--no-default-features" => defaults = false,
                "--features" => {
                    let names = words.next().expect("--features has a value").split(',');
                    features = names.map(|name| format!("\"{name}\", ")).collect();
                }
                name => crates.push(name),
            }
        }
        for name in crates {
            writeln!(
                table,
                "{name} = {{ version = \"*\", default-features = {defaults}, features = [{features}] }}"
            )
            .expect("a string takes all that is written to it");
        }
    }
    table
}

/// Whether the project needs a fresh copy of the workspace's lock file: cargo prunes it to what is needed.
fn changed(at: &Path) -> bool {
    let time = |name: &str| fs::metadata(at.join(name)).and_then(|file| file.modified()).ok();
    time("Cargo.lock.from").max(time("Cargo.toml")) > time("Cargo.lock")
}

/// Leaves a file alone that is as it should be: cargo then knows that nothing changed.
fn write_if_new(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folder made");
    fs::write(path, text).expect("file written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_line_is_read_as_cargo_add_would() {
        let source = "//! X.\n//! Paste: `cargo add png rayon && cargo add a --no-default-features --features b,c`\n";
        let expected = r#"png = { version = "*", default-features = true, features = [] }
rayon = { version = "*", default-features = true, features = [] }
a = { version = "*", default-features = false, features = ["b", "c", ] }
"#;
        assert_eq!(dependencies(source), expected);
        assert_eq!(dependencies("//! Paste: nothing to add\n"), "");
    }
}
