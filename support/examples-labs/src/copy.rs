//! The text of an answer, made ready to be a module that can be followed.
//!
//! `labs/build.rs` uses this file, too, so it needs nothing but std.

#[path = "../../examples-explore/src/arc_calls.rs"]
mod arc_calls;
#[allow(dead_code)] // the lines of tokens
#[path = "../../examples-explore/src/tokens.rs"]
mod tokens;

/// What a module of an answer sees in place of the usual names.
const NAMES: &str =
    "{core, crossbeam, eprint, eprintln, labs, print, println, rayon, std, thread_local, tokio}";

/// Returns the text of an answer as that of the module `crate::MODULE`, in which `std` is a model. Each line keeps its
/// number.
///
/// A file that is a crate may begin with `//!` and `#![…]`, and has paths that begin with `crate::` or `::std::`. All
/// that means something else in a module. A module in the file would see the real std, so it gets the names, too.
/// Where it looks at the handles of an `Arc`, or drops one, other threads may run.
pub fn as_module(text: &str, module: &str) -> String {
    let text = arc_calls::with_calls_wrapped(text);
    let pieces = pieces(&text);
    let mut result = String::new();
    let mut index = 0;
    while index < pieces.len() {
        let piece = pieces[index];
        if piece == "#" && is_next(&pieces, index, &["!", "["]) {
            let end = end_of_attribute(&pieces, index);
            result.extend(pieces[index..end].concat().chars().filter(|letter| *letter == '\n'));
            index = end;
            continue;
        }
        if piece == "crate" && is_next(&pieces, index, &[":", ":"]) && before(&pieces, index) != "$"
        {
            result += &format!("crate::{module}");
        } else if piece == ":"
            && ["std", "core", "crossbeam"].iter().any(|name| is_next(&pieces, index, &[":", name]))
            && begins_path(&pieces, index)
        {
            result += &format!("crate::{module}:"); // Its second colon follows.
        } else if let Some(rest) = piece.strip_prefix("//!") {
            result += &format!("// {rest}");
        } else if let Some(rest) = piece.strip_prefix("/*!") {
            result += &format!("/* {rest}");
        } else {
            result += piece;
        }
        if piece == "{" && opens_module(&pieces, index) {
            result += &format!("#[allow(unused_imports)] use crate::{module}::{NAMES};");
        }
        index += 1;
    }
    result
}

/// Returns which exercise the last lines of an answer name, if there are such lines.
pub fn exercise(text: &str) -> Option<&str> {
    let pieces = code_of(text);
    let macro_call = pieces.windows(2).position(|two| two == ["exercise", "!"])?;
    let name = pieces[macro_call..].windows(2).find(|two| two[0] == "fn")?;
    Some(name[1])
}

/// Returns the pieces of a text's code, from its first to its last: words, literals with quotes, and single marks.
pub fn code_of(text: &str) -> Vec<&str> {
    pieces(text).into_iter().filter(|piece| is_code(piece)).collect()
}

fn is_code(piece: &str) -> bool {
    !piece.trim().is_empty() && !piece.starts_with("//") && !piece.starts_with("/*")
}

/// Returns the nearest piece of code before this one.
fn before<'a>(pieces: &[&'a str], index: usize) -> &'a str {
    pieces[..index].iter().rev().find(|piece| is_code(piece)).unwrap_or(&"")
}

/// Returns whether these are the next pieces of code.
fn is_next(pieces: &[&str], index: usize, expected: &[&str]) -> bool {
    let mut next = pieces[index + 1..].iter().filter(|piece| is_code(piece));
    expected.iter().all(|expected| next.next() == Some(expected))
}

/// Returns whether the colons here are the first of a path, as in `::std`.
fn begins_path(pieces: &[&str], index: usize) -> bool {
    let before = before(pieces, index);
    let ends_name = |letter: char| letter.is_alphanumeric() || "_>:".contains(letter);
    before == "use" || before == "in" || !before.ends_with(ends_name)
}

fn opens_module(pieces: &[&str], index: usize) -> bool {
    let mut code = pieces[..index].iter().rev().filter(|piece| is_code(piece));
    code.next().is_some_and(|name| {
        name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
    }) && code.next() == Some(&"mod")
}

/// Returns the index after the bracket that ends the attribute.
fn end_of_attribute(pieces: &[&str], start: usize) -> usize {
    let mut open = 0;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        match *piece {
            "[" => open += 1,
            "]" if open == 1 => return index + 1,
            "]" => open -= 1,
            _ => {}
        }
    }
    pieces.len()
}

