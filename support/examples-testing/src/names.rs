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
        let articles = self.read("../docs/src/articles.md");

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
            let link = format!("]({short}/{name}.md)");
            check(
                articles.contains(&link),
                format!("docs/src/articles.md: no paragraph leads to `{link}`"),
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
                let line = format!("{{{{#include ../../{package}/{file}}}}}");
                check(chapter.contains(&line), format!("docs/src/{short}.md: add `{line}`"));
            }
        }
        gaps
    }

    /// Checks the page of a listing: its parts, and that its excerpts are whole items.
    fn check_page(&self, name: &str, source: &str, check: &mut impl FnMut(bool, String)) {
        let (package, short) = (self.name, self.short_name());
        let file = format!("docs/src/{short}/{name}.md");
        if !self.path(&format!("../{file}")).exists() {
            check(false, format!("{file} is missing: see CONTRIBUTING.md"));
            return;
        }
        let page = self.read(&format!("../{file}"));
        let place = format!("../../../{package}");
        let mut lines = vec![
            format!("# {name}\n"),
            "**Use it when**".into(),
            "**It loses when**".into(),
            format!("```console\ncargo run -p {package} -- {name}\n```"),
            format!("{{{{#include {place}/src/{name}.rs}}}}"),
            format!("[{package}/src/{name}.rs]({place}/src/{name}.rs)"),
            format!("{{{{#include {place}/expected/{name}.txt}}}}"),
            "\n## Try\n".into(),
        ];
        let paste =
            source.lines().find_map(|line| line.strip_prefix("//! Paste: ")).unwrap_or_default();
        let commands = paste.split('`').flat_map(|part| part.split(" && "));
        lines.extend(commands.filter(|part| part.starts_with("cargo add ")).map(str::to_string));
        let expected = format!("expected/{name}.txt");
        if self.path(&expected).exists() && self.read(&expected).contains("[..]") {
            lines.push(format!("{{{{#include ../recorded/{short}/{name}.txt}}}}"));
        }
        let is_long = source.lines().count() > LONGEST_WHOLE;
        if is_long {
            lines.push(format!("{{{{#include {place}/src/{name}.rs:"));
            lines.push("<details>".into());
        }
        for line in lines {
            check(page.contains(&line), format!("{file}: add `{}`", line.trim()));
        }

        for excerpt in page.split("{{#include ").skip(1).filter_map(|rest| rest.split("}}").next())
        {
            let mut parts = excerpt.split(':');
            let (Some(path), Some(first), last) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let text = self.read(&format!("../docs/src/{short}/{path}"));
            let range = (first.parse(), last.unwrap_or(first).parse());
            let is_whole = matches!(range, (Ok(first), Ok(last)) if is_items(&text, first, last));
            check(
                is_whole,
                format!(
                    "{file}: {excerpt} must begin after an empty line and end before one, outside of items"
                ),
            );
        }
    }

    fn short_name(&self) -> &'static str {
        self.name.trim_start_matches("examples-")
    }
}

/// Whether lines `first` to `last`, counted from 1, are whole items with their comments: they begin after
/// an empty line and end before one, and neither is inside of an item, where lines are indented.
fn is_items(text: &str, first: usize, last: usize) -> bool {
    let lines: Vec<_> = text.lines().collect();
    let is_empty =
        |number: usize| lines.get(number.wrapping_sub(1)).is_none_or(|line| line.is_empty());
    let is_outer = |number: usize| {
        lines
            .get(number.wrapping_sub(1))
            .is_some_and(|line| !line.is_empty() && !line.starts_with(' '))
    };
    first <= last && is_empty(first - 1) && is_outer(first) && is_outer(last) && is_empty(last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_made_of_whole_items() {
        let text = "use a;\n\n/// F.\nfn f() {\n    x();\n\n    y();\n}\n\nfn g() {}\n";
        for (first, last) in [(1, 1), (3, 8), (3, 10), (10, 10), (1, 10)] {
            assert!(is_items(text, first, last), "{first} to {last}");
        }
        for (first, last) in [(4, 8), (3, 5), (7, 8), (3, 7), (2, 8), (3, 9), (10, 11), (8, 3)] {
            assert!(!is_items(text, first, last), "{first} to {last}");
        }
    }
}
