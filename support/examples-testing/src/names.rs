use crate::Section;

impl Section {
    /// Checks that `--list`, the modules of `src/lib.rs`, the files in `expected/`, the chapter's
    /// includes and the README's table name the same listings, and that each listing says in its
    /// `//!` comment how to run it and how to paste it.
    ///
    /// # Panics
    /// If any of them differs; the message names the place.
    pub fn check_names(&self) {
        let listings = self.listings();
        assert!(!listings.is_empty(), "--list shows nothing");

        let modules: Vec<_> = self
            .read("src/lib.rs")
            .lines()
            .filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_string()))
            .collect();
        assert_eq!(modules, listings, "the modules of src/lib.rs, and --list");

        let mut sorted = listings.clone();
        sorted.sort();
        assert_eq!(self.stems("expected", "txt"), sorted, "expected/*.txt, and --list");
        for ending in ["order", "stderr"] {
            for stem in self.stems("expected", ending) {
                assert!(listings.contains(&stem), "expected/{stem}.{ending} has no listing");
            }
        }

        let short = self.name.trim_start_matches("examples-");
        let chapter = self.read(&format!("../docs/src/{short}.md"));
        let shown: Vec<_> = includes(&chapter)
            .filter_map(|file| file.strip_prefix(&format!("../../{}/src/", self.name)))
            .filter_map(|file| file.strip_suffix(".rs"))
            .collect();
        assert_eq!(shown, listings, "the listings that the chapter includes, and --list");

        let readme = self.read("../README.md");
        let row = |name: &String| {
            let package = self.name;
            format!(
                " | [`{name}`]({package}/src/{name}.rs) | `cargo run -p {package} -- {name}` | \
                 [{short}](docs/src/{short}.md#{name}) |"
            )
        };
        let rows: Vec<_> = readme
            .lines()
            .filter(|line| line.starts_with('|') && line.contains(&format!(" {} ", self.name)))
            .collect();
        assert_eq!(rows.len(), listings.len(), "the README's rows and --list: {rows:#?}");
        for (name, found) in listings.iter().zip(rows) {
            let expected = row(name);
            assert!(found.ends_with(&expected), "README: expected …{expected}, found {found}");
        }

        for name in &listings {
            let command = format!("cargo run -p {} -- {name}", self.name);
            let output = format!("../../{}/expected/{name}.txt", self.name);
            assert!(includes(&chapter).any(|file| file == output), "the chapter lacks {output}");
            let link = format!("(../../{}/src/{name}.rs)", self.name);
            assert!(chapter.contains(&link), "the chapter lacks a link to the source: {link}");

            let source = self.read(&format!("src/{name}.rs"));
            let run = format!("//! Run: `{command}");
            assert!(source.contains(&run), "{name}.rs lacks a line that begins with {run}");
            assert!(source.contains("\n//! Paste: "), "{name}.rs lacks a line `//! Paste: `");
        }

        for name in self.stems("refused", "rs") {
            for file in [
                format!("refused/{name}.rs"),
                format!("refused/{name}.txt"),
                format!("accepted/{name}.rs"),
            ] {
                let path = format!("../../{}/{file}", self.name);
                assert!(includes(&chapter).any(|shown| shown == path), "the chapter lacks {path}");
            }
        }
        assert_eq!(self.stems("accepted", "rs"), self.stems("refused", "rs"), "twins");
    }
}

/// The files that a page of the book includes, without anchors and line numbers.
fn includes(page: &str) -> impl Iterator<Item = &str> {
    page.split("{{#include ").skip(1).filter_map(|rest| {
        let (path, _) = rest.split_once("}}")?;
        path.split(':').next()
    })
}
