//! The page that answers every sentence of the articles is made of `docs/articles.txt`, which says how it is written.
//!
//! `<!-- answers -->` stands before all of it, in `articles.md`. `<!-- articles -->` stands in the page of a listing,
//! before links to the answers that lead to that page.

use std::collections::BTreeSet;
use std::path::Path;
use std::{iter, mem};

use crate::report;
use crate::show::file;

const DATA: &str = "docs/articles.txt";

/// With which words an answer may begin. `Not here`, `Not judged` and `Too noisy to say` are the report's.
const VERDICTS: [&str; 13] = [
    "*Holds.*",
    "*Holds*",
    "*Holds, but*",
    "*Not so*",
    "*Not here*",
    "*Not decided here*",
    "*Not judged*",
    "*Too noisy to say*",
    "*Works.*",
    "*Works*",
    "*Works, but*",
    "*Does not compile*",
    "*A sketch*",
];
/// A page leads back to no more answers than that, to its own listing first.
const MOST_LINKS: usize = 3;
const BEYOND: &str = "**Not in the article**";

/// What the data say, line by line, with the answers that belong together.
enum Part {
    Article(String),
    Heading(String),
    Label(Label),
    Answer(Answer),
}

/// A part of a heading, such as "When to use", which stands below several headings.
struct Label {
    title: String,
    anchor: String,
}

struct Answer {
    /// One at least.
    said: Vec<Said>,
    /// Without the report's figures.
    text: String,
}

/// A quotation, a listing, or what is not in the article.
struct Said {
    kind: Kind,
    anchor: String,
    /// As the page of answers shows it.
    shown: String,
    /// As a link to it says.
    link: String,
}

/// In the order in which a page names them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Listing,
    Quotation,
    Beyond,
}

/// Returns the page of answers, below its introduction.
///
/// # Errors
/// One sentence for the first fault in the data.
pub fn answers(root: &Path) -> Result<String, String> {
    let parts = parts(root)?;
    let mut page = contents(&parts);
    for part in &parts {
        match part {
            Part::Article(title) => page += &format!("\n## {title}\n"),
            Part::Heading(title) if has_answers(&parts, title) => {
                page += &format!("\n### {title}\n")
            }
            Part::Heading(_) => {} // Other headings stand below it.
            Part::Label(Label { title, anchor }) => {
                page += &format!("\n<a id=\"{anchor}\"></a>\n\n#### {title}\n");
            }
            Part::Answer(answer) => {
                let anchors = answer.said.iter().map(|it| format!("<a id=\"{}\"></a>", it.anchor));
                let text = report::inserted(root, &answer.text)?;
                check(&answer.said[0], &text)?;
                // A backslash ends a line of the page: each quotation begins one, and so does the verdict.
                let shown = answer.said.iter().filter(|it| !it.shown.is_empty());
                let shown: String = shown.map(|it| format!("{}\\\n", wrapped(&it.shown))).collect();
                let anchors = anchors.collect::<String>();
                page += &format!("\n{anchors}\n{shown}{}\n", wrapped(&text));
            }
        }
    }
    Ok(page.trim_start().to_string())
}

