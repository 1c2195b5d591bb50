use examples_book::show;

use crate::Section;

/// The most lines of a listing that its page shows whole and unfolded.
const LONGEST_WHOLE: usize = 70;
/// The most characters that the first line of a listing may have: `--list` prints it.
const LONGEST_TITLE: usize = 90;

impl Section {
    /// Checks that each listing has everything that belongs to it, under its own name, and that nothing
    /// is there without a listing: `--list`, the modules of `src/lib.rs`, the files of `src/` and
    /// `expected/`, the pages of the book and its summary name the same listings in the same order.
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
        let summary = self.read("../docs/src/SUMMARY.md");
        let link = format!("]({short}/");
        let pages = summary.split(&link).skip(1).filter_map(|rest| rest.split(".md)").next());
        check(
            pages.eq(listings),
            format!("docs/src/SUMMARY.md: the pages below {short}.md are others than --list shows"),
        );
        for page in self.stems(&format!("../docs/src/{short}"), "md") {
            check(
                listings.contains(&page),
                format!("docs/src/{short}/{page}.md has no listing: delete it"),
            );
        }
        for name in listings {
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

            let line =
                format!("- [`{name}`]({short}/{name}.md): {}", title.trim_start_matches("//! "));
            check(chapter.contains(&line), format!("docs/src/{short}.md: add a line `{line}`"));
            self.check_page(name, &source, &mut check);
        }

        let refused = self.stems("refused", "rs");
        for name in self.stems("accepted", "rs").iter().chain(&refused) {
            for file in [
                format!("refused/{name}.rs"),
                format!("refused/{name}.txt"),
                format!("accepted/{name}.rs"),
            ] {
                check(self.path(&file).exists(), format!("{file} is missing: see CONTRIBUTING.md"));
                // The compiler's message counts the lines of the whole file.
                let mark = if file.ends_with(".rs") && file.starts_with("accepted") {
                    "show"
                } else {
                    "file"
                };
                let line = format!("<!-- {mark}: {package}/{file} -->");
                check(
                    chapter.contains(&line),
                    format!("docs/src/{short}.md: add `{line}` and a code block"),
                );
            }
        }
        gaps
    }

    /// Checks the page of a listing: its parts, and that it shows the files as they are now.
    fn check_page(&self, name: &str, source: &str, check: &mut impl FnMut(bool, String)) {
        let (package, short) = (self.name, self.short_name());
        let file = format!("docs/src/{short}/{name}.md");
        if !self.path(&format!("../{file}")).exists() {
            check(false, format!("{file} is missing: see CONTRIBUTING.md"));
            return;
        }
        let page = self.read(&format!("../{file}"));
        let listing = format!("{package}/src/{name}.rs");
        let heading = page.lines().next().unwrap_or_default();
        check(
            heading.starts_with(&format!("# {name}: ")),
            format!("{file}: the heading must be `# {name}: ` and a few words"),
        );
        let line = format!("  - [{}]({short}/{name}.md)\n", heading.trim_start_matches("# "));
        let summary = self.read("../docs/src/SUMMARY.md");
        check(summary.contains(&line), format!("docs/src/SUMMARY.md: add `{}`", line.trim()));
        let mut lines = vec![
            "<!-- articles -->\n".into(),
            "**Use it when**".into(),
            "**It loses when**".into(),
            format!("```console\ncargo run -p {package} -- {name}\n```"),
            format!("<!-- show: {listing} -->\n```rust"),
            format!("[{listing}](../../../{listing})"),
            format!("<!-- show: {package}/expected/{name}.txt -->\n```text"),
            "\n## Try\n".into(),
        ];
        let paste =
            source.lines().find_map(|line| line.strip_prefix("//! Paste: ")).unwrap_or_default();
        let commands = paste.split('`').flat_map(|part| part.split(" && "));
        lines.extend(commands.filter(|part| part.starts_with("cargo add ")).map(str::to_string));
        let expected = format!("expected/{name}.txt");
        if self.path(&expected).exists() && self.read(&expected).contains("[..]") {
            lines.push(format!("<!-- show: docs/src/recorded/{short}/{name}.txt -->\n```text"));
        }
        let is_long = source.lines().count() > LONGEST_WHOLE;
        if is_long {
            // Some of its items by name, and the whole folded.
            lines.push(format!("<!-- show: {listing} "));
            lines.push("<details>".into());
        }
        for line in lines {
            check(page.contains(&line), format!("{file}: add `{}`", line.trim()));
        }
        match show::refreshed(&self.path(".."), &format!("{short}/{name}.md"), &page) {
            Ok(new) => {
                check(new == page, format!("{file} shows an older state: `{}`", show::COMMAND))
            }
            Err(fault) => check(false, format!("{file}: {fault}")),
        }
    }

    fn short_name(&self) -> &'static str {
        self.name.trim_start_matches("examples-")
    }
}
