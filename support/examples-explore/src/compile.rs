//! Compiles a program together with the engine.
//!
//! Cargo says where the engine's library is, and rustc does the rest: the models take the place of `std`, so the
//! program needs no change. What is built lies in `target/explore`, and is built again only if something has changed.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::source::Source;

/// What takes the place of crates of the same name.
const SHIMS: &[(&str, &str)] = &[
    ("std", include_str!("shims/std.rs")),
    ("crossbeam", include_str!("shims/crossbeam.rs")),
    ("crossbeam_channel", include_str!("shims/crossbeam_channel.rs")),
    ("crossbeam_utils", include_str!("shims/crossbeam_utils.rs")),
    ("num_cpus", include_str!("shims/num_cpus.rs")),
    ("labs", include_str!("shims/labs.rs")),
];

/// The edition of a file, if nothing else is said, and the one before it.
const NEWEST: &str = "2024";
const OLDER: &str = "2021";

/// A compiler, and the libraries for it.
pub struct Compiler {
    rustc: PathBuf,
    /// The libraries, by the names of their crates.
    libraries: BTreeMap<String, PathBuf>,
    /// Where the libraries are that these need.
    folders: Vec<PathBuf>,
    /// Where the programs are built.
    target: PathBuf,
    /// The edition of the package.
    edition: Option<String>,
}

impl Compiler {
    /// Asks Cargo for the libraries that this command builds, in this package. Of the crates that the program names,
    /// it also builds those that the package's lock file knows.
    ///
    /// # Errors
    /// What Cargo says if it fails.
    pub fn find(package: &Path, cargo_args: &[&str], source: &Source) -> Result<Self, String> {
        let more = locked_packages(package, source);
        let ask = || {
            let mut said = cargo(package, cargo_args)?;
            if !more.is_empty() {
                let packages = more.iter().flat_map(|name| ["-p", name]);
                said += &cargo(
                    package,
                    &["build", "--lib"].into_iter().chain(packages).collect::<Vec<_>>(),
                )?;
            }
            // The compiler of that package, which a folder with another toolchain does not change.
            let mut sysroot = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
            sysroot.current_dir(package).args(["--print", "sysroot"]);
            Ok(format!("{}\n{said}", run(sysroot)?.trim_end()))
        };
        let said = match env::current_exe() {
            Ok(this) => kept(&this, &(package, cargo_args, &more), ask)?,
            Err(_) => ask()?,
        };
        let (sysroot, said) = said.split_once('\n').unwrap_or_default();
        let rustc = Path::new(sysroot).join("bin/rustc");
        let artifacts = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut libraries = BTreeMap::new();
        let (mut folders, mut edition) = (Vec::new(), None);
        for artifact in artifacts.filter(|this| this["reason"] == "compiler-artifact") {
            if artifact["manifest_path"].as_str().map(Path::new)
                == Some(&*package.join("Cargo.toml"))
            {
                edition = artifact["target"]["edition"].as_str().map(str::to_owned);
            }
            let files = artifact["filenames"].as_array().into_iter().flatten();
            let library = files.filter_map(Value::as_str).find(|file| file.ends_with(".rlib"));
            if let (Some(library), Some(name)) = (library, artifact["target"]["name"].as_str()) {
                let library = PathBuf::from(library);
                let folder = library.parent().unwrap_or(&library).to_owned();
                for folder in [folder.join("deps"), folder] {
                    if !folders.contains(&folder) {
                        folders.push(folder);
                    }
                }
                libraries.insert(name.to_owned(), library);
            }
        }
        let engine = libraries.get("examples_explore").ok_or("Cargo did not build the engine")?;
        let target = target_of(engine).unwrap_or(Path::new("target")).join("explore");
        Ok(Self { rustc, libraries, folders, target, edition })
    }

