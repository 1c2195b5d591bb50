//! Two helpers for the book: a preprocessor for mdBook, and `pages`, which writes anew what the pages show of files
//! ([`examples_book::show`]).
//!
//! The preprocessor gives a button to each listing that the Rust Playground can run ([`examples_book::playground`]), and
//! changes links. The pages link to source files by relative paths, for readers on a forge.
//! A web server shows the book alone, without those files. So here such a link becomes a link to the
//! forge, if `BOOK_FORGE` says where that is, and plain text if not: the page shows the file anyway.
//!
//! `BOOK_FORGE` is the address of the repository's files, for example
//! `https://github.com/OWNER/NAME/blob/main`. The workflow that publishes the book sets it.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io, mem};

use examples_book::{playground, show};
use serde_json::Value;

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("pages") => return pages(),
        // mdBook asks `supports RENDERER` first; the exit status is the answer.
        Some(_) => return ExitCode::SUCCESS,
        None => {}
    }
    let forge = env::var("BOOK_FORGE").ok();
    match rewrite(io::stdin().lock(), io::stdout().lock(), forge.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("examples-book: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes anew what the pages show of files, and names the pages that have changed.
fn pages() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let outdated = match show::outdated(&root) {
        Ok(outdated) => outdated,
        Err(faults) => {
            eprintln!("{}", faults.join("\n"));
            return ExitCode::FAILURE;
        }
    };
    for (page, text) in outdated {
        if let Err(error) = fs::write(&page, text) {
            eprintln!("{}: {error}", page.display());
            return ExitCode::FAILURE;
        }
        println!("{}", page.strip_prefix(&root).unwrap_or(&page).display());
    }
    ExitCode::SUCCESS
}

/// Reads mdBook's context and book, and writes the book with its links changed.
fn rewrite(
    input: impl io::Read,
    output: impl io::Write,
    forge: Option<&str>,
) -> serde_json::Result<()> {
    let (_context, mut book): (Value, Value) = serde_json::from_reader(input)?;
    visit(&mut book, forge);
    serde_json::to_writer(output, &book)
}

/// A chapter is an object with a `path` and a `content`; chapters lie in chapters.
fn visit(value: &mut Value, forge: Option<&str>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, forge)),
        Value::Object(fields) => {
            if let (Some(page), Some(content)) =
                (fields.get("path").and_then(Value::as_str), fields.get("content"))
            {
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
                let text = page_text(Path::new(page), content.as_str().unwrap_or_default(), forge);
                let text = playground::with_buttons(&root, &text);
                fields.insert("content".into(), text.into());
            }
            fields.values_mut().for_each(|field| visit(field, forge));
        }
        _ => {}
    }
}

/// Returns the text of a page with its links to files outside of the book changed, but not in code.
fn page_text(page: &Path, text: &str, forge: Option<&str>) -> String {
    let (mut done, mut prose, mut is_code) = (String::new(), String::new(), false);
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence {
            done += &prose_text(page, &mem::take(&mut prose), forge);
            done += line;
        } else {
            prose += line;
        }
    }
    done + &prose_text(page, &prose, forge)
}

fn prose_text(page: &Path, text: &str, forge: Option<&str>) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let (before, after) = rest.split_at(middle);
        let Some(end) = after.find(')') else { break };
        let (link, following) = after.split_at(end + 1);
        match (outside(page, &link[2..end]), forge) {
            (None, _) => done += &(before.to_string() + link),
            (Some(file), Some(forge)) => done += &format!("{before}]({forge}/{})", file.display()),
            (Some(_), None) => match before.rfind('[') {
                Some(start) => done += &(before[..start].to_string() + &before[start + 1..]),
                None => done += before,
            },
        }
        rest = following;
    }
    done + rest
}

/// Returns the file of the repository that a link leads to, if it is outside of `docs/src`.
fn outside(page: &Path, link: &str) -> Option<PathBuf> {
    if link.contains(':') || link.starts_with('#') {
        return None;
    }
    let mut file = Path::new("docs/src").join(page);
    file.pop();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => drop(file.pop()),
            part => file.push(part),
        }
    }
    (!file.starts_with("docs/src")).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "A [text](squares.md) and [`a.rs`](../../../examples-rayon/src/a.rs), [web](https://a.b).";

    #[test]
    fn without_a_forge_only_the_text_of_a_link_remains() {
        let text = page_text(Path::new("rayon/fallible.md"), PAGE, None);
        assert_eq!(text, "A [text](squares.md) and `a.rs`, [web](https://a.b).");
    }

    #[test]
    fn what_looks_like_a_link_in_code_is_none() {
        let text = "[a](../../a)\n\n```rust\n[a](../../a)\n```\n";
        let expected = "a\n\n```rust\n[a](../../a)\n```\n";
        assert_eq!(page_text(Path::new("rayon.md"), text, None), expected);
    }

    #[test]
    fn with_a_forge_it_leads_there() {
        let text =
            page_text(Path::new("rayon/fallible.md"), PAGE, Some("https://f.g/o/n/blob/main"));
        let link = "[`a.rs`](https://f.g/o/n/blob/main/examples-rayon/src/a.rs)";
        assert_eq!(text, format!("A [text](squares.md) and {link}, [web](https://a.b)."));
    }

    #[test]
    fn chapters_in_chapters_are_reached() {
        let book = r#"[{}, {"items": [{"Chapter": {"path": "a.md", "content": "[x](../../y)", "sub_items":
            [{"Chapter": {"path": "b/c.md", "content": "[x](../../../y)", "sub_items": []}}]}}]}]"#;
        let mut out = Vec::new();
        rewrite(book.as_bytes(), &mut out, None).expect("valid JSON");
        let text = String::from_utf8(out).expect("JSON is UTF-8");
        assert_eq!(text.matches(r#""content":"x""#).count(), 2, "{text}");
    }
}
