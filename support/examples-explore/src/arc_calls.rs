//! Calls that tell how many handles of an `Arc` there are, or that drop one.

use super::tokens::{Token, after_group};

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

/// Returns the end of the group that begins at `open`, if it has one.
fn closing<'a>(tokens: &[Token<'a>], open: usize) -> Option<Token<'a>> {
    let end = tokens.get(after_group(tokens, open) - 1)?;
    (end.text == ")").then_some(*end)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::arc_calls;

    fn changed(text: &str) -> String {
        let mut changes = arc_calls(&tokens(text));
        changes.sort_by_key(|(at, _)| *at);
        let (mut result, mut done) = (String::new(), 0);
        for (at, new) in changes {
            result = result + &text[done..at] + new;
            done = at;
        }
        result + &text[done..]
    }

    #[test]
    fn calls_are_wrapped() {
        assert_eq!(
            changed("a = std::sync::Arc::get_mut(&mut b).x(c);").replace("std::sync::arc::", ""),
            "a = after(std::sync::Arc::get_mut(before(&mut b))).x(c);"
        );
        assert_eq!(
            changed("drop(Arc::try_unwrap(f(g)));").replace("std::sync::arc::", ""),
            "drop(before_drop(after(Arc::try_unwrap(before(f(g))))));"
        );
        for same in ["Arc::clone(&a)", "fn drop(&mut self) {}", "a.drop(b)", "mem::drop(a)", "drop"]
        {
            assert_eq!(changed(same), same);
        }
    }
}
