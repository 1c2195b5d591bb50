//! What Cargo builds inside of a test, and for a reader, was built already with the workspace.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;
use std::process::Command;

#[test]
fn the_explorer_and_the_pages_are_built_with_the_features_of_the_workspace() {
    let all = packages(&["--workspace", "--edges", "normal,build,dev"]);
    for package in ["examples-explore", "examples-page"] {
        let own = packages(&["--package", package, "--edges", "normal,build"]);
        let built_again: Vec<_> = own.difference(&all).collect();
        assert!(
            built_again.is_empty(),
            "{package} needs other features than the workspace, and they are built again: {built_again:?}. Align them in \
             the root's Cargo.toml, below `What the packages of others ask of these`"
        );
    }
}

/// Returns packages with their versions and features, here and on this system.
fn packages(args: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env::var_os("CARGO").expect("cargo runs the tests"));
    cargo.args(["tree", "--offline", "--prefix", "none", "--format", "{p} {f}"]).args(args);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = cargo.current_dir(root).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| line.trim_end_matches(" (*)").trim_end().to_owned()).collect()
}
