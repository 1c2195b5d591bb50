//! Makes the files of a new listing, and the lines that name it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use examples_book::show;

/// Stands where words are missing. The section's tests refuse it.
pub(crate) const TODO: &str = "TODO";

/// Makes what is missing of a listing, and brings the lines that repeat its words up to date: the line of its section's
/// page repeats its first line, and that of the summary its page's heading. Returns the names of the files that it has
/// written.
///
/// # Errors
/// If there is no such section, or a file can't be read or written.
pub fn new_listing(root: &Path, section: &str, name: &str) -> io::Result<Vec<String>> {
    let mut listing = Listing { root, section, name, written: Vec::new() };
    listing.make()?;
    Ok(listing.written)
}

struct Listing<'a> {
    root: &'a Path,
    /// Without `examples-`.
    section: &'a str,
    name: &'a str,
    written: Vec<String>,
}

impl Listing<'_> {
    fn make(&mut self) -> io::Result<()> {
        let (section, name) = (self.section, self.name);
        let package = format!("examples-{section}");
        let main = format!("{package}/src/main.rs");
        if !self.root.join(&main).exists() {
            return Err(io::Error::other(format!("there is no section `{section}`")));
        }
        if !self.read(&main)?.contains("section!(") {
            return Err(io::Error::other(format!("{package} has listings of another form")));
        }
        let source = format!("{package}/src/{name}.rs");
        self.create(&source, &source_text(&package, name))?;
        self.create(&format!("{package}/expected/{name}.txt"), &format!("{TODO}\n"))?;
        let test = format!("//! What the output of `{name}` can't show.\n");
        self.create(&format!("{package}/tests/it/{name}.rs"), &test)?;

        let end = |text: &str| text.len();
        self.add_line(&format!("{package}/src/lib.rs"), &format!("pub mod {name};\n"), end)?;
        let before_parenthesis = |text: &str| text.rfind("\n    )").map_or(text.len(), |at| at + 1);
        self.add_line(
            &format!("{package}/src/main.rs"),
            &format!("        {name},\n"),
            before_parenthesis,
        )?;
        let line = format!("mod {name};\n");
        let in_order = |text: &str| {
            let lines: Vec<_> = text.split_inclusive('\n').collect();
            let is_later = |other: &&str| other.starts_with("mod ") && **other > *line;
            let mut at = lines.iter().position(is_later).unwrap_or(lines.len());
            while at > 0 && lines[at - 1].starts_with("#[") {
                at -= 1; // an attribute of that module
            }
            lines[..at].concat().len()
        };
        self.add_line(&format!("{package}/tests/it/main.rs"), &line, in_order)?;

        let in_book = format!("{section}/{name}.md");
        let page = format!("docs/src/{in_book}");
        let refreshed = |text: &str| show::refreshed(self.root, &in_book, text);
        let text = page_text(&package, name, &paste(&self.read(&source)?));
        let text = refreshed(&text).map_err(io::Error::other)?;
        // It can't be followed before `docs/articles.txt` leads to the page.
        let text = text.replacen("**Use it", "<!-- articles -->\n<!-- end -->\n\n**Use it", 1);
        let known = fs::read_to_string(self.path(&page)).unwrap_or_default();
        let text = if known.is_empty() { text } else { known.clone() };
        let new = refreshed(&text).unwrap_or(text);
        self.write_if_new(&page, &known, &new)?;

        let shows = self.read(&source)?;
        let shows = shows.lines().next().unwrap_or_default().trim_start_matches("//! ");
        let link = format!("]({section}/{name}.md)");
        let line = format!("- [`{name}`{link}: {shows}\n");
        self.replace_line(
            &format!("docs/src/{section}.md"),
            &format!("- [`{name}`{link}"),
            &line,
            "- [`",
        )?;
        let heading = new.lines().next().unwrap_or_default().trim_start_matches("# ");
        let line = format!("  - [{heading}{link}\n");
        self.replace_line("docs/src/SUMMARY.md", &link, &line, "  - [")
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    fn read(&self, file: &str) -> io::Result<String> {
        let named = |error| io::Error::other(format!("{file}: {error}"));
        fs::read_to_string(self.path(file)).map_err(named)
    }

    fn create(&mut self, file: &str, text: &str) -> io::Result<()> {
        if self.path(file).exists() {
            return Ok(());
        }
        self.write_if_new(file, "", text)
    }

    fn write_if_new(&mut self, file: &str, old: &str, new: &str) -> io::Result<()> {
        if old != new {
            fs::create_dir_all(self.path(file).parent().expect("a file has a folder"))?;
            fs::write(self.path(file), new)?;
            if !self.written.iter().any(|written| written == file) {
                self.written.push(file.to_owned());
            }
        }
        Ok(())
    }

    /// Adds a line at a place of a file, if the file has none like it.
    fn add_line(
        &mut self,
        file: &str,
        line: &str,
        place: impl Fn(&str) -> usize,
    ) -> io::Result<()> {
        let old = self.read(file)?;
        // The first listing stands behind its crate's name: `examples_rayon: squares,`.
        let is_it = |known: &str| {
            known.trim() == line.trim() || known.ends_with(&format!(": {}", line.trim()))
        };
        if old.lines().any(is_it) {
            return Ok(());
        }
        let mut new = old.clone();
        new.insert_str(place(&old), line);
        self.write_if_new(file, &old, &new)
    }

    /// Writes a line in place of the one with this `mark`. If there is none, it goes behind the last line of the section
    /// that begins as told.
    fn replace_line(&mut self, file: &str, mark: &str, line: &str, begins: &str) -> io::Result<()> {
        let old = self.read(file)?;
        let mut lines: Vec<_> = old.split_inclusive('\n').collect();
        if let Some(at) = lines.iter().position(|known| known.contains(mark)) {
            lines[at] = line;
        } else {
            let of_section = format!("]({}/", self.section);
            let is_like = |known: &&str| known.starts_with(begins) && known.contains(&of_section);
            let last = lines.iter().rposition(is_like).ok_or_else(|| {
                io::Error::other(format!(
                    "{file} has no line of this section: add `{}`",
                    line.trim_end()
                ))
            })?;
            lines.insert(last + 1, line);
        }
        self.write_if_new(file, &old, &lines.concat())
    }
}

