//! Markdown as a terminal shows it.

use console::Style;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Returns the page `name` as text of this width. `columns` is how many the terminal has, if it is one.
pub fn shown(
    markdown: &str,
    name: &str,
    width: usize,
    columns: Option<usize>,
    color: bool,
) -> String {
    let mut page = Page { width, columns, color, ..Page::default() };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        page.show(event, name);
    }
    if !page.leads_to.is_empty() {
        page.block(&format!("More, with `cargo page`: {}", page.leads_to.join(", ")));
    }
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    width: usize,
    columns: Option<usize>,
    color: bool,
    /// The paragraph, heading, cell or code that is being read.
    text: String,
    /// What stands before each line of the lists and quotations that are open.
    indent: String,
    /// What stands before the first line of an item that has just begun.
    bullet: Option<String>,
    /// The next numbers of the lists that are open; `None` for a list without.
    lists: Vec<Option<u64>>,
    /// That of the code, such as `rust,ignore`.
    language: String,
    /// Inside of a folded block with a whole file, whose excerpts are on the page already.
    is_folded: bool,
    table: Vec<Vec<String>>,
    /// Where links lead that are open.
    links: Vec<String>,
    /// The other pages to which this one has links.
    leads_to: Vec<String>,
}

impl Page {
    fn show(&mut self, event: Event, name: &str) {
        match event {
            Event::Html(html) if html.contains("<details") => {
                self.is_folded = html.contains("whole file")
            }
            Event::Html(html) if html.contains("<summary") => {
                self.is_folded |= html.contains("whole file")
            }
            Event::Html(html) if html.contains("</details") => self.is_folded = false,
            _ if self.is_folded => {}
            Event::Text(text) => self.text += &text,
            Event::Code(code) if self.color => {
                self.text += &self.styled(Style::new().cyan(), &code)
            }
            Event::Code(code) => self.text += &format!("`{code}`"),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.block("* * *"),
            Event::Start(tag) => self.start(tag, name),
            Event::End(tag) => self.end(tag),
            _ => {} // HTML
        }
    }

    fn start(&mut self, tag: Tag, name: &str) {
        match tag {
            Tag::Heading { level, .. } => self.text = format!("{} ", "#".repeat(level as usize)),
            Tag::BlockQuote(_) => self.indent += "│ ",
            Tag::CodeBlock(kind) => {
                self.paragraph(); // that of the item around it
                self.gap();
                self.language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
            }
            Tag::List(first) => {
                self.paragraph(); // that of the item around it
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.bullet = Some(format!("{}{bullet}", self.indent));
                self.indent += &" ".repeat(bullet.len());
            }
            Tag::TableRow | Tag::TableHead => self.table.push(Vec::new()),
            Tag::Link { dest_url, .. } => self.links.push(target(&dest_url, name)),
            Tag::Image { .. } => self.text += "(picture: ",
            Tag::Strong => self.text += self.code_of("\x1b[1m", "**"),
            Tag::Emphasis => self.text += self.code_of("\x1b[3m", "*"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let heading = std::mem::take(&mut self.text);
                let heading = self.styled(Style::new().bold(), &heading);
                self.block(&heading);
            }
            TagEnd::Paragraph => self.paragraph(),
            TagEnd::BlockQuote(_) => self.indent.truncate(self.indent.len() - "│ ".len()),
            TagEnd::CodeBlock => self.code(),
            TagEnd::Item => {
                self.paragraph();
                let bullet = match self.lists.last() {
                    Some(Some(next)) => format!("{}. ", next - 1).len(),
                    _ => 2,
                };
                self.indent.truncate(self.indent.len() - bullet);
            }
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.table.last_mut().expect("a cell lies in a row").push(cell);
            }
            TagEnd::Table => self.table(),
            TagEnd::Link => match self.links.pop() {
                Some(link) if link.contains(':') => self.text += &format!(" ({link})"),
                Some(link) if !link.is_empty() && !self.leads_to.contains(&link) => {
                    self.leads_to.push(link)
                }
                _ => {}
            },
            TagEnd::Image => self.text.push(')'),
            TagEnd::Strong => self.text += self.code_of("\x1b[22m", "**"),
            TagEnd::Emphasis => self.text += self.code_of("\x1b[23m", "*"),
            _ => {}
        }
    }

    fn code_of(&self, with_color: &'static str, without: &'static str) -> &'static str {
        if self.color { with_color } else { without }
    }

    fn styled(&self, style: Style, text: &str) -> String {
        style.force_styling(self.color).apply_to(text).to_string()
    }

    /// Ends the paragraph, if there is one.
    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.block(text.trim());
        }
    }

    /// Adds an empty line, but for the items of a list, which follow each other closely.
    fn gap(&mut self) {
        if !self.out.is_empty() && self.bullet.is_none() {
            self.out.push('\n');
        }
    }

    fn block(&mut self, text: &str) {
        self.gap();
        let first = self.bullet.take().unwrap_or_else(|| self.indent.clone());
        let options = textwrap::Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&self.indent)
            .break_words(false);
        self.out += &textwrap::fill(text, options);
        self.out.push('\n');
    }

    /// Ends the code. What a terminal wraps is still whole when it is copied, so only it breaks lines; but for comments,
    /// which stay comments. It has room for more if the code is not indented.
    fn code(&mut self) {
        let code = std::mem::take(&mut self.text);
        let has_comments = ["rust", "go"].iter().any(|start| self.language.starts_with(start));
        let is_comment = |line: &str| has_comments && line.trim_start().starts_with("//");
        let width = textwrap::core::display_width;
        let room = |indent: &str| {
            self.columns.map_or(usize::MAX, |columns| columns.saturating_sub(width(indent)))
        };
        let indented = format!("{}    ", self.indent);
        let must_fit = || code.lines().filter(|line| !is_comment(line));
        let fits = must_fit().all(|line| width(line) <= room(&indented));
        let indent = if fits { &indented } else { &self.indent };
        let room = room(indent);
        for line in code.lines() {
            let lines = if is_comment(line) && width(line) > room {
                let words = line.trim_start_matches([' ', '/', '!']);
                let mark = &line[..line.len() - words.len()];
                let options = textwrap::Options::new(room).initial_indent(mark);
                textwrap::wrap(words, options.subsequent_indent(mark).break_words(false))
            } else {
                vec![line.into()]
            };
            for line in lines {
                self.out += format!("{indent}{line}").trim_end();
                self.out.push('\n');
            }
        }
    }

    /// Shows a table as columns if it is narrow enough, or else each row as a list.
    fn table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| textwrap::core::display_width(cell)).max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..columns).map(width).collect();
        self.gap();
        if widths.iter().sum::<usize>() + 2 * columns <= self.width {
            for row in &rows {
                let padded = row.iter().zip(&widths).map(|(cell, width)| {
                    format!("{cell}{}", " ".repeat(width - textwrap::core::display_width(cell)))
                });
                let line = padded.collect::<Vec<_>>().join("  ");
                self.out += line.trim_end();
                self.out.push('\n');
            }
            return;
        }
        let Some((heads, rows)) = rows.split_first() else { return };
        for row in rows {
            self.bullet = Some("- ".into());
            self.indent += "  ";
            let mut cells = row.iter().zip(heads).filter(|(cell, _)| !cell.is_empty());
            if let Some((first, _)) = cells.next() {
                self.block(first);
            }
            for (cell, head) in cells {
                self.bullet = Some(self.indent.clone());
                self.block(&if head.is_empty() { cell.clone() } else { format!("{head}: {cell}") });
            }
            self.indent.truncate(self.indent.len() - 2);
        }
        self.bullet = None;
    }
}

