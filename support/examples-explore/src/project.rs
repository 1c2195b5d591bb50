//! Explores a file of a reader's own project, in one of its tests.

use std::env;
use std::path::Path;
use std::process::Command;

use super::compile::Compiler;
use super::options::Options;
use super::source::Source;

/// Options for all files, as on the command line.
const OPTIONS: &str = "EXPLORE";

/// Explores a file of the package in this folder: its `main`, or its tests.
///
/// # Panics
/// If something was found, or the file can't be explored.
pub fn explore_file(package: &str, file: &str) {
    let args: Vec<_> =
        env::var(OPTIONS).unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let package = Path::new(package);
    // Cargo runs a test in the folder of its package, so the short path is right as well.
    let is_here = env::current_dir().is_ok_and(|folder| folder == package);
    let file = if is_here { Path::new(file).to_owned() } else { package.join(file) };
    let built = Options::read(args.iter().map(Into::into)).and_then(|options| {
        let source = Source::read(&file, options.test.as_deref())?;
        let compiler = Compiler::find(package, &["test", "--no-run"], &source)?;
        compiler.build(&file, &source, compiler.edition().unwrap_or(&options.edition))
    });
    let program = built.unwrap_or_else(|error| panic!("{error}"));
    let output = Command::new(&program).args(&args).output();
    let output =
        output.unwrap_or_else(|error| panic!("can't start {}: {error}", program.display()));
    // `print!`, so that the harness shows it only if the test fails.
    print!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{} goes wrong in some order of events", file.display());
}

/// Explores files of a project, in one of its tests: `main`, or each `#[test]` in the file.
///
/// ```ignore
/// examples_explore::explore! { "src/lib.rs" }
/// ```
#[macro_export]
macro_rules! explore {
    ($($file:literal),+ $(,)?) => {
        #[test]
        fn explore() {
            $($crate::explore_file(env!("CARGO_MANIFEST_DIR"), $file);)+
        }
    };
}
