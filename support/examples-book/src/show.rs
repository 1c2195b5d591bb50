//! Pages show files: a mark stands before a code block, and the block has what the mark names.
//!
//! - `<!-- show: FILE -->`: the text of FILE, without the `//!` lines at its top, which the page says in its own words.
//! - `<!-- show: FILE main, Job -->`: these items of FILE.
//! - `<!-- file: FILE -->`: the whole of FILE.
//!
//! Text that is no code stands between a mark and `<!-- end -->`:
//!
//! - `<!-- verdict: channels -->`: the report's verdict on that claim.
//! - `<!-- verdicts: channels, sockets -->`: a list of verdicts, on a page outside of the report's folder.
//! - `<!-- articles -->`: links to the answers that lead to this page.
//! - `<!-- answers -->`: all answers, see [`crate::articles`].
//!
//! The text itself is in the page, so that it can be read on a forge and in an editor, too. A test compares it with
//! the files, and `cargo run -p examples-book -- pages` writes it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{articles, report};

/// Writes what the pages show.
pub const COMMAND: &str = "cargo run -p examples-book -- pages";

const END: &str = "<!-- end -->";

/// Returns the pages of the book whose text is not that of the files they show, each with its right text.
///
/// # Errors
/// One sentence for each mark that can't be followed.
pub fn outdated(root: &Path) -> Result<Vec<(PathBuf, String)>, Vec<String>> {
    let mut pages = Vec::new();
    let mut faults = Vec::new();
    let book = root.join("docs/src");
    for page in pages_below(&book) {
        let text = read(&page);
        let name = page.strip_prefix(&book).unwrap_or(&page).to_string_lossy().replace('\\', "/");
        match refreshed(root, &name, &text) {
            Ok(new) if new != text => pages.push((page, new)),
            Ok(_) => {}
            Err(fault) => faults.push(format!("{}: {fault}", page.display())),
        }
    }
    if faults.is_empty() { Ok(pages) } else { Err(faults) }
}

/// Returns a page without its code blocks.
pub fn prose(page: &str) -> String {
    let mut is_code = false;
    let mut is_prose = |line: &&str| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    };
    page.lines().filter(|line| is_prose(line)).flat_map(|line| [line, "\n"]).collect()
}

/// Returns the text of a page such as `rayon/squares.md` with what its marks show as it is now.
///
/// # Errors
/// One sentence for the first mark that can't be followed.
pub fn refreshed(root: &Path, page: &str, text: &str) -> Result<String, String> {
    let mut lines = text.lines();
    let mut done = String::new();
    let mut push = |line: &str| {
        done += line;
        done.push('\n');
    };
    while let Some(line) = lines.next() {
        push(line);
        let Some((kind, what)) = mark(line) else { continue };
        let shown = match kind {
            "file" => file(root, what)?,
            "show" => shown(root, what)?,
            "verdict" => {
                let verdict = report::verdict_on(root, what)?;
                // A page without a command that measures has no machine.
                let place = match text.contains("Measure it on your machine:") {
                    true => ", on the machine that the table names",
                    false => "",
                };
                articles::wrapped(&format!("**The verdict**{place}: {verdict}."))
            }
            "verdicts" => report::list(root, what)?,
            "articles" => articles::ways_back(root, page)?,
            "answers" => articles::answers(root)?,
            _ => continue,
        };
        let indent = &line[..line.len() - line.trim_start().len()];
        let first = lines.next().ok_or(format!("nothing follows `{line}`"))?;
        let fence = first.trim_start().starts_with("```");
        let end = if fence {
            push(first);
            "```"
        } else {
            END
        };
        for line in shown.lines() {
            push(if line.is_empty() { String::new() } else { format!("{indent}{line}") }.as_str());
        }
        let is_end = |line: &str| line.trim() == end;
        if fence || !is_end(first) {
            // What is replaced ends before the next mark, whatever else is missing.
            let mut old = lines.by_ref().take_while(|line| !is_known_mark(line));
            old.find(|line| is_end(line)).ok_or(format!("no `{end}` after `{line}`"))?;
        }
        push(&format!("{indent}{end}"));
    }
    Ok(done)
}

/// Returns the kind of a mark and what follows it, if a line is one.
pub(crate) fn mark(line: &str) -> Option<(&str, &str)> {
    let mark = line.trim().strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    Some(mark.split_once(": ").unwrap_or((mark, "")))
}

fn is_known_mark(line: &str) -> bool {
    let kinds = ["file", "show", "verdict", "verdicts", "articles", "answers"];
    mark(line).is_some_and(|(kind, _)| kinds.contains(&kind))
}

/// Returns the text of a file of the repository, without empty lines around it.
pub(crate) fn file(root: &Path, name: &str) -> Result<String, String> {
    let text = fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"))?;
    Ok(text.replace("\r\n", "\n").trim_matches('\n').to_string())
}

/// Returns a file without its `//!` lines, or some of its items.
fn shown(root: &Path, what: &str) -> Result<String, String> {
    let (name, names) = what.split_once(' ').unwrap_or((what, ""));
    let text = file(root, name)?;
    if names.is_empty() {
        let is_header = |line: &&str| line.starts_with("//!");
        let body = text.lines().skip_while(is_header).collect::<Vec<_>>().join("\n");
        return Ok(body.trim_matches('\n').to_string());
    }
    let items = names.split(", ");
    let found =
        items.map(|item| self::item(&text, item).ok_or(format!("{name} has no item `{item}`")));
    Ok(found.collect::<Result<Vec<_>, _>>()?.join("\n\n"))
}