/// Returns a line for a page such as `rayon/squares.md`, with links to the answers that lead there.
///
/// # Errors
/// If no answer does, or one sentence for the first fault in the data.
pub fn ways_back(root: &Path, page: &str) -> Result<String, String> {
    let goal = format!("]({page})");
    let measured = page.strip_prefix("performance/").and_then(|name| name.strip_suffix(".md"));
    let verdict = format!("{{{}}}", measured.unwrap_or(page));
    let parts = parts(root)?;
    let mut answers = Vec::new();
    for part in &parts {
        let Part::Answer(Answer { said, text }) = part else { continue };
        let Some(at) = [&goal, &verdict].iter().filter_map(|it| text.find(*it)).min() else {
            continue;
        };
        let links_before = text[..at].matches("](").count();
        answers.push((said.iter().min_by_key(|said| said.kind), links_before));
    }
    // The less stands before the link, the more the answer is about that page.
    answers.sort_by_key(|(said, links_before)| (said.map(|said| said.kind), *links_before));
    let mut said: Vec<_> = answers.into_iter().filter_map(|(said, _)| said).collect();
    said.truncate(MOST_LINKS);
    let first = said.first().ok_or(format!("{DATA}: no answer leads to `{goal}`"))?;
    if first.kind == Kind::Beyond {
        let place = &first.anchor;
        return Ok(format!(
            "*Not in the articles:* see [what else they leave out](../articles.md#{place})."
        ));
    }
    let said = said.iter().filter(|said| said.kind != Kind::Beyond);
    let links = said.map(|said| format!("[{}](../articles.md#{})", said.link, said.anchor));
    Ok(wrapped(&format!("*What the articles say:* {}.", links.collect::<Vec<_>>().join(" · "))))
}

fn contents(parts: &[Part]) -> String {
    let lines = parts.iter().filter_map(|part| match part {
        Part::Article(title) => Some(format!("- [{title}](#{})\n", slug(title))),
        Part::Heading(title) if has_answers(parts, title) => {
            Some(format!("  - [{title}](#{})\n", slug(title)))
        }
        Part::Label(Label { title, anchor }) => Some(format!("    - [{title}](#{anchor})\n")),
        _ => None,
    });
    lines.collect()
}

fn has_answers(parts: &[Part], heading: &str) -> bool {
    let is_it = |part: &&Part| matches!(part, Part::Heading(title) if title == heading);
    let after = parts.iter().skip_while(|part| !is_it(part)).skip(1);
    let mut after = after.skip_while(|part| matches!(part, Part::Label(_)));
    matches!(after.next(), Some(Part::Answer(_)))
}

fn parts(root: &Path) -> Result<Vec<Part>, String> {
    let text = file(root, DATA)?;
    let mut parts = Vec::new();
    let mut heading = "";
    let mut taken = BTreeSet::new();
    let mut said: Vec<Said> = Vec::new();
    let mut lines = text.lines().filter(|line| !line.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        if let Some(first) = line.strip_prefix("    ") {
            let mut answer = first.to_string();
            while let Some(more) = lines.next_if(|line| line.starts_with("    ")) {
                answer += &format!(" {}", more.trim());
            }
            if said.is_empty() {
                return Err(format!("{DATA}: nothing stands before `{answer}`"));
            }
            parts.push(Part::Answer(Answer { said: mem::take(&mut said), text: answer }));
        } else if let Some(title) = line.strip_prefix("heading: ") {
            heading = title;
            parts.push(Part::Heading(title.to_string()));
        } else if let Some(title) = line.strip_prefix("part: ") {
            let anchor = slug(&format!("{heading} {title}"));
            parts.push(Part::Label(Label { title: title.to_string(), anchor }));
        } else if let Some(title) = line.strip_prefix("article ") {
            parts.push(Part::Article(format!("Article {title}")));
        } else if !line.is_empty() {
            said.push(said_in(line, &mut taken));
            if lines.peek().is_some_and(|next| !next.is_empty() && !is_title(next)) {
                continue;
            }
        }
        if let Some(open) = said.last() {
            return Err(format!("{DATA}: no answer stands below {}", open.shown));
        }
    }
    Ok(parts)
}

fn is_title(line: &str) -> bool {
    ["article ", "heading: ", "part: "].iter().any(|kind| line.starts_with(kind))
}

