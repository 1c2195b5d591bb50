use std::io;
use std::path::Path;

use examples_common::{did_you_mean, no_such, refuse};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// Returns the names of the pages, such as `threads/spawn_join`, sorted.
///
/// # Errors
/// If a folder of the book can't be read.
pub fn pages(book: &Path) -> io::Result<Vec<String>> {
    let mut pages = Vec::new();
    for entry in book.read_dir()? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            pages.extend(self::pages(&entry.path())?.iter().map(|page| format!("{name}/{page}")));
        } else if let Some(name) = name.strip_suffix(".md").filter(|name| *name != "SUMMARY") {
            pages.push(name.to_owned());
        }
    }
    pages.sort();
    Ok(pages)
}

/// Returns the page with this name, with or without its folder, or with its path as in `docs/src/rayon.md`.
///
/// # Errors
/// If there is none, or more than one.
pub fn page<'a>(pages: &'a [String], name: &str) -> anyhow::Result<&'a str> {
    let name = name.replace('\\', "/");
    let name = name.rsplit_once("docs/src/").map_or(&*name, |(_, name)| name);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let last = |page: &&String| page.rsplit('/').next() == Some(name);
    let mut found: Vec<_> = pages.iter().filter(last).collect();
    if let Some(page) = pages.iter().find(|page| *page == name) {
        found = vec![page];
    }
    match &*found {
        [page] => Ok(page),
        [] => {
            let names = pages.iter().flat_map(|page| page.rsplit('/').take(1)).collect::<Vec<_>>();
            Err(no_such("page", name, &names))
        }
        several => {
            let several = several.iter().map(|page| format!("`{page}`")).collect::<Vec<_>>();
            Err(refuse(format!("which one: {}?", several.join(" or "))))
        }
    }
}

/// Returns the part of the page `name` below the heading with this anchor; without an anchor, the page.
///
/// # Errors
/// If there is no such heading.
pub fn part<'a>(text: &'a str, name: &str, anchor: &str) -> anyhow::Result<&'a str> {
    if anchor.is_empty() {
        return Ok(text);
    }
    let headings = headings(text);
    let Some(at) = headings.iter().position(|heading| heading.anchor == anchor) else {
        let anchors: Vec<_> = headings.iter().map(|heading| &*heading.anchor).collect();
        let near = did_you_mean(anchor, &anchors);
        let end = if near.is_empty() { near } else { format!(";{near}") };
        return Err(refuse(format!("page `{name}` has no heading `{anchor}`{end}")));
    };
    let next = headings[at + 1..].iter().find(|next| next.level <= headings[at].level);
    Ok(&text[headings[at].start..next.map_or(text.len(), |next| next.start)])
}

struct Heading {
    level: HeadingLevel,
    /// Where it begins in its page.
    start: usize,
    anchor: String,
}

fn headings(text: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut title = String::new();
    for (event, place) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => title.clear(),
            Event::Text(words) | Event::Code(words) => title += &words,
            Event::End(TagEnd::Heading(level)) => {
                headings.push(Heading { level, start: place.start, anchor: to_anchor(&title) });
            }
            _ => {}
        }
    }
    headings
}

/// Returns the anchor that mdBook and forges make of a heading.
fn to_anchor(title: &str) -> String {
    let words = title.trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_each_of_its_names() {
        let pages = ["glossary", "smol/race", "threads/once", "distributed/once"].map(String::from);
        for name in ["race", "smol/race", "smol/race.md", "../docs/src/smol/race.md"] {
            assert_eq!(page(&pages, name).unwrap(), "smol/race");
        }
        assert_eq!(page(&pages, "glossary").unwrap(), "glossary");
        let said = |name| page(&pages, name).unwrap_err().to_string();
        assert_eq!(said("once"), "which one: `threads/once` or `distributed/once`?");
        assert_eq!(
            said("glosary"),
            "there is no page `glosary`; did you mean `glossary`? --list shows them all"
        );
    }

    #[test]
    fn a_part_ends_before_the_next_heading_of_its_level() {
        let text =
            "# A\n\n## First `x`\n\n```sh\n## no heading\n```\n\n### Deeper\n\nd\n\n## Next\n\nn\n";
        let part = |anchor| part(text, "a", anchor).map_err(|error| error.to_string());
        let first = part("first-x").unwrap();
        assert!(first.starts_with("## First") && first.ends_with("d\n\n"), "{first:?}");
        assert_eq!(part("next").unwrap(), "## Next\n\nn\n");
        let said = "page `a` has no heading `nxet`; did you mean `next`?";
        assert_eq!(part("nxet").unwrap_err(), said);
        assert_eq!(part("other").unwrap_err(), "page `a` has no heading `other`");
        assert_eq!(part("").unwrap(), text);
    }
}
