//! What the book sets in “…” is in the article that it names, and what it calls a heading of an article is one.
//!
//! `docs/articles.txt` has the articles' sentences. Straight quotation marks are for everything else: headings,
//! output, words.

use std::fs;
use std::path::{Path, PathBuf};

/// An article of `docs/articles.txt`, each text as `plain` returns it.
#[derive(Default)]
struct Article {
    letter: char,
    headings: Vec<String>,
    quotations: Vec<String>,
}

/// A paragraph of a page, or what stands for one in a listing.
struct Paragraph {
    file: String,
    line: usize,
    text: String,
    /// The article that the part of the page is about.
    article: Option<char>,
}

fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the package is in support/")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below a folder whose names have this ending, in order.
fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = folder.read_dir().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    let files = |path: PathBuf| {
        if path.is_dir() {
            return files_below(&path, ending);
        }
        let is_one = path.extension().is_some_and(|found| found == ending);
        if is_one { vec![path] } else { Vec::new() }
    };
    paths.into_iter().flat_map(files).collect()
}

/// Returns a text without its marks and line ends, in small letters.
fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        words.push_str(before);
        let (name, after) = link.split_once("](").unwrap_or((link, ")"));
        words.push_str(name);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words.retain(|c| !"`*".contains(c));
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn articles() -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    for line in read(&root().join("docs/articles.txt")).lines() {
        if let Some(title) = line.strip_prefix("article ") {
            let letter = title.chars().next().expect("an article has a letter");
            articles.push(Article { letter, ..Article::default() });
            continue;
        }
        let is_ours = ["#", "    ", "also: ", "listing: "].iter().any(|it| line.starts_with(it));
        if line.is_empty() || is_ours {
            continue;
        }
        let article = articles.last_mut().expect("the first line begins an article");
        match line.strip_prefix("heading: ").or(line.strip_prefix("part: ")) {
            Some(heading) => article.headings.push(plain(heading)),
            None => article.quotations.push(plain(line)),
        }
    }
    articles
}

/// The paragraphs of a text, without its code blocks. `words` takes from each line what a reader reads.
fn paragraphs(path: &Path, text: &str, words: fn(&str) -> &str) -> Vec<Paragraph> {
    let file = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    let mut found = Vec::new();
    let mut article = None;
    let mut is_code = false;
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        let line = words(line);
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence || line.trim().is_empty() {
            is_open = false;
            continue;
        }
        if let Some(heading) = line.strip_prefix("## ") {
            let mut letters = heading.strip_prefix("Article ").into_iter().flat_map(str::chars);
            article = letters.next();
        }
        if !is_open {
            let (line, text) = (number + 1, String::new());
            found.push(Paragraph { file: file.clone(), line, text, article });
            is_open = true;
        }
        let paragraph: &mut Paragraph = found.last_mut().expect("it was pushed");
        paragraph.text.push_str(line);
        paragraph.text.push('\n');
    }
    found
}

/// What a listing's header says, and what a study says of its article.
fn listing(path: &Path) -> Vec<Paragraph> {
    let text = read(path);
    let mut found =
        paragraphs(path, &text, |line| line.strip_prefix("//!").map_or("", str::trim_start));
    let field = |line: &str, name| {
        let value = line.trim().strip_prefix(name)?.strip_suffix("\",")?;
        Some(value.replace("\\\"", "\""))
    };
    for (number, line) in text.lines().enumerate() {
        if let Some(article) = field(line, "article: \"") {
            let file = path.strip_prefix(root()).unwrap_or(path).display().to_string();
            found.push(Paragraph { file, line: number + 1, text: article, article: None });
        }
        if let Some((says, study)) = field(line, "says: \"").zip(found.last_mut()) {
            study.text.push_str(":\n");
            study.text.push_str(&says);
        }
    }
    found
}

fn everything() -> Vec<Paragraph> {
    let pages = files_below(&root().join("docs/src"), "md");
    let pages = pages.into_iter().chain([root().join("README.md")]);
    let mut found: Vec<_> = pages
        .flat_map(|page| {
            let text = read(&page);
            paragraphs(&page, &text, |line| line)
        })
        .collect();
    let sections = root().read_dir().expect("a readable folder");
    let sections = sections.map(|entry| entry.expect("a readable folder").path());
    let mut sources: Vec<_> = sections
        .filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("examples-"))
        })
        .map(|section| section.join("src"))
        .collect();
    sources.sort();
    for source in sources {
        let files = files_below(&source, "rs");
        found.extend(files.iter().flat_map(|file| listing(file)));
    }
    found
}

/// Where a paragraph names an article, and which: a letter, or both.
fn mentions(text: &str) -> Vec<(usize, Option<char>)> {
    let mut found = Vec::new();
    for (place, letter) in text.char_indices().filter(|(_, c)| "AB".contains(*c)) {
        let (before, after) = (&text[..place], &text[place + 1..]);
        let is_word = |c: char| c.is_alphanumeric() || "_`".contains(c);
        if before.ends_with(is_word) || after.starts_with(is_word) {
            continue;
        }
        let is_named = ["rticle ", "rticles "].iter().any(|word| before.ends_with(word));
        // As a word of its own, `A` may begin any sentence.
        let is_letter = ["'s", ",", ")", ":", " \"", " “", " (", " says", " gives", " and B"];
        let is_letter = is_letter.iter().any(|word| after.starts_with(word));
        if letter == 'B' || is_named || is_letter {
            let are_both = letter == 'B' && before.ends_with("A and ");
            found.push((place, (!are_both).then_some(letter)));
        }
    }
    found
}

