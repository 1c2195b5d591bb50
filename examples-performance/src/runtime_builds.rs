//! Series: what smol and Tokio cost to build: crates, time, and the size of the program.
//!
//! For C12, “the lightest runtime”. It builds the smallest program of each in a fresh folder, without the
//! network, from the crates that this workspace has downloaded.
//! Tokio is built with the features that are always in smol: sockets and timers.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::harness::study::Outcome;
use crate::harness::{Figure, Study};

const TOKIO: &str = r#"tokio = { version = "*", features = ["rt", "net", "time"] }"#;
const SMOL: &str = r#"smol = "*""#;

pub fn study() -> Study {
    let study = Study {
        name: "runtime_builds",
        article: "B \"Smol: Minimal Runtime for Necessary Async\"",
        says: "what the smallest program with each runtime costs to build",
        rounds: 1,
        ..Study::default()
    };
    study
        .contender("without a runtime", || build("", "fn main() {}"))
        .contender("smol", || {
            build(SMOL, "fn main() { smol::block_on(smol::Timer::after(Default::default())); }")
        })
        .contender("Tokio, rt and net and time", || {
            build(
                TOKIO,
                "fn main() {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.unwrap().block_on(tokio::time::sleep(Default::default()));
                }",
            )
        })
}

fn build(dependency: &str, source: &str) -> anyhow::Result<Outcome> {
    let folder = tempfile::tempdir().context("can't make a folder")?;
    let at = folder.path();
    let manifest = format!(
        "[package]\nname = \"program\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependency}\n"
    );
    fs::create_dir(at.join("src"))?;
    fs::write(at.join("Cargo.toml"), manifest)?;
    fs::write(at.join("src/main.rs"), source)?;
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), at.join("Cargo.lock"))?;
    let target = at.join("target");
    let start = Instant::now();
    let cargo = Command::new("cargo")
        .args(["build", "--release", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .current_dir(at)
        .output()
        .context("cargo can't be started")?;
    let nanoseconds = start.elapsed().as_nanos() as f64;
    let said = String::from_utf8_lossy(&cargo.stderr);
    ensure!(cargo.status.success(), "cargo can't build it: {}", said.trim());
    let program = target.join(format!("release/program{}", std::env::consts::EXE_SUFFIX));
    let size = fs::metadata(program).context("there is no program")?.len();
    // Cargo has cut the lock file down to what this program needs.
    let lock = fs::read_to_string(at.join("Cargo.lock"))?;
    let crates = lock.matches("\nsource = ").count();
    Ok(Outcome::new([
        Figure::count("crates", crates as f64),
        Figure::nanoseconds("cold build", nanoseconds),
        Figure::bytes("size of the program", size as f64),
    ]))
}
