//! A reader's own project: one dependency, and one line in a test.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes the project of the book's page `explore.md`.
fn seats() -> PathBuf {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seats");
    let write = |file: &str, text: &str| {
        let file = project.join(file);
        fs::create_dir_all(file.parent().expect("it is in the project")).expect("a folder");
        fs::write(file, text).expect("a file");
    };
    let manifest = format!(
        "[package]\nname = \"seats\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dev-dependencies]\nexamples-explore = {{ path = {:?} }}\n\n\
         [profile.dev.package.examples-engine]\nopt-level = 2\n",
        ours
    );
    write("Cargo.toml", &manifest);
    write("src/lib.rs", include_str!("../seats/lib.rs"));
    write("tests/explore.rs", include_str!("../seats/explore.rs"));
    // The versions that are there already.
    fs::copy(ours.join("../../Cargo.lock"), project.join("Cargo.lock")).expect("a copy");
    project
}

#[test]
#[ignore = "builds the engine once more, as a dependency of another project"]
fn a_project_explores_its_own_tests() {
    let project = seats();
    let cargo = || {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&project).env_remove("CARGO_TARGET_DIR").args(["test", "--offline"]);
        cargo
    };
    let tests = cargo().arg("--lib").output().expect("cargo starts");
    assert!(tests.status.success(), "the usual order is right: {tests:?}");

    let explored = cargo().args(["--test", "explore"]).output().expect("cargo starts");
    let text = String::from_utf8_lossy(&explored.stdout);
    let stderr = String::from_utf8_lossy(&explored.stderr);
    assert!(!explored.status.success(), "{text}\n{stderr}");
    assert!(text.contains("`tests::a_seat_is_taken_once` of "), "{text}\n{stderr}");
    assert!(text.contains("one seat for two guests"), "{text}\n{stderr}");

    let options = cargo()
        .args(["--test", "explore"])
        .env("EXPLORE", "--replay 0")
        .output()
        .expect("cargo starts");
    assert!(options.status.success(), "one order is right: {options:?}");
}
