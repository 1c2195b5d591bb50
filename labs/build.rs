//! Makes a copy of each answer for the grader to follow; `exercise!` includes it.

use std::path::Path;
use std::{env, fs, io};

#[path = "../support/examples-labs/src/copy.rs"]
#[allow(dead_code)]
mod copy;

fn main() -> io::Result<()> {
    let out = env::var("OUT_DIR").expect("cargo says where to write");
    // Students may have no solutions.
    for set in ["exercises", "solutions"].into_iter().filter(|set| Path::new(set).is_dir()) {
        println!("cargo::rerun-if-changed={set}");
        copy_all(Path::new(set), &Path::new(&out).join(set))?;
    }
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_all(&path, &to)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            // The compiler says what is wrong with a file that is no text.
            fs::write(to, copy::as_module(&text, "copy"))?;
        }
    }
    Ok(())
}
