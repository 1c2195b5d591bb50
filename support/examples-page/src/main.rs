//! Prints a page of the book in the terminal: `cargo page spawn_join`, also inside of `labs/`.

mod find;
mod terminal;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::Context;
use examples_common::{finish, help, put, refuse};

const HELP: &str = "\
Prints a page of the book.

cargo page NAME            a page, such as `spawn_join`, `threads/spawn_join` or `glossary`
cargo page NAME#HEADING    a part of it, such as `tokio#what-must-not-compile`
cargo page --list          the names of all pages

Exit status: 0 all well, 1 the page can't be read, 2 a wrong command line.";

/// Longer lines are hard to read.
const WIDEST: usize = 100;

fn main() -> ExitCode {
    finish("page", answer())
}

fn answer() -> anyhow::Result<u8> {
    let words: Vec<_> = env::args().skip(1).collect();
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src");
    let pages = find::pages(&book).with_context(|| format!("can't read {}", book.display()))?;
    let [word] = &*words else { return Err(refuse("name one page; --help shows how")) };
    match word.as_str() {
        "-h" | "--help" => help(HELP)?,
        "-l" | "--list" => pages.iter().try_for_each(|page| put(&format!("{page}\n")))?,
        _ => {
            let (name, heading) = word.split_once('#').unwrap_or((word, ""));
            let name = find::page(&pages, name)?;
            let file = book.join(format!("{name}.md"));
            let text = fs::read_to_string(&file)
                .with_context(|| format!("can't read {}", file.display()))?;
            let part = find::part(&text, name, heading)?;
            let columns = console::Term::stdout().size_checked().map(|size| size.1.into());
            let width = columns.unwrap_or(80).min(WIDEST);
            let color = console::colors_enabled();
            let shown = terminal::shown(part, name, width, columns, color);
            put(&shown)?;
        }
    }
    Ok(0)
}
