//! Finds the paths that a file names, and among them those that the engine can't follow.

use std::collections::BTreeMap;

use super::tokens::Token;

/// A path such as `std::fs::File`, from a `use` or from the middle of the code.
#[derive(Debug)]
pub struct Path<'a> {
    /// Its names.
    pub names: Vec<&'a str>,
    /// Its line.
    pub line: u32,
    /// The name that a `use` gives it.
    alias: Option<&'a str>,
}

/// Returns all paths of a file, as they are written. Those that begin with what a `use` has named are there as a whole
/// as well.
pub fn paths<'a>(tokens: &[Token<'a>]) -> Vec<Path<'a>> {
    let mut found = Vec::new();
    let mut named = BTreeMap::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].text == "use" {
            let first = found.len();
            at = use_tree(tokens, at + 1, &[], &mut found);
            let names =
                found[first..].iter().filter_map(|path| Some((path.alias?, path.names.clone())));
            named.extend(names);
        } else if tokens[at].is_word() && is_sign(tokens, at + 1, "::") {
            let line = tokens[at].line;
            let mut names = vec![tokens[at].text];
            while is_sign(tokens, at + 1, "::") && tokens.get(at + 2).is_some_and(Token::is_word) {
                at += 2;
                names.push(tokens[at].text);
            }
            found.push(Path { names, line, alias: None });
            at += 1;
        } else {
            at += 1;
        }
    }
    let whole = |path: &Path<'a>| {
        let mut names = named.get(path.names.first()?)?.clone();
        names.extend(&path.names[1..]);
        (path.alias.is_none() && names != path.names).then_some(Path { names, ..*path })
    };
    let whole: Vec<_> = found.iter().filter_map(whole).collect();
    found.extend(whole);
    found
}

fn is_sign(tokens: &[Token], at: usize, sign: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == sign)
}

/// Adds the paths of a tree such as `std::{fs, sync::mpsc}`, and returns the index after it.
fn use_tree<'a>(
    tokens: &[Token<'a>],
    mut at: usize,
    before: &[&'a str],
    found: &mut Vec<Path<'a>>,
) -> usize {
    let mut names = before.to_vec();
    let (mut alias, mut is_glob) = (None, false);
    while let Some(token) = tokens.get(at) {
        match token.text {
            "::" => at += 1,
            "{" => {
                at += 1;
                while at < tokens.len() && tokens[at].text != "}" {
                    at = use_tree(tokens, at, &names, found);
                    at += usize::from(is_sign(tokens, at, ","));
                }
                return at + 1;
            }
            "*" => {
                is_glob = true;
                at += 1;
                break;
            }
            "as" => {
                alias = tokens.get(at + 1).map(|token| token.text);
                at += 2;
                break;
            }
            "self" if !names.is_empty() => at += 1,
            _ if token.is_word() => {
                names.push(token.text);
                at += 1;
            }
            _ => break,
        }
    }
    let line = tokens.get(at.saturating_sub(1)).map_or(0, |token| token.line);
    let alias = alias.or_else(|| names.last().copied().filter(|_| !is_glob));
    found.push(Path { names, line, alias });
    at.max(1)
}

/// Returns what a path uses that the engine can't follow, in the words of a sentence.
pub fn cannot_follow(path: &Path) -> Option<String> {
    let names: Vec<_> = path.names.iter().map(|name| name.trim_start_matches("r#")).collect();
    let what = match names[..] {
        ["rayon", ..] => "Rayon, whose threads",
        ["tokio", ..] => "Tokio, whose tasks and threads",
        ["smol" | "async_executor" | "async_io", ..] => "smol, whose tasks and threads",
        ["async_std", ..] => "async-std, whose tasks and threads",
        ["loom" | "shuttle", ..] => "another checker's threads, which",
        ["std", "fs", ..] => "files, which",
        ["std", "net", ..] | ["std", "os", "unix", "net", ..] => "sockets, which",
        ["std", "process", "Command" | "Child" | "Stdio", ..] => "other processes, which",
        ["std", "io", "stdin" | "Stdin", ..] => "input, which",
        ["core", "sync", ..] => "`core::sync`, which",
        ["async_channel" | "dashmap" | "flume" | "parking_lot" | "spin" | "threadpool", ..] => {
            "a crate with locks of its own, which"
        }
        ["crossbeam", "epoch", ..] | ["crossbeam_epoch", ..] => "Crossbeam's epochs, which",
        _ => return None,
    };
    Some(what.into())
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::{cannot_follow, paths};

    fn all(text: &str) -> Vec<String> {
        paths(&tokens(text)).iter().map(|path| path.names.join("::")).collect()
    }

    #[test]
    fn trees_are_taken_apart() {
        assert_eq!(
            all("use std::{fs, sync::{self, mpsc::*}, thread as t};"),
            ["std::fs", "std::sync", "std::sync::mpsc", "std::thread"]
        );
        assert_eq!(all("use ::a; x = b::c::d(e.f) + g::<h>::i;"), ["a", "b::c::d", "g"]);
    }

    #[test]
    fn paths_are_followed_to_their_use() {
        let all = all(
            "use std::{io::{self, Read}, process as p}; io::stdin(); p::Command::new(a); Read::read(b)",
        );
        let whole = ["std::io::stdin", "std::process::Command::new", "std::io::Read::read"];
        assert_eq!(all[all.len() - 3..], whole);
    }

    #[test]
    fn what_cannot_be_followed_has_a_line() {
        let text =
            "use std::{\n  sync::Mutex,\n  net::TcpStream,\n};\nfn f() { rayon::join(a, b); }";
        let tokens = tokens(text);
        let found: Vec<_> = paths(&tokens)
            .iter()
            .filter_map(|path| Some((cannot_follow(path)?, path.line)))
            .collect();
        let expected = [("sockets, which", 3), ("Rayon, whose threads", 5)];
        assert_eq!(found, expected.map(|(what, line)| (what.to_string(), line)));
    }
}