fn said_in(line: &str, taken: &mut BTreeSet<String>) -> Said {
    let (kind, anchor, shown, link) = if let Some(name) = line.strip_prefix("also: ") {
        (Kind::Beyond, name.to_string(), String::new(), String::new())
    } else if let Some(names) = line.strip_prefix("listing: ") {
        let code: Vec<_> = names.split(", ").map(|name| format!("`{name}`")).collect();
        let link = format!("the listing {}", code.join(" and "));
        let first = names.split(',').next().unwrap_or(names);
        (Kind::Listing, format!("listing-{first}"), format!("**The{}.**", &link[3..]), link)
    } else {
        (Kind::Quotation, slug(line), format!("**“{line}”**"), format!("“{line}”"))
    };
    let numbered = (2..).map(|number| format!("{anchor}-{number}"));
    let mut anchors = iter::once(anchor.clone()).chain(numbered);
    let anchor = anchors.find(|anchor| taken.insert(anchor.clone()));
    Said { kind, anchor: anchor.expect("there is always a next number"), shown, link }
}

fn check(said: &Said, answer: &str) -> Result<(), String> {
    let is_right = match said.kind {
        Kind::Beyond => answer.starts_with(BEYOND),
        _ => VERDICTS.iter().any(|verdict| answer.starts_with(verdict)),
    };
    let fault =
        || format!("{DATA}: the answer to {} begins with no verdict: `{answer}`", said.shown);
    if is_right { Ok(()) } else { Err(fault()) }
}

/// Returns the anchor that mdBook and forges make of a heading.
fn slug(title: &str) -> String {
    let words = title.trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
}

/// Breaks a paragraph into lines.
pub fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is one from the start");
        if line.is_empty() {
            *line += word;
        } else if line.chars().count() + 1 + word.chars().count() > 118 {
            lines.push(word.to_string());
        } else {
            *line += &format!(" {word}");
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Returns the answers of a file with these lines below one heading.
    fn answers_of(name: &str, lines: &str) -> Result<String, String> {
        let root =
            std::env::temp_dir().join(format!("examples-book-{}-{name}", std::process::id()));
        fs::create_dir_all(root.join("docs")).expect("a temporary folder can be made");
        let text = format!("article A: T\nheading: H\n{lines}");
        fs::write(root.join(DATA), text).expect("a temporary file can be written");
        let answers = answers(&root);
        fs::remove_dir_all(root).expect("it was made above");
        answers
    }

    #[test]
    fn an_answer_stands_below_what_it_answers() {
        let page = answers_of("whole", "it is\nfast!\n    *Holds.* See\n    there.\n").unwrap();
        let expected = "\
### H

<a id=\"it-is\"></a><a id=\"fast\"></a>
**“it is”**\\
**“fast!”**\\
*Holds.* See there.
";
        assert!(page.ends_with(expected), "{page}");
        assert!(page.starts_with("- [Article A: T](#article-a-t)\n  - [H](#h)\n"), "{page}");
    }

    #[test]
    fn a_label_stands_below_its_heading() {
        let lines = "heading: I\npart: L\nit is\n    *Holds.*\nheading: Empty\n";
        let page = answers_of("label", lines).unwrap();
        assert!(page.contains("\n### I\n\n<a id=\"i-l\"></a>\n\n#### L\n"), "{page}");
        assert!(page.starts_with("- [Article A: T](#article-a-t)\n  - [I](#i)\n    - [L](#i-l)\n"));
        assert!(!page.contains("# H"), "{page}");
        assert!(!page.contains("Empty"), "{page}");
    }

    #[test]
    fn no_sentence_goes_without_an_answer() {
        let open = answers_of("open", "it is\n    *Holds.*\nfast\nheading: I\n").unwrap_err();
        assert!(open.ends_with("no answer stands below **“fast”**"), "{open}");
        let last = answers_of("last", "it is\n    *Holds.*\nfast\n").unwrap_err();
        assert!(last.ends_with("no answer stands below **“fast”**"), "{last}");
        let mute = answers_of("mute", "it is\n    See there.\n").unwrap_err();
        assert!(mute.contains("begins with no verdict"), "{mute}");
    }

    #[test]
    fn a_sentence_that_comes_twice_has_two_anchors() {
        let page = answers_of("twice", "it is\n    *Holds.*\nit is\n    *Not so*.\n").unwrap();
        assert!(page.contains("<a id=\"it-is\">") && page.contains("<a id=\"it-is-2\">"), "{page}");
    }
}
