use crate::Section;

/// The most characters that the first line of a listing may have: `--list` prints it.
const LONGEST_TITLE: usize = 90;

impl Section {
    /// Checks that each listing has everything that belongs to it, under its own name, and that nothing
    /// is there without a listing: `--list`, the modules of `src/lib.rs`, the files of `src/` and
    /// `expected/`, the chapter and the README's table name the same listings in the same order.
    ///
    /// # Panics
    /// If anything is missing or left over. The message names all gaps, each with what closes it.
    pub fn check_names(&self) {
        let listings = self.listings();
        assert!(!listings.is_empty(), "--list shows nothing");
        let gaps = self.gaps(&listings);
        assert!(gaps.is_empty(), "{}: {} gaps\n- {}", self.name, gaps.len(), gaps.join("\n- "));
    }

    fn gaps(&self, listings: &[String]) -> Vec<String> {
        let (package, short) = (self.name, self.short_name());
        let mut gaps = Vec::new();
        let mut check = |is_there: bool, gap: String| {
            if !is_there {
                gaps.push(gap);
            }
        };

        let library = self.read("src/lib.rs");
        let modules =
            library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
        check(
            modules.clone().eq(listings),
            "src/lib.rs and src/main.rs name different listings, or in another order".into(),
        );
        for file in
            self.stems("src", "rs").iter().filter(|file| !["lib", "main"].contains(&file.as_str()))
        {
            check(
                listings.contains(file),
                format!(
                    "src/{file}.rs is no listing: add `pub mod {file};` to src/lib.rs and `{file},` to \
                     src/main.rs"
                ),
            );
        }
        for ending in ["txt", "order", "stderr"] {
            for file in self.stems("expected", ending) {
                check(
                    listings.contains(&file),
                    format!("expected/{file}.{ending} has no listing: delete it"),
                );
            }
        }

        let chapter = self.read(&format!("../docs/src/{short}.md"));
        let headings = chapter.lines().filter_map(|line| line.strip_prefix("## "));
        let parts: Vec<_> =
            headings.filter(|heading| listings.iter().any(|name| name == heading)).collect();
        check(
            parts.iter().eq(listings.iter()),
            format!("docs/src/{short}.md has its parts in another order than --list"),
        );
        let readme = self.read("../README.md");
        let rows = readme
            .lines()
            .filter(|line| line.starts_with('|') && line.contains(&format!(" {package} ")));
        check(
            rows.clone().count() == listings.len(),
            format!("README.md has {} rows for {} listings", rows.clone().count(), listings.len()),
        );

        for (index, name) in listings.iter().enumerate() {
            let source = self.read(&format!("src/{name}.rs"));
            let command = format!("cargo run -p {package} -- {name}");

            let title = source.lines().next().unwrap_or_default();
            let length = title.chars().count();
            check(
                title.starts_with("//! ") && title.ends_with('.'),
                format!(
                    "src/{name}.rs: the first line must be `//! ` and a sentence that says what it shows"
                ),
            );
            check(
                length <= LONGEST_TITLE,
                format!(
                    "src/{name}.rs: the first line has {length} characters; {LONGEST_TITLE} are enough"
                ),
            );
            for line in [format!("//! Run: `{command}"), "//! Paste: ".into()] {
                check(
                    source.contains(&format!("\n{line}")),
                    format!("src/{name}.rs: add a line `{line}…` to the comment at its top"),
                );
            }
            check(
                self.path(&format!("expected/{name}.txt")).exists(),
                format!(
                    "expected/{name}.txt is missing: `SNAPSHOTS=overwrite cargo test -p {package}` makes it; \
                     then put `[..]` for what differs from run to run"
                ),
            );

            let heading = format!("\n## {name}\n");
            let part = chapter
                .split_once(&heading)
                .map(|(_, rest)| rest.split("\n## ").next().unwrap_or(rest));
            let Some(part) = part else {
                check(false, format!("docs/src/{short}.md: add a part `## {name}`"));
                continue;
            };
            for line in [
                format!("{{{{#include ../../{package}/src/{name}.rs}}}}"),
                format!("[{package}/src/{name}.rs](../../{package}/src/{name}.rs)"),
                format!("{{{{#include ../../{package}/expected/{name}.txt}}}}"),
                "**Use it when**".into(),
                "**It loses when**".into(),
            ] {
                check(
                    part.contains(&line),
                    format!("docs/src/{short}.md, part {name}: add `{line}`"),
                );
            }

            let row = format!(
                " | [`{name}`]({package}/src/{name}.rs) | `{command}` | \
                 [{short}](docs/src/{short}.md#{name}) |"
            );
            check(
                rows.clone().nth(index).is_some_and(|found| found.ends_with(&row)),
                format!("README.md: row {} of {package} must end with `{row}`", index + 1),
            );
        }

        let refused = self.stems("refused", "rs");
        for name in self.stems("accepted", "rs").iter().chain(&refused) {
            for file in [
                format!("refused/{name}.rs"),
                format!("refused/{name}.txt"),
                format!("accepted/{name}.rs"),
            ] {
                check(self.path(&file).exists(), format!("{file} is missing: see CONTRIBUTING.md"));
                let line = format!("{{{{#include ../../{package}/{file}}}}}");
                check(chapter.contains(&line), format!("docs/src/{short}.md: add `{line}`"));
            }
        }
        gaps
    }

    fn short_name(&self) -> &'static str {
        self.name.trim_start_matches("examples-")
    }
}