fn source_text(package: &str, name: &str) -> String {
    format!(
        "//! {TODO}: what it shows, in one sentence.\n//!\n//! {TODO}: where it stands in the articles.\n//!\n\
         //! Run: `cargo run -p {package} -- {name}`\n//! Paste: nothing to add\n\n\
         pub fn main() {{\n    println!(\"{TODO}\");\n}}\n"
    )
}

/// Returns the commands of a listing's `//! Paste:` line, one in a line.
fn paste(source: &str) -> String {
    let line = source.lines().find_map(|line| line.strip_prefix("//! Paste: ")).unwrap_or_default();
    let commands = line.split('`').flat_map(|part| part.split(" && "));
    let adds = commands.filter(|command| command.starts_with("cargo add "));
    adds.map(|command| format!("{command}\n")).collect()
}

fn page_text(package: &str, name: &str, paste: &str) -> String {
    let paste = if paste.is_empty() {
        "Or paste it into `src/main.rs` of a project of your own. It needs no other package.\n"
            .to_owned()
    } else {
        format!(
            "Or paste it into `src/main.rs` of a project of your own, after:\n\n```console\n{paste}```\n"
        )
    };
    format!(
        "# {name}: {TODO}\n\n{TODO}: what the article says.\n\n**Use it when** {TODO}.\n\n**It loses when** {TODO}.\n\n\
         Run it here:\n\n```console\ncargo run -p {package} -- {name}\n```\n\n{paste}\n\
         <!-- show: {package}/src/{name}.rs -->\n```rust\n```\n\n\
         [{package}/src/{name}.rs](../../../{package}/src/{name}.rs) prints:\n\n\
         <!-- show: {package}/expected/{name}.txt -->\n```text\n```\n\n\
         {TODO}: what differs from the article, and why. Which test proves it?\n\n## Try\n\n- {TODO}\n"
    )
}
