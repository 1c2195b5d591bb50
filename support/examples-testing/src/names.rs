use examples_book::show;

use crate::Section;
use crate::new::TODO;

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
        let named = self.listings();
        assert!(!named.is_empty(), "--list shows nothing");
        let gaps = self.gaps(&named);
        let (name, short) = (self.name, self.short_name());
        let count = if gaps.len() == 1 { "1 gap".into() } else { format!("{} gaps", gaps.len()) };
        assert!(
            gaps.is_empty(),
            "{name}: {count}; `cargo run -p examples-testing -- new {short} NAME` writes files and lines that are \
             missing\n- {}",
            gaps.join("\n- ")
        );
    }

    /// `named` are the listings that `--list` shows.
    fn gaps(&self, named: &[String]) -> Vec<String> {
        let (package, short) = (self.name, self.short_name());
        let mut gaps = Vec::new();
        let mut check = |is_there: bool, gap: String| {
            if !is_there {
                gaps.push(gap);
            }
        };

        let library = self.read("src/lib.rs");
        let modules: Vec<_> = library
            .lines()
            .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
            .collect();
        // Those that are not named yet, too: so one run shows all that they lack.
        let mut listings = named.to_vec();
        for file in self.stems("src", "rs") {
            if ["lib", "main"].contains(&&*file) {
                continue;
            }
            let line = format!("pub mod {file};");
            check(modules.contains(&&*file), format!("src/lib.rs: add `{line}`"));
            if !named.contains(&file) {
                check(
                    false,
                    format!("src/main.rs: add `{file},` at its place in the reading order"),
                );
                listings.push(file);
            }
        }
        check(
            same_order(&modules, named),
            "src/lib.rs and src/main.rs name the listings in different orders".into(),
        );
        let listings = &listings;
        for ending in ["txt", "order", "stderr"] {
            for file in self.stems("expected", ending) {
                check(
                    listings.contains(&file),
                    format!("expected/{file}.{ending} is left over: there is no src/{file}.rs"),
                );
            }
        }
        let tests = self.read("tests/it/main.rs");
        for file in self.stems("tests/it", "rs").iter().filter(|file| *file != "main") {
            let line = format!("mod {file};");
            check(
                tests.lines().any(|known| known == line),
                format!("tests/it/main.rs: add `{line}`, or its tests never run"),
            );
        }

        let chapter = self.read(&format!("../docs/src/{short}.md"));
        let summary = self.read("../docs/src/SUMMARY.md");
        let link = format!("]({short}/");
        let pages = summary.split(&link).skip(1).filter_map(|rest| rest.split(".md)").next());
        check(
            same_order(&pages.collect::<Vec<_>>(), named),
            format!(
                "docs/src/SUMMARY.md and --list name the listings of {short} in different orders"
            ),
        );
        for page in self.stems(&format!("../docs/src/{short}"), "md") {
            check(
                listings.contains(&page),
                format!("docs/src/{short}/{page}.md is left over: there is no src/{page}.rs"),
            );
        }
        let concepts = self.read("../docs/src/concepts.md");
        // The test beside this one is writing them.
        let is_writing = std::env::var("SNAPSHOTS").is_ok_and(|word| word == "overwrite");
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
                is_writing || self.path(&format!("expected/{name}.txt")).exists(),
                format!(
                    "expected/{name}.txt is missing: `SNAPSHOTS=overwrite cargo test -p {package}` makes it; \
                     then put `[..]` for what differs from run to run"
                ),
            );

            let line =
                format!("- [`{name}`]({short}/{name}.md): {}", title.trim_start_matches("//! "));
            check(chapter.contains(&line), format!("docs/src/{short}.md: add a line `{line}`"));
            let link = format!("]({short}/{name}.md)");
            check(
                concepts.contains(&link),
                format!("docs/src/concepts.md: add `- ● [`{name}`{link}: …` below its concept"),
            );
            let left = still_to_do(&source);
            check(
                left.is_empty(),
                format!("src/{name}.rs: write what is still to do in line {left}"),
            );
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
        for name in refused {
            let command = format!("cargo test -p {package} --test it gallery -- --include-ignored");
            check(
                self.is_announced(&name),
                format!("refused/{name}.txt: `SNAPSHOTS=overwrite {command}` writes it"),
            );
        }
        gaps
    }

    /// Checks the page of a listing: its parts, and that it shows the files as they are now.
    fn check_page(&self, name: &str, source: &str, check: &mut impl FnMut(bool, String)) {
        let (package, short) = (self.name, self.short_name());
        let file = format!("docs/src/{short}/{name}.md");
        if !self.path(&format!("../{file}")).exists() {
            check(false, format!("{file} is missing"));
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
            let recorded = format!("docs/src/recorded/{short}/{name}.txt");
            let is_fit = self.path(&format!("../{recorded}")).exists()
                && self.can_print(name, &self.read(&format!("../{recorded}")));
            check(
                is_fit,
                format!(
                    "{recorded} is missing, or out of date: `docs/remake-recordings` makes it, on \
                     Linux"
                ),
            );
            lines.push(format!("<!-- show: {recorded} -->\n```text"));
        }
        let left = still_to_do(&without_blocks(&page));
        check(left.is_empty(), format!("{file}: write what is still to do in line {left}"));
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

/// Returns a page with empty lines in place of its code: what is shown there is written in another file.
fn without_blocks(page: &str) -> String {
    let mut is_block = false;
    let lines = page.lines().map(|line| {
        is_block ^= line.starts_with("```");
        if is_block { "\n".into() } else { format!("{line}\n") }
    });
    lines.collect()
}

/// Returns the numbers of the lines that `new_listing` has left to be written.
fn still_to_do(text: &str) -> String {
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains(TODO));
    lines.map(|(index, _)| (index + 1).to_string()).collect::<Vec<_>>().join(", ")
}

/// Whether the names that both have stand in the same order.
fn same_order(some: &[&str], others: &[String]) -> bool {
    let in_others = some.iter().filter(|name| others.iter().any(|other| other == *name));
    in_others.eq(others.iter().filter(|other| some.contains(&other.as_str())))
}
