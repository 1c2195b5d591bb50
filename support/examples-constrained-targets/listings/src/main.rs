//! Pastes each listing into a project of its own, as a reader does, and builds it for WebAssembly. Prints a table for the
//! book: how many build for a page, how many for WASI, and which of these run to their end in node.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, ensure};
use serde_json::Value;

/// Those whose listings need no more than their crates.
const SECTIONS: [&str; 8] =
    ["threads", "scope", "rayon", "crossbeam", "tokio", "smol", "combined", "worker-pool"];
const PAGE: &str = "wasm32-unknown-unknown";
const WASI: &str = "wasm32-wasip1";

/// A listing: its section and its name.
type Listing = (&'static str, String);
/// Listings with their sources, by what they depend on: the table of a `Cargo.toml`.
type Projects = BTreeMap<String, Vec<(Listing, String)>>;

fn main() -> anyhow::Result<()> {
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("it is in a folder")?;
    let work = targets.join("target/listings");
    let projects = projects(&targets.join("../.."))?;
    write_workspace(&work, &targets.join("../.."), &projects)?;
    let all: BTreeSet<_> =
        projects.values().flatten().map(|(listing, _)| listing.clone()).collect();
    let mut builds_for_a_page = BTreeSet::new();
    let mut builds_for_wasi = BTreeMap::new();
    for (number, listings) in projects.values().enumerate() {
        let built = |target, command| build(&work, number, target, command, listings);
        builds_for_a_page.extend(built(PAGE, "check")?.into_keys());
        builds_for_wasi.extend(built(WASI, "build")?);
    }
    let mut runs = BTreeSet::new();
    for (listing, program) in &builds_for_wasi {
        if ends_well(program, &targets.join("node.js")) {
            runs.insert(listing.clone());
        }
    }

    println!("| Section | Listings | Build for a page | Build for WASI | Run with WASI |");
    println!("|---|---|---|---|---|");
    let builds_for_wasi = builds_for_wasi.into_keys().collect();
    let columns = [&all, &builds_for_a_page, &builds_for_wasi, &runs];
    for section in SECTIONS {
        let of_this = |listing: &&Listing| listing.0 == section;
        let [all, page, wasi, ran] = columns.map(|column| column.iter().filter(of_this).count());
        let links = runs.iter().filter(of_this);
        let links = links.map(|(section, name)| format!("[`{name}`]({section}/{name}.md)"));
        let links = links.collect::<Vec<_>>().join(", ");
        let which = if links.is_empty() { links } else { format!(": {links}") };
        println!("| {section} | {all} | {page} | {wasi} | {ran}{which} |");
    }
    let [all, page, wasi, ran] = columns.map(BTreeSet::len);
    println!("| together | {all} | {page} | {wasi} | {ran} |");
    Ok(())
}

/// Reads the listings of all sections.
fn projects(root: &Path) -> anyhow::Result<Projects> {
    let mut projects = Projects::new();
    for section in SECTIONS {
        for entry in root.join(format!("examples-{section}/src")).read_dir()? {
            let path = entry?.path();
            let source = fs::read_to_string(&path)?;
            let Some(paste) = source.lines().find_map(|line| line.strip_prefix("//! Paste: "))
            else {
                continue; // lib.rs, main.rs
            };
            let name =
                path.file_stem().context("a file has a name")?.to_string_lossy().into_owned();
            projects.entry(dependencies(paste)?).or_default().push(((section, name), source));
        }
    }
    Ok(projects)
}

/// The dependencies that the `cargo add` commands of a `//! Paste:` line make, in any version: the lock file decides.
fn dependencies(paste: &str) -> anyhow::Result<String> {
    let mut table = String::new();
    for command in paste.split('`').flat_map(|part| part.split(" && ")) {
        let Some(words) = command.strip_prefix("cargo add ") else { continue };
        let (mut names, mut features) = (words, String::new());
        if let Some((before, after)) = words.split_once(" --features ") {
            names = before;
            features = after.split(',').map(|name| format!("\"{name}\", ")).collect();
        }
        let defaults = !names.contains(" --no-default-features");
        for name in names.split(' ').filter(|name| !name.starts_with("--")) {
            writeln!(
                table,
                "{name} = {{ version = \"*\", default-features = {defaults}, features = [{features}] }}"
            )?;
        }
    }
    Ok(table)
}

/// Makes a workspace with a package for each set of dependencies, in the versions that the sections have. What is there
/// and right is left alone, so that cargo need not build it again.
fn write_workspace(work: &Path, root: &Path, projects: &Projects) -> anyhow::Result<()> {
    let mut files = BTreeMap::new();
    let members = "members = [\"project-*\"]\n[profile.dev]\ndebug = false\n";
    files.insert(work.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\n{members}"));
    for (number, (dependencies, listings)) in projects.iter().enumerate() {
        let project = work.join(format!("project-{number}"));
        let package = format!("[package]\nname = \"project-{number}\"\nedition = \"2024\"\n");
        let manifest = format!("{package}[dependencies]\n{dependencies}");
        files.insert(project.join("Cargo.toml"), manifest);
        for ((section, name), source) in listings {
            files.insert(project.join(format!("src/bin/{section}-{name}.rs")), source.clone());
        }
    }
    for (file, text) in &files {
        if fs::read_to_string(file).is_ok_and(|old| old == *text) {
            continue;
        }
        fs::create_dir_all(file.parent().context("a file has a folder")?)?;
        fs::write(file, text)?;
    }
    fs::copy(root.join("Cargo.lock"), work.join("Cargo.lock"))?;
    // What is left of listings and projects that are gone.
    for project in work.read_dir()?.collect::<Result<Vec<_>, _>>()? {
        let project = project.path();
        let sources = project.join("src/bin");
        if sources.is_dir() && !files.contains_key(&project.join("Cargo.toml")) {
            fs::remove_dir_all(project)?;
            continue;
        }
        for source in sources.read_dir().into_iter().flatten() {
            let source = source?.path();
            if !files.contains_key(&source) {
                fs::remove_file(source)?;
            }
        }
    }
    Ok(())
}

/// Builds a project as far as it can be built. Returns the listings that were, each with its program.
fn build(
    work: &Path,
    number: usize,
    target: &str,
    command: &str,
    listings: &[(Listing, String)],
) -> anyhow::Result<BTreeMap<Listing, PathBuf>> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args([command, "--quiet", "--bins", "--keep-going", "--message-format=json"]);
    cargo.args(["--target", target, "--package", &format!("project-{number}")]);
    let output =
        cargo.current_dir(work).stderr(Stdio::piped()).output().context("can't start cargo")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let mut built = BTreeMap::new();
    let mut finished = false;
    for message in serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>() {
        let message = message?;
        finished |= message["reason"] == "build-finished";
        let is_program = message["target"]["kind"][0] == "bin";
        let name = message["target"]["name"].as_str().filter(|_| is_program).unwrap_or_default();
        let listing =
            listings.iter().find(|((section, listing), _)| name == format!("{section}-{listing}"));
        if let (Some((listing, _)), true) = (listing, message["reason"] == "compiler-artifact") {
            built
                .insert(listing.clone(), message["executable"].as_str().unwrap_or_default().into());
        }
    }
    ensure!(finished, "cargo in {} does not end: {said}", work.display());
    Ok(built)
}

/// Whether the program ends with exit status 0. One that waits forever uses the processor meanwhile: 5 s of it are enough.
fn ends_well(program: &Path, node: &Path) -> bool {
    let limited = "ulimit -t 5; exec timeout 60 node --no-warnings \"$0\" wasi \"$1\"";
    let mut shell = Command::new("bash");
    shell.args(["-c", limited]).arg(node).arg(program);
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.status().is_ok_and(|status| status.success())
}