/// Divides a text into comments, literals with quotes, words, spaces, and single marks.
fn pieces(text: &str) -> Vec<&str> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(length(rest).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Returns the length of the first piece.
fn length(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let until = |end: &str, from: usize| {
        text[from..].find(end).map_or(text.len(), |at| from + at + end.len())
    };
    let while_so =
        |is_so: fn(char) -> bool| text.find(|letter| !is_so(letter)).unwrap_or(text.len());
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    if let Some(rest) = text.strip_prefix('"') {
        return 1 + string(rest);
    }
    if let Some(quoted) = text.strip_prefix('\'') {
        let mut letters = quoted.chars();
        return match (letters.next(), letters.next()) {
            (Some('\\'), Some(escaped)) => until("'", 2 + escaped.len_utf8()),
            (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
            _ => 1, // a lifetime
        };
    }
    if text.starts_with(char::is_whitespace) {
        return while_so(char::is_whitespace);
    }
    let word = while_so(|letter| letter.is_alphanumeric() || letter == '_');
    if ["r", "br", "cr"].contains(&&text[..word]) {
        let hashes = text[word..].len() - text[word..].trim_start_matches('#').len();
        if text[word + hashes..].starts_with('"') {
            return until(&format!("\"{}", "#".repeat(hashes)), word + hashes + 1);
        }
    }
    if word > 0 { word } else { first }
}

/// Returns the length of the rest of a string, with its last quote.
fn string(rest: &str) -> usize {
    let mut is_escaped = false;
    for (index, letter) in rest.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Block comments may stand in each other.
fn block_comment(text: &str) -> usize {
    let (mut open, mut index) = (0, 0);
    while let Some(at) = text[index..].find(['/', '*']) {
        index += at;
        if text[index..].starts_with("/*") {
            (open, index) = (open + 1, index + 2);
        } else if text[index..].starts_with("*/") {
            (open, index) = (open - 1, index + 2);
        } else {
            index += 1;
        }
        if open == 0 {
            return index;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{as_module, exercise};

    fn line(text: &str) -> String {
        as_module(text, "m")
    }

    #[test]
    fn a_crate_becomes_a_module() {
        let cases = [
            ("//! Text\n#![allow(unused)]\nfn f() {}", "//  Text\n\nfn f() {}"),
            ("#![cfg_attr(\n  all(), allow(unused)\n)] // a", "\n\n // a"),
            ("#[test] fn f() {}", "#[test] fn f() {}"),
            ("use crate::a::B;", "use crate::m::a::B;"),
            ("pub(crate) fn f(x: crate::A) {}", "pub(crate) fn f(x: crate::m::A) {}"),
            (
                "macro_rules! m { () => { $crate::a() } }",
                "macro_rules! m { () => { $crate::a() } }",
            ),
            ("use ::std::thread;", "use crate::m::std::thread;"),
            ("use ::core::sync::atomic;", "use crate::m::core::sync::atomic;"),
            ("let a = ::std::mem::take(&mut b);", "let a = crate::m::std::mem::take(&mut b);"),
            (
                "Arc::try_unwrap(a)",
                "std::sync::arc::after(Arc::try_unwrap(std::sync::arc::before(a)))",
            ),
            ("<T as a::std::B>::std::c", "<T as a::std::B>::std::c"),
            ("\"crate::a\" // crate::a", "\"crate::a\" // crate::a"),
            ("r#\"a\" crate::b\"# crate::c", "r#\"a\" crate::b\"# crate::m::c"),
            ("fn f<'a>(x: &'a str) { x == '\"' || x == '\\'' || crate::b }", ""),
            ("/* /* crate::a */ crate::b */ crate::c", "/* /* crate::a */ crate::b */ crate::m::c"),
        ];
        for (text, expected) in cases {
            let expected = if expected.is_empty() {
                text.replace("crate::b", "crate::m::b")
            } else {
                expected.into()
            };
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn an_inner_module_gets_the_names() {
        let text = line("mod inner {\n    //! Text\n    use std::sync::Mutex;\n}");
        assert!(
            text.starts_with("mod inner {#[allow(unused_imports)] use crate::m::{core, crossbeam,")
        );
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn the_last_lines_name_the_exercise() {
        let text = "// exercise! { fn no(a); }\nlabs::exercise! {\n    #[test]\n    fn gate(Gate::new);\n}";
        assert_eq!(exercise(text), Some("gate"));
        assert_eq!(exercise("fn gate() {}"), None);
        assert_eq!(exercise(""), None);
    }
}