    /// Returns the edition of the package.
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// Builds a program, unless that was done before. Returns where it is.
    ///
    /// # Errors
    /// What the compiler says about the file, or a sentence.
    pub fn build(&self, file: &Path, source: &Source, edition: &str) -> Result<PathBuf, String> {
        let folder = self.target.join(name_of(file));
        let cannot_write =
            |error: io::Error| format!("can't write to {}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(cannot_write)?;
        let _lock = locked(&folder.join("lock")).map_err(cannot_write)?;
        let program = folder.join("program").with_extension(env::consts::EXE_EXTENSION);
        let stamp = self.stamp(source, edition);
        let stamp_file = folder.join("stamp");
        if program.is_file() && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
            return Ok(program);
        }
        let copy = folder.join("copy");
        write_copies(&copy, source).map_err(cannot_write)?;
        let shims = self.build_shims(source)?;
        let explored = folder.join("libexplored.rlib");
        let mut rustc = self.rustc(edition);
        // Errors, panics and events name the file itself.
        let (from, to) = (copy.join(""), source.folder.join(""));
        rustc.arg(format!("--remap-path-prefix={}={}", from.display(), to.display()));
        rustc.args(["--crate-name=explored", "--crate-type=rlib", "-o"]).arg(&explored);
        rustc.arg("--extern").arg(self.engine()).arg(copy.join(&source.copies[0].0));
        for (name, library) in &shims {
            rustc.arg("--extern").arg(format!("{name}={}", library.display()));
        }
        let mut skips_alike = source.shares_only_models;
        for (name, library) in &self.libraries {
            if source.first_names.contains(name) && !shims.contains_key(&**name) {
                skips_alike = false; // No model knows what threads share there.
                rustc.arg("--extern").arg(format!("{name}={}", library.display()));
            }
        }
        if let Err(said) = run(rustc) {
            if edition == NEWEST && self.in_words_of_std(file, source, OLDER).is_none() {
                return Err(format!(
                    "{} needs an older edition: `--edition {OLDER}`",
                    file.display()
                ));
            }
            let said = self.in_words_of_std(file, source, edition).unwrap_or_else(|| {
                format!("{said}\nwith std this compiles, but not with the explorer's model of std")
            });
            let is_foreign = said.contains("unlinked crate") || said.contains("unresolved import");
            let advice =
                "\nA file that needs other crates can be explored in the project that has them.";
            return Err(said + if is_foreign { advice } else { "" });
        }
        let main = folder.join("program.rs");
        fs::write(&main, program_text(file, skips_alike)).map_err(cannot_write)?;
        let mut rustc = self.rustc("2024");
        rustc.args(["--crate-name=program", "-o"]).arg(&program).arg(&main);
        rustc.arg("--extern").arg(self.engine());
        rustc.arg("--extern").arg(format!("explored={}", explored.display()));
        rustc.arg("-L").arg(self.shims_folder());
        run(rustc)?;
        fs::write(stamp_file, stamp).map_err(cannot_write)?;
        Ok(program)
    }

    fn rustc(&self, edition: &str) -> Command {
        let mut rustc = Command::new(&self.rustc);
        rustc.args(["--edition", edition, "--cap-lints=allow"]);
        let color = super::colors::are_wanted(io::stderr().is_terminal());
        rustc.arg(if color { "--color=always" } else { "--color=never" });
        for folder in &self.folders {
            rustc.arg("-L").arg(format!("dependency={}", folder.display()));
        }
        rustc
    }

    fn engine(&self) -> String {
        format!("examples_explore={}", self.libraries["examples_explore"].display())
    }

    /// Changes when the program has to be built again.
    fn stamp(&self, source: &Source, edition: &str) -> String {
        let mut hash = DefaultHasher::new();
        (&source.copies, &source.entries, edition, SHIMS, &self.rustc).hash(&mut hash);
        for library in self.libraries.values() {
            let changed = fs::metadata(library).and_then(|data| data.modified());
            (library, changed.ok()).hash(&mut hash);
        }
        format!("{:x}", hash.finish())
    }

    fn shims_folder(&self) -> PathBuf {
        self.target.join("shims")
    }

    /// Builds the models that take the place of crates, as far as the program names them.
    fn build_shims(&self, source: &Source) -> Result<BTreeMap<&'static str, PathBuf>, String> {
        let folder = self.shims_folder();
        let cannot_write =
            |error: io::Error| format!("can't write to {}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(cannot_write)?;
        let _lock = locked(&folder.join("lock")).map_err(cannot_write)?;
        let engine = fs::metadata(&self.libraries["examples_explore"]);
        let engine = engine.and_then(|data| data.modified()).map_err(cannot_write)?;
        let mut built = BTreeMap::new();
        for (name, text) in SHIMS {
            if *name != "std" && !source.first_names.contains(*name) {
                continue;
            }
            let library = folder.join(format!("libexplored_{name}.rlib"));
            let file = folder.join(format!("{name}.rs"));
            let is_fresh = fs::metadata(&library).and_then(|data| data.modified());
            let is_fresh = is_fresh.is_ok_and(|built| built > engine);
            if !is_fresh || fs::read_to_string(&file).is_ok_and(|old| old != *text) {
                fs::write(&file, text).map_err(cannot_write)?;
                let mut rustc = self.rustc("2024");
                rustc.arg(format!("--crate-name=explored_{name}"));
                rustc.arg("--crate-type=rlib").arg("-o").arg(&library).arg(&file);
                rustc.arg("--extern").arg(self.engine());
                run(rustc)?;
            }
            built.insert(*name, library);
        }
        Ok(built)
    }

    /// Returns what the compiler says about the file without the models: its types then have their usual names.
    fn in_words_of_std(&self, file: &Path, source: &Source, edition: &str) -> Option<String> {
        let mut rustc = self.rustc(edition);
        rustc
            .args(["--crate-name=checked", "--emit=metadata", "-o"])
            .arg(self.target.join("checked"));
        rustc.arg(if source.entries == ["main"] { "--crate-type=lib" } else { "--test" }).arg(file);
        for (name, library) in &self.libraries {
            rustc.arg("--extern").arg(format!("{name}={}", library.display()));
        }
        run(rustc).err()
    }
}

/// Returns the folder of what Cargo has built: a file of it is in `debug`, say, or in `debug/deps`.
fn target_of(file: &Path) -> Option<&Path> {
    file.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file())
}

