//! Series: what smol and Tokio cost to build: crates, time, and the size of the program.
//!
//! For C12, “the lightest runtime”. It builds a small program with each in a fresh folder, without the
//! network, from the crates that this workspace has downloaded. Each program does the same: it spawns a task that
//! waits for a timer, and waits for that task. As in `lightest_runtime`, both run on one thread, and as they are by
//! default. Tokio is built with the features that are always in smol: sockets and timers. The cold build is timed once
//! for each runtime.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::harness::study::Outcome;
use crate::harness::{Figure, Study};

const SMOL: &str = r#"smol = "*""#;

/// Cargo's settings that make a program small, as far as stable Rust has them.
const SMALL: &str = r#"
[profile.small]
inherits = "release"
opt-level = "z"
lto = true
codegen-units = 1
panic = "abort"
strip = true
"#;

pub fn study() -> Study {
    let study = Study {
        name: "runtime_builds",
        article: "B \"Smol: Minimal Runtime for Necessary Async\"",
        says: "what a small program with each runtime costs to build",
        rounds: 1,
        ..Study::default()
    };
    study
        .contender("without a runtime", || build("", "", true))
        .contender("Tokio, one thread", || tokio("rt", "new_current_thread", true))
        .contender("Tokio, its default", || tokio("rt-multi-thread", "new_multi_thread", false))
        .contender("smol, LocalExecutor", || {
            build(
                SMOL,
                "let executor = smol::LocalExecutor::new();
                let task = executor.spawn(smol::Timer::after(Default::default()));
                smol::block_on(executor.run(task));",
                true,
            )
        })
        .contender("smol, its default", || {
            let body = "smol::block_on(smol::spawn(smol::Timer::after(Default::default())));";
            build(SMOL, body, false)
        })
}

fn tokio(threads: &str, builder: &str, timed: bool) -> anyhow::Result<Outcome> {
    build(
        &format!(r#"tokio = {{ version = "*", features = ["{threads}", "net", "time"] }}"#),
        &format!(
            "let runtime = tokio::runtime::Builder::{builder}().enable_all().build().unwrap();
            let task = async {{ tokio::spawn(tokio::time::sleep(Default::default())).await }};
            runtime.block_on(task).unwrap();"
        ),
        timed,
    )
}

/// Builds the program as it is by default, and then for size.
fn build(dependency: &str, body: &str, timed: bool) -> anyhow::Result<Outcome> {
    let folder = tempfile::tempdir().context("can't make a folder")?;
    let at = folder.path();
    let manifest = format!(
        "[package]\nname = \"program\"\nedition = \"2024\"\n\n[workspace]\n{SMALL}\n[dependencies]\n{dependency}\n"
    );
    fs::create_dir(at.join("src"))?;
    fs::write(at.join("Cargo.toml"), manifest)?;
    fs::write(at.join("src/main.rs"), format!("fn main() {{ {body} }}"))?;
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), at.join("Cargo.lock"))?;
    let start = Instant::now();
    let plain = size(at, "release")?;
    let nanoseconds = start.elapsed().as_nanos() as f64;
    // Cargo has cut the lock file down to what this program needs.
    let lock = fs::read_to_string(at.join("Cargo.lock"))?;
    let crates = lock.matches("\nsource = ").count();
    let mut outcome = Outcome::new([
        Figure::count("crates", crates as f64),
        Figure::bytes("size of the program", plain),
        Figure::bytes("built for size", size(at, "small")?),
    ]);
    if timed {
        outcome.figures.push(Figure::nanoseconds("cold build", nanoseconds));
    }
    Ok(outcome)
}

/// Returns the size of the program in this folder, built with this profile.
fn size(at: &Path, profile: &str) -> anyhow::Result<f64> {
    let target = at.join("target");
    let cargo = Command::new("cargo")
        .args(["build", "--profile", profile, "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .current_dir(at)
        .output()
        .context("cargo can't be started")?;
    let said = String::from_utf8_lossy(&cargo.stderr);
    ensure!(cargo.status.success(), "cargo can't build it: {}", said.trim());
    let program = target.join(profile).join(format!("program{}", std::env::consts::EXE_SUFFIX));
    Ok(fs::metadata(program).context("there is no program")?.len() as f64)
}