/// Returns an item of a file, with the comments and attributes before it: a function, a type, a constant, a macro, or
/// all that is implemented for a type (`impl Job`). `use` is the block of imports.
fn item(text: &str, name: &str) -> Option<String> {
    let lines: Vec<_> = text.lines().collect();
    let at = lines.iter().position(|line| begins(line, name))?;
    let is_part =
        |line: &str| line.starts_with("//") && !line.starts_with("//!") || line.starts_with("#[");
    let start = at - lines[..at].iter().rev().take_while(|line| is_part(line)).count();
    // rustfmt ends an item in the first column, and the block of imports before an empty line.
    let is_last = |next: &(usize, &&str)| match name {
        "use" => lines.get(next.0 + 1).is_none_or(|line| line.is_empty()),
        _ => !next.1.starts_with(' ') && next.1.ends_with(['}', ';']),
    };
    let (last, _) = lines.iter().enumerate().skip(at).find(is_last)?;
    Some(lines[start..=last].join("\n"))
}

/// Whether the item with this name begins in this line.
fn begins(line: &str, name: &str) -> bool {
    if name == "use" || name.starts_with("impl ") || name.starts_with("impl<") {
        return line == name
            || line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '<']));
    }
    if line.starts_with([' ', '/', '#']) {
        return false;
    }
    const KINDS: [&str; 9] = [
        "fn ",
        "struct ",
        "enum ",
        "const ",
        "static ",
        "trait ",
        "type ",
        "mod ",
        "macro_rules! ",
    ];
    KINDS.iter().any(|kind| {
        let is_free = |at: usize| at == 0 || line[..at].ends_with([' ', ')']);
        let rest = line.find(kind).filter(|at| is_free(*at)).map(|at| &line[at + kind.len()..]);
        rest.and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| {
            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
        })
    })
}

fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut pages = Vec::new();
    for path in entries.map(|entry| entry.expect("a readable folder").path()) {
        if path.is_dir() {
            pages.extend(pages_below(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    pages
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
//! What it shows.

use std::thread;
use std::time::Duration;

/// A job.
#[derive(Debug)]
pub struct Job {
    number: u64,
}

impl Job {
    fn run(&self) {
        work();

        work();
    }
}

const MANY: usize = 3;

/// Works.
pub async fn work<T>(
    list: &[T],
) -> usize
where
    T: Send,
{
    list.len()
}

pub fn worker() {}

pub fn main() {
    worker();
}
";

    #[test]
    fn an_item_is_found_by_its_name() {
        let first = |name| item(FILE, name).expect(name).lines().next().map(str::to_string);
        let last = |name| item(FILE, name).expect(name).lines().last().map(str::to_string);
        for (name, begin, end) in [
            ("use", "use std::thread;", "use std::time::Duration;"),
            ("Job", "/// A job.", "}"),
            ("impl Job", "impl Job {", "}"),
            ("MANY", "const MANY: usize = 3;", "const MANY: usize = 3;"),
            ("work", "/// Works.", "}"),
            ("worker", "pub fn worker() {}", "pub fn worker() {}"),
            ("main", "pub fn main() {", "}"),
        ] {
            assert_eq!(first(name).as_deref(), Some(begin), "{name}");
            assert_eq!(last(name).as_deref(), Some(end), "{name}");
        }
        assert!(item(FILE, "work").unwrap().ends_with("{\n    list.len()\n}"));
        assert!(item(FILE, "impl Job").unwrap().contains("\n\n        work();\n"));
        assert_eq!(item(FILE, "wor"), None);
    }

    #[test]
    fn a_mark_shows_what_the_file_says_now() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let old = "a\n\n- b\n\n  <!-- show: src/main.rs main -->\n  ```rust\n  old\n  ```\n\nc\n";
        let new = refreshed(folder, "a.md", old).unwrap();
        assert!(
            new.starts_with(
                "a\n\n- b\n\n  <!-- show: src/main.rs main -->\n  ```rust\n  fn main()"
            )
        );
        assert!(new.ends_with("\n  }\n  ```\n\nc\n"), "{new}");
        assert_eq!(refreshed(folder, "a.md", &new).unwrap(), new);
        let text =
            refreshed(folder, "a.md", "<!-- show: ../../.gitignore -->\nold\n<!-- end -->\n")
                .unwrap();
        assert!(text.contains("/target") && !text.contains("old"), "{text}");
        assert!(
            refreshed(folder, "a.md", "<!-- show: src/main.rs nothing -->\n```\n```\n").is_err()
        );
        assert!(refreshed(folder, "a.md", "<!-- show: src/nothing.rs -->\n```\n```\n").is_err());
        assert!(refreshed(folder, "a.md", "<!-- show: src/main.rs main -->\n```\n").is_err());
        let open = "<!-- file: Cargo.toml -->\nmine\n\n<!-- file: Cargo.toml -->\n<!-- end -->\n";
        assert!(refreshed(folder, "a.md", open).unwrap_err().starts_with("no `<!-- end -->`"));
    }

    #[test]
    fn the_pages_show_what_is_in_the_files() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let outdated = outdated(&root).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
        let names: Vec<_> = outdated.iter().map(|(page, _)| page.display().to_string()).collect();
        assert!(
            names.is_empty(),
            "what these pages show has changed: `{COMMAND}` writes them anew\n{}",
            names.join("\n")
        );
    }
}
