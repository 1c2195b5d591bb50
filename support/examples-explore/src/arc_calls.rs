//! Calls that tell how many handles of an `Arc` there are, and what drops one.

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

/// The methods of `Weak` that do so.
const OF_WEAK: &[&str] = &["upgrade", "strong_count", "weak_count"];

/// Returns what is to be written around such calls, and where, so that other threads may run before and after them.
pub fn arc_calls(tokens: &[Token]) -> Vec<(usize, &'static str)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_own = |name: &str| (1..tokens.len()).any(|at| text(at) == name && text(at - 1) == "fn");
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let before = if at > 0 { text(at - 1) } else { "" };
        let of_arc = text(at) == "Arc" && COUNTS.contains(&text(at + 2));
        let of_weak = text(at) == "Weak" && OF_WEAK.contains(&text(at + 2));
        if (of_arc || of_weak) && text(at + 1) == "::" && text(at + 3) == "(" {
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
        } else if before == "."
            && OF_WEAK.contains(&text(at))
            && text(at + 1) == "("
            && text(at + 2) == ")"
            && !is_own(text(at))
        {
            // Of a name, or of a field of one.
            let Some(mut begin) = at.checked_sub(2) else { continue };
            while begin > 1 && text(begin - 1) == "." {
                begin -= 2;
            }
            let is_name = |token: &Token| {
                token.is_word() || token.text.starts_with(|c: char| c.is_ascii_digit())
            };
            if tokens[begin].is_word() && tokens[begin..at].iter().step_by(2).all(is_name) {
                found.extend([
                    (tokens[begin].start, "std::sync::arc::after(std::sync::arc::before(&"),
                    (tokens[at - 2].end(), ")"),
                    (tokens[at + 2].end(), ")"),
                ]);
            }
        } else if text(at) == "drop" && text(at + 1) == "(" && !matches!(before, "." | "::" | "fn")
        {
            let Some(end) = closing(tokens, at + 1) else { continue };
            found
                .extend([(tokens[at + 1].end(), "std::sync::arc::before_drop("), (end.start, ")")]);
        }
    }
    if found.iter().any(|(_, new)| new.contains("before(")) {
        found.splice(0..0, ends_of_closures(tokens));
    }
    found
}

/// Returns what is to be written into each `move` closure, and where, so that other threads may run before it drops what
/// it has captured.
fn ends_of_closures(tokens: &[Token]) -> Vec<(usize, &'static str)> {
    let find = |from: usize, text: &str| {
        (from..tokens.len()).find(|at| tokens[*at].text == text).unwrap_or(tokens.len())
    };
    let is_move = |at: &usize| tokens[*at].text == "move";
    let body = |at: usize| {
        let is_closure = tokens.get(at + 1)?.text == "|";
        let begin = find(at + 2, "|") + 1;
        let has_type = tokens.get(begin)?.text == "-";
        let begin = if has_type { find(begin, "{") } else { begin };
        tokens.get(begin).filter(|token| is_closure && token.text == "{")
    };
    let bodies = (0..tokens.len()).filter(is_move).filter_map(body);
    bodies.map(|token| (token.end(), " let _end = std::sync::arc::AtEnd;")).collect()
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
    fn what_a_weak_handle_tells_is_wrapped() {
        let short = |text| with_calls_wrapped(text).replace("std::sync::arc::", "");
        assert_eq!(
            short("if !self.a.0.upgrade().is_some() {}"),
            "if !after(before(&self.a.0).upgrade()).is_some() {}"
        );
        assert_eq!(short("Weak::upgrade(&a)"), "after(Weak::upgrade(before(&a)))");
        for same in
            ["f().upgrade()", "a[0].upgrade()", "a.upgrade(1)", "fn upgrade() { a.upgrade() }"]
        {
            assert_eq!(with_calls_wrapped(same), same);
        }
    }

    #[test]
    fn a_closure_ends_with_a_point_where_handles_are_counted() {
        let short = |text| with_calls_wrapped(text).replace("std::sync::arc::", "");
        assert_eq!(
            short("f(move |a: u8| -> u8 { b }); a.upgrade();"),
            "f(move |a: u8| -> u8 { let _end = AtEnd; b }); after(before(&a).upgrade());"
        );
        assert_eq!(short("drop(a); move || {}"), "drop(before_drop(a)); move || {}");
    }

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