/// What stands between two quotation marks, and where.
fn quoted(text: &str, open: char, close: char) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(begin) = text[place..].find(open).map(|begin| place + begin + open.len_utf8()) {
        // A mark that is not closed is found, too: nothing in an article is so long.
        let end = text[begin..].find(close).map_or(text.len(), |end| begin + end);
        found.push((begin, &text[begin..end]));
        place = (end + close.len_utf8()).min(text.len());
    }
    found
}

/// Names a place in a paragraph as editors do.
fn place(paragraph: &Paragraph, at: usize) -> String {
    let lines = paragraph.text[..at].matches('\n').count();
    format!("{}:{}", paragraph.file, paragraph.line + lines)
}

fn complain(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// The articles are not here, so nothing but their number shows that one is lost.
#[test]
fn no_sentence_of_the_articles_is_lost() {
    let counts = articles().iter().map(|it| (it.letter, it.quotations.len())).collect::<Vec<_>>();
    assert_eq!(counts, [('A', 92), ('B', 132)], "docs/articles.txt");
}

#[test]
fn every_quotation_is_in_the_article_that_is_named() {
    let articles = articles();
    let mut failures = Vec::new();
    let mut seen = 0;
    for paragraph in everything() {
        let text = paragraph.text.replace('\n', " ");
        let mentions = mentions(&text);
        for (begin, words) in quoted(&text, '“', '”') {
            seen += 1;
            let nearest = mentions.iter().rev().find(|(place, _)| *place < begin);
            let letter = nearest.map_or(paragraph.article, |(_, letter)| *letter);
            // A sentence may end inside the marks.
            let wanted = plain(words);
            let wanted = wanted.trim_end_matches(['.', ',', '?', ':', ';']);
            let is_in =
                |article: &&Article| article.quotations.iter().any(|it| it.contains(wanted));
            let owners: Vec<_> = articles.iter().filter(is_in).map(|it| it.letter).collect();
            let is_right = letter.map_or(!owners.is_empty(), |letter| owners.contains(&letter));
            if !is_right || wanted.is_empty() {
                let article = letter.map_or("an article".to_string(), |it| format!("article {it}"));
                let place = place(&paragraph, begin);
                failures
                    .push(format!("{place}: “{words}” is not among the sentences of {article}"));
            }
        }
    }
    assert!(seen > 0, "the book quotes the articles");
    complain(&failures);
}

#[test]
fn every_heading_that_is_named_is_a_heading() {
    let articles = articles();
    let mut failures = Vec::new();
    let mut seen = 0;
    for paragraph in everything() {
        let text = paragraph.text.replace('\n', " ");
        let mentions = mentions(&text);
        let mut chain = None;
        for (begin, heading) in quoted(&text, '"', '"') {
            let before = &text[..begin - 1];
            let nearest = mentions.iter().rev().find(|(place, _)| *place < begin);
            let letter = match (chain, nearest) {
                (Some((end, letter)), _) if [", ", " and "].contains(&&before[end..]) => letter,
                (_, Some((place, letter))) if leads_to_a_heading(&before[place + 1..]) => *letter,
                _ => continue,
            };
            chain = Some((begin + heading.len() + 1, letter));
            seen += 1;
            let wanted = plain(heading);
            let wanted = wanted.trim_end_matches(['.', ',', ':']);
            let is_named =
                |article: &Article| article.headings.iter().any(|it| has_words(it, wanted));
            let mut named =
                articles.iter().filter(|it| letter.is_none_or(|letter| it.letter == letter));
            if !named.any(is_named) {
                let article =
                    letter.map_or("any article".to_string(), |it| format!("article {it}"));
                let place = place(&paragraph, begin);
                failures.push(format!("{place}: \"{heading}\" is not a heading of {article}"));
            }
        }
    }
    assert!(seen > 0, "the book names headings");
    complain(&failures);
}

/// Between an article's letter and its heading: `A, "…"`, `B's server, in "…"`, `A says under "…"`.
fn leads_to_a_heading(between: &str) -> bool {
    let between = between.trim_end_matches('['); // The heading may be a link.
    let last = [" in ", " under ", " from "].iter().any(|word| between.ends_with(word));
    let is_short = between.len() < 45 && !between.contains(['"', '.', ':', ';', '“']);
    [", ", " ", " ("].contains(&between) || (last && is_short)
}

/// Whether `text` has `words` in it, as whole words.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(begin, _)| {
        let (before, after) = (&text[..begin], &text[begin + words.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

#[test]
fn no_quotation_hides_between_straight_marks() {
    let articles = articles();
    let mut failures = Vec::new();
    for paragraph in everything() {
        let text = paragraph.text.replace('\n', " ");
        for (begin, words) in quoted(&text, '"', '"') {
            let wanted = plain(words);
            let wanted = wanted.trim_end_matches(['.', ',', '?', ':', ';']);
            let is_long = wanted.split(' ').count() > 1;
            let mut headings = articles.iter().flat_map(|it| &it.headings);
            let mut quotations = articles.iter().flat_map(|it| &it.quotations);
            let is_heading = headings.any(|it| has_words(it, wanted));
            if is_long && !is_heading && quotations.any(|it| has_words(it, wanted)) {
                let place = place(&paragraph, begin);
                failures.push(format!("{place}: \"{words}\" is an article's: write “{words}”"));
            }
        }
    }
    complain(&failures);
}