/// Returns what `ask` returns, or has returned before, to the program in this file. While Cargo does not build that
/// program again, it builds none of its libraries: so it would say the same, and that takes longer than all the rest.
fn kept(
    program: &Path,
    question: &impl Hash,
    ask: impl FnOnce() -> Result<String, String>,
) -> Result<String, String> {
    let built = fs::metadata(program).and_then(|data| data.modified());
    let (Some(target), Ok(built)) = (target_of(program), built) else { return ask() };
    let mut hash = DefaultHasher::new();
    (program, question).hash(&mut hash);
    let folder = target.join("explore");
    let file = folder.join(format!("libraries-{:x}", hash.finish()));
    let cannot_write = |error: io::Error| format!("can't write to {}: {error}", file.display());
    fs::create_dir_all(&folder).map_err(cannot_write)?;
    let _lock = locked(&folder.join("lock")).map_err(cannot_write)?;
    let stamp = format!("{built:?}"); // At the end, so that a file that was cut off has none.
    let old = fs::read_to_string(&file).unwrap_or_default();
    if let Some(answer) = old.strip_suffix(&stamp) {
        return Ok(answer.to_owned());
    }
    let answer = ask()?;
    fs::write(&file, format!("{answer}{stamp}")).map_err(cannot_write)?;
    Ok(answer)
}

/// Returns the packages of the lock file whose crates the program names, without those that have models.
fn locked_packages(package: &Path, source: &Source) -> Vec<String> {
    let lock =
        package.ancestors().find_map(|folder| fs::read_to_string(folder.join("Cargo.lock")).ok());
    let lock = lock.unwrap_or_default();
    let packages =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let has_model = |name: &str| SHIMS.iter().any(|(shim, _)| *shim == name);
    let is_named = |package: &&str| {
        let name = package.replace('-', "_");
        source.first_names.contains(&name) && !has_model(&name) && name != "examples_explore"
    };
    packages.filter(is_named).map(str::to_owned).collect()
}

/// Returns a name for the folder in which a file is built.
fn name_of(file: &Path) -> String {
    let mut hash = DefaultHasher::new();
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()).hash(&mut hash);
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}-{:08x}", hash.finish() as u32)
}

/// Writes the copies of a program's files, and what makes them reachable.
fn write_copies(copy: &Path, source: &Source) -> io::Result<()> {
    for (index, (file, text)) in source.copies.iter().enumerate() {
        let file = copy.join(file);
        fs::create_dir_all(file.parent().unwrap_or(copy))?;
        let more = if index == 0 { entries_text(&source.entries) } else { String::new() };
        fs::write(file, format!("{text}{more}"))?;
    }
    Ok(())
}

fn entries_text(entries: &[String]) -> String {
    let entry = |path: &String| {
        format!("(\"{path}\", || ::examples_explore::Ended::ended(crate::{path}())),")
    };
    let entries: String = entries.iter().map(entry).collect();
    format!(
        "\npub fn __entries() -> ::std::vec::Vec<::examples_explore::Entry> {{ ::std::vec![{entries}] }}\n"
    )
}

fn program_text(file: &Path, skips_alike: bool) -> String {
    format!(
        "fn main() -> std::process::ExitCode {{\n    \
         examples_explore::explore_entries({:?}, {skips_alike}, explored::__entries())\n}}\n",
        file.display().to_string()
    )
}

/// Runs Cargo in a package, and returns its messages.
fn cargo(package: &Path, args: &[&str]) -> Result<String, String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(package).args(args).args(["--quiet", "--message-format=json"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    run(cargo)
}

fn locked(file: &Path) -> io::Result<File> {
    let file = File::create(file)?;
    file.lock()?;
    Ok(file)
}

/// Runs a command, and returns what it prints on its standard output. An error is what it prints on the other.
fn run(mut command: Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("can't run {program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_asked_again_when_it_has_built_the_program_again() {
        let target = tempfile::tempdir().unwrap();
        let program = target.path().join("debug/program");
        fs::create_dir(target.path().join("debug")).unwrap();
        fs::write(&program, "").unwrap();
        let ask =
            |question, answer: &str| kept(&program, &question, || Ok(answer.to_owned())).unwrap();
        // Outside of a folder that Cargo has made, nothing is kept.
        assert_eq!([ask(1, "a"), ask(1, "b")], ["a", "b"]);
        fs::write(target.path().join("CACHEDIR.TAG"), "").unwrap();
        assert_eq!([ask(1, "a"), ask(1, "b")], ["a", "a"]);
        assert_eq!([ask(2, "b"), ask(1, "b")], ["b", "a"]);
        assert_eq!(kept(&program, &3, || Err("no".to_owned())), Err("no".to_owned()));
        assert_eq!([ask(3, "c"), ask(3, "d")], ["c", "c"]);
        let program = File::options().write(true).open(&program).unwrap();
        program.set_modified(std::time::UNIX_EPOCH).unwrap();
        assert_eq!([ask(1, "e"), ask(1, "f")], ["e", "e"]);
    }
}