/// Returns where a link of the page `name` leads: an address, another page, or nothing that can be shown.
fn target(link: &str, name: &str) -> String {
    if link.contains(':') {
        return link.to_owned();
    }
    let file = link.split('#').next().unwrap_or_default();
    let Some(page) = file.strip_suffix(".md") else { return String::new() };
    let mut parts: Vec<_> = name.split('/').collect();
    parts.pop();
    for part in page.split('/') {
        match part {
            ".." if parts.pop().is_none() => return String::new(), // outside of the book
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKDOWN: &str = "\
# A title

<a id=here></a>
Some *words* that are `wrapped` at the width, and [a page](../rayon/join.md#there),
[the web](https://a.b) and a [file](../../../x.rs).

<!-- show: x.rs -->
```rust
fn main() {

    long_lines_stay_as_they_are();
}
```

- an item that is longer than the width of this terminal
- another

  1. with a list

| Name | Says |
|---|---|
| a | b |

<details>
<summary>The whole file</summary>

```rust
fn again() {}
```

</details>

> quoted
";

    const PLAIN: &str = "\
# A title

Some *words* that are `wrapped` at the
width, and a page, the web (https://a.b)
and a file.

    fn main() {

        long_lines_stay_as_they_are();
    }

- an item that is longer than the width
  of this terminal
- another
  1. with a list

Name  Says
a     b

│ quoted

More, with `cargo page`: rayon/join
";

    #[test]
    fn a_page_is_wrapped_and_its_code_is_not() {
        assert_eq!(shown(MARKDOWN, "threads/park", 40, Some(40), false), PLAIN);
    }

    #[test]
    fn code_stays_whole_for_whoever_copies_it() {
        let code = "\
/// A comment in which some words are too many.
fn main() {
    let text = 2 + 2; // Indented, it fits no more.
    //
    //! spawn_join(a_name_that_is_longer_than_the_terminal_is_wide);
}
";
        let page = format!("- tight:\n\n```rust\n{code}```\n");
        let indented: String = code.lines().map(|line| format!("    {line}\n")).collect();
        for columns in [None, Some(100)] {
            assert_eq!(shown(&page, "a", 40, columns, false), format!("- tight:\n\n{indented}"));
        }
        let narrow = "\
- tight:

/// A comment in which some words are
/// too many.
fn main() {
    let text = 2 + 2; // Indented, it fits no more.
    //
    //! spawn_join(a_name_that_is_longer_than_the_terminal_is_wide);
}
";
        assert_eq!(shown(&page, "a", 40, Some(40), false), narrow);
        let text = page.replace("rust", "text");
        assert_eq!(shown(&text, "a", 40, Some(40), false), format!("- tight:\n\n{code}"));
    }

    #[test]
    fn colors_take_no_room() {
        let colored = shown(MARKDOWN, "threads/park", 40, None, true);
        assert!(colored.contains("\x1b[36mwrapped\x1b[0m at the\n"), "{colored}");
    }

    #[test]
    fn a_wide_table_becomes_a_list() {
        let table = "| Lab | Teaches |\n|---|---|\n| `gate` | to wait for a state |\n| `race` | to race |\n";
        let list = "- `gate`\n  Teaches: to wait for a\n  state\n- `race`\n  Teaches: to race\n";
        assert_eq!(shown(table, "labs", 24, None, false), list);
    }
}
