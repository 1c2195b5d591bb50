//! Calls that tell how many handles of an `Arc` there are, or that drop one.

use super::tokens::{Token, after_group, tokens};

/// The functions of `Arc` that depend on how many handles there are.
const COUNTS: &[&str] = &[
    "try_unwrap",
    "into_inner",
    "unwrap_or_clone",
    "strong_count",
    "weak_count",
    "get_mut",
    "make_mut",
];

/// Returns what is to be written around such calls, and where, so that other threads may run before and after them.
pub fn arc_calls(tokens: &[Token]) -> Vec<(usize, &'static str)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let before = if at > 0 { text(at - 1) } else { "" };
        if text(at) == "Arc"
            && text(at + 1) == "::"
            && COUNTS.contains(&text(at + 2))
            && text(at + 3) == "("
        {
            let mut begin = at;
            while begin > 1 && text(begin - 1) == "::" && tokens[begin - 2].is_word() {
                begin -= 2;
            }
            let Some(end) = closing(tokens, at + 3) else { continue };
            found.extend([
                (tokens[begin].start, "std::sync::arc::after("),
                (tokens[at + 3].end(), "std::sync::arc::before("),
                (end.start, ")"),
                (end.end(), ")"),
            ]);
        } else if text(at) == "drop" && text(at + 1) == "(" && !matches!(before, "." | "::" | "fn")
        {
            let Some(end) = closing(tokens, at + 1) else { continue };
            found
                .extend([(tokens[at + 1].end(), "std::sync::arc::before_drop("), (end.start, ")")]);
        }
    }
    found
}

/// Returns the text with that written around the calls. Each line keeps its number.
#[allow(dead_code)] // the tool makes other changes at the same time
pub fn with_calls_wrapped(text: &str) -> String {
    let mut changes = arc_calls(&tokens(text));
    changes.sort_by_key(|(at, _)| *at);
    let (mut wrapped, mut done) = (String::new(), 0);
    for (at, new) in changes {
        wrapped = wrapped + &text[done..at] + new;
        done = at;
    }
    wrapped + &text[done..]
}

/// Returns the end of the group that begins at `open`, if it has one.
fn closing<'a>(tokens: &[Token<'a>], open: usize) -> Option<Token<'a>> {
    let end = tokens.get(after_group(tokens, open) - 1)?;
    (end.text == ")").then_some(*end)
}

#[cfg(test)]
mod tests {
    use super::with_calls_wrapped;

    #[test]
    fn calls_are_wrapped() {
        let short = |text| with_calls_wrapped(text).replace("std::sync::arc::", "");
        assert_eq!(
            short("a = std::sync::Arc::get_mut(&mut b).x(c);"),
            "a = after(std::sync::Arc::get_mut(before(&mut b))).x(c);"
        );
        assert_eq!(
            short("drop(Arc::try_unwrap(f(g)));"),
            "drop(before_drop(after(Arc::try_unwrap(before(f(g))))));"
        );
        for same in ["Arc::clone(&a)", "fn drop(&mut self) {}", "a.drop(b)", "mem::drop(a)", "drop"]
        {
            assert_eq!(with_calls_wrapped(same), same);
        }
    }
}
