//! Reads a program and its modules, and says how the copy differs that is compiled.
//!
//! The copy keeps all lines where they are. `main` and the tests become reachable from outside, and each `static`
//! begins anew in each schedule.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use examples_engine::shares_only_models;

use super::edits::{Edits, Wants};
use super::paths::{cannot_follow, paths};
use super::tokens::tokens;

/// A program, ready to be compiled.
#[derive(Debug)]
pub struct Source {
    /// The folder of the file.
    pub folder: PathBuf,
    /// The copies, each with its path in the folder. The first is the file itself.
    pub copies: Vec<(PathBuf, String)>,
    /// What to explore: `main`, or the paths of the tests.
    pub entries: Vec<String>,
    /// The first names of all paths: among them are the crates.
    pub first_names: BTreeSet<String>,
    /// All that its threads share is known to the models, as far as its text tells.
    pub shares_only_models: bool,
}

impl Source {
    /// Reads a file and its modules. Explores `main`, or this test, or all tests if there is no `main`.
    ///
    /// # Errors
    /// A sentence about what can't be read or can't be followed.
    pub fn read(file: &Path, test: Option<&str>) -> Result<Self, String> {
        let text = read(file)?;
        let has_main = Edits::of(&text, Wants::Main).entries == ["main"];
        let wants = if has_main && test.is_none() { Wants::Main } else { Wants::Tests };
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let name = file.file_name().ok_or_else(|| format!("{} is no file", file.display()))?;
        let mut source = Self {
            folder,
            copies: vec![],
            entries: vec![],
            first_names: BTreeSet::new(),
            shares_only_models: true,
        };
        source.add(name.as_ref(), Path::new(""), &[], wants)?;
        if let Some(test) = test {
            if !source.entries.iter().any(|entry| entry == test) {
                let tests: Vec<_> =
                    source.entries.iter().map(|entry| format!("`{entry}`")).collect();
                let has = if tests.is_empty() { "" } else { "; it has " };
                let sentence = format!("{} has no test `{test}`{has}", file.display());
                return Err(sentence + &tests.join(", "));
            }
            source.entries.retain(|entry| entry == test);
        }
        if source.entries.is_empty() {
            return Err(format!("{} has neither a `main` nor a `#[test]`", file.display()));
        }
        Ok(source)
    }

    /// Adds a file, and the modules that it names. These are in `folder`.
    fn add(
        &mut self,
        file: &Path,
        folder: &Path,
        module: &[String],
        wants: Wants,
    ) -> Result<(), String> {
        let shown = self.folder.join(file);
        let text = read(&shown)?;
        self.shares_only_models &= shares_only_models(&text);
        let tokens = tokens(&text);
        for path in paths(&tokens) {
            if let Some(what) = cannot_follow(&path) {
                let place = format!("{}:{}", shown.display(), path.line);
                return Err(format!("{place}: the program uses {what} can't be followed"));
            }
            self.first_names.insert(path.names[0].trim_start_matches("r#").to_owned());
        }
        // The tests of a module that lies elsewhere are explored as well, its `main` is none.
        let edits = Edits::of(&text, wants);
        let path_of = |name: &String| [module, std::slice::from_ref(name)].concat().join("::");
        if wants == Wants::Tests || module.is_empty() {
            self.entries.extend(edits.entries.iter().map(path_of));
        }
        let modules = edits.modules.clone();
        self.copies.push((file.to_owned(), edits.apply(&text)));
        for names in modules {
            let below = folder.join(names.iter().collect::<PathBuf>());
            let candidates = [below.with_extension("rs"), below.join("mod.rs")];
            // A module without a file may be left out by a `cfg`. The compiler knows.
            let found = candidates.iter().find(|file| self.folder.join(file).is_file());
            if let Some(found) = found {
                self.add(found, &below, &[module, &names].concat(), wants)?;
            }
        }
        Ok(())
    }
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("can't read {}: {error}", file.display()))
}
