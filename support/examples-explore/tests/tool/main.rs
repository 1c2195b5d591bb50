//! Explores programs as a reader does.

mod command;
mod features;
mod listings;
mod programs;
mod project;
mod shown;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Returns the command, in the root of the repository.
fn tool(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_examples-explore"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    command.args(args).current_dir(root).env_remove("NO_COLOR");
    command
}

/// Runs it, and returns its exit status and what it prints.
fn run(args: &[&str]) -> (i32, String, String) {
    let output = tool(args).output().expect("the tool starts");
    let Output { status, stdout, stderr } = output;
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    (status.code().expect("it ends itself"), text(stdout), text(stderr))
}

/// Returns the path of one of our programs.
fn program(name: &str) -> String {
    format!("support/examples-explore/tests/programs/{name}.rs")
}

/// Explores a file, and returns what was found in each of its entries, and what is printed. The name makes the file of this
/// call its own.
fn explored(name: &str, args: &[&str]) -> (Vec<Value>, String) {
    let json = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    let _ = std::fs::remove_file(&json); // It may be there from another run.
    let json_text = json.to_str().expect("the path is UTF-8");
    let (status, stdout, stderr) = run(&[args, &["--json", json_text]].concat());
    let text = std::fs::read_to_string(&json);
    let text = text
        .unwrap_or_else(|error| panic!("{error}: {args:?} ends with {status}\n{stdout}{stderr}"));
    let json: Value = serde_json::from_str(&text).expect("it is JSON");
    (json["explored"].as_array().expect("it is a list").clone(), stdout)
}

/// Returns how a program ends: the names of what is wrong, or whether it always prints the same.
fn verdict(found: &Value) -> String {
    let endings = found["endings"].as_array().expect("it is a list");
    let mut names: Vec<_> = endings.iter().filter_map(|ending| ending["wrong"].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match (names.is_empty(), endings.len()) {
        (false, _) => names.join(", "),
        (true, 1) => "right".into(),
        (true, _) => "texts differ".into(),
    }
}
