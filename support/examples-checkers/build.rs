//! Makes a module of each program for each checker, and the list of all programs.
//!
//! The programs stay as they are: a checker's module has the name `std` for that checker's threads, locks and
//! atomics, and includes the file.

#[path = "../examples-explore/src/arc_calls.rs"]
mod arc_calls;
#[allow(dead_code)] // the lines
#[path = "../examples-explore/src/tokens.rs"]
mod tokens;

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const GROUPS: [&str; 3] = ["wrong", "right", "speed"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=programs");
    println!("cargo::rerun-if-changed=../examples-explore/src");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it for build scripts"));
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it as well"));
    let has_checkers = env::var_os("CARGO_FEATURE_CHECKERS").is_some();
    let (mut modules, mut plain, mut list) = (String::new(), String::new(), String::new());
    for group in GROUPS {
        for file in programs(&root.join("programs").join(group)) {
            let name = file.file_stem().and_then(|name| name.to_str()).expect("a plain name");
            let copy = folder.join(format!("{group}_{name}.rs"));
            let text = fs::read_to_string(&file).expect("the program can be read");
            // `//!` can't stand in the middle of a file.
            let text = text.replace("//!", "//");
            fs::write(&copy, &text).expect("cargo's folder can be written to");
            let ours = folder.join(format!("ours_{group}_{name}.rs"));
            fs::write(&ours, arc_calls::with_calls_wrapped(&text))
                .expect("cargo's folder can be written to");

            let mut entry = |checker: &str| {
                let is_there = checker == "ours"
                    || has_checkers && !text.contains(&format!("// Not under {checker}"));
                let file = if checker == "ours" { &ours } else { &copy };
                if !is_there {
                    return "None".to_string();
                }
                writeln!(
                    modules,
                    "pub mod {checker}_{group}_{name} {{ use crate::names::{checker}::{{crossbeam, std}}; \
                     include!({file:?}); }}"
                )
                .expect("a string can be written to");
                format!("Some({checker}_{group}_{name}::main)")
            };
            let mains = ["ours", "shuttle", "loom"].map(&mut entry).join(", ");
            writeln!(
                list,
                "Program {{ name: {name:?}, group: Group::{}, text: include_str!({file:?}), mains: [{mains}] }},",
                group[..1].to_uppercase() + &group[1..],
            )
            .expect("a string can be written to");
            // A test runs what is right. That the others build, too, is for those who measure to wait for.
            if has_checkers || group != "wrong" {
                writeln!(
                    plain,
                    "(\"{group}/{name}\", {{ mod program {{ include!({copy:?}); }} program::main }}),"
                )
                .expect("a string can be written to");
            }
        }
    }
    let list = format!("{modules}\npub static ALL: &[Program] = &[\n{list}];\n");
    fs::write(folder.join("programs.rs"), list).expect("cargo's folder can be written to");
    // With the real std: the proof that they are ordinary programs.
    let plain = format!("&[{plain}]");
    fs::write(folder.join("plain.rs"), plain).expect("cargo's folder can be written to");
}

fn programs(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().expect("the group has a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    files
}
