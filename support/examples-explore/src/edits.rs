//! What the copy of a file changes, without moving a line.

use super::arc_calls::arc_calls;
use super::tokens::{Token, after_group, tokens};

/// What is explored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wants {
    /// The function `main`.
    Main,
    /// Each function that is a `#[test]`.
    Tests,
}

/// What to change in a file.
#[derive(Debug)]
pub struct Edits {
    /// What is explored, by its path in the file.
    pub entries: Vec<String>,
    /// The modules that are files of their own, by their paths in this one.
    pub modules: Vec<Vec<String>>,
    /// From where to where, and what comes there instead.
    changes: Vec<(usize, usize, &'static str)>,
}

/// Types whose statics never change.
const PLAIN: &[&str] = &[
    "&", "[", "]", "(", ")", ",", ";", "<", ">", "str", "bool", "char", "String", "u8", "u16",
    "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
    "Duration", "Option",
];

impl Edits {
    /// Returns what to change in this file.
    pub fn of(text: &str, wants: Wants) -> Self {
        let tokens = tokens(text);
        let mut edits = Self { entries: vec![], modules: vec![], changes: vec![] };
        edits.changes.extend(arc_calls(&tokens).into_iter().map(|(at, new)| (at, at, new)));
        edits.block(&tokens, 0, tokens.len(), &mut vec![], wants);
        edits
    }

    /// Returns the changed file.
    pub fn apply(mut self, text: &str) -> String {
        self.changes.sort_by_key(|(start, ..)| *start);
        let (mut changed, mut at) = (String::new(), 0);
        for (start, end, new) in self.changes {
            changed += &text[at..start];
            changed += new;
            at = end;
        }
        changed + &text[at..]
    }

    /// Looks through the tokens from `at` to `end`, which belong to this module.
    fn block(
        &mut self,
        tokens: &[Token],
        mut at: usize,
        end: usize,
        module: &mut Vec<String>,
        wants: Wants,
    ) {
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
        let mut depth = 0_usize;
        let mut is_test = false;
        while at < end {
            match text(at) {
                "#" => {
                    let open = at + 1 + usize::from(text(at + 1) == "!");
                    let after = after_group(tokens, open);
                    if wants == Wants::Tests {
                        is_test = self.attribute(tokens, at, open, after, is_test);
                    }
                    at = after;
                    continue;
                }
                "mod" => {
                    self.make_pub(tokens, at);
                    module.push(text(at + 1).trim_start_matches("r#").to_owned());
                    if text(at + 2) == "{" {
                        let after = after_group(tokens, at + 2);
                        self.block(tokens, at + 3, after - 1, module, wants);
                        at = after;
                    } else {
                        self.modules.push(module.clone());
                        at += 3;
                    }
                    module.pop();
                    continue;
                }
                "fn" => {
                    let name = text(at + 1).to_owned();
                    let is_main =
                        wants == Wants::Main && depth == 0 && module.is_empty() && name == "main";
                    if is_test || is_main {
                        self.make_pub(tokens, at);
                        let entry = [&**module, &[name]].concat().join("::");
                        // One that a `cfg` leaves out may stand beside the other.
                        if !self.entries.contains(&entry) {
                            self.entries.push(entry);
                        }
                    }
                    is_test = false;
                }
                "thread_local" if text(at + 1) == "!" => {
                    at = after_group(tokens, at + 2);
                    continue;
                }
                "static" if text(at + 1) != "mut" && text(at + 2) == ":" => {
                    self.begin_anew(tokens, at)
                }
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
        }
    }

    /// Looks at an attribute, and returns whether the next function is a test to explore.
    fn attribute(
        &mut self,
        tokens: &[Token],
        at: usize,
        open: usize,
        after: usize,
        is_test: bool,
    ) -> bool {
        let words = &tokens[open + 1..after.max(open + 2) - 1];
        let first = words.first().map_or("", |token| token.text);
        match first {
            "test" if words.len() == 1 => {
                // `#[test]` itself would remove the function.
                self.changes.push((tokens[at].start, tokens[after - 1].end(), ""));
                true
            }
            "cfg" | "cfg_attr" => {
                let is_cfg_test = |token: &&Token| token.text == "test";
                let found = words.iter().filter(is_cfg_test);
                self.changes.extend(found.map(|token| (token.start, token.end(), "all()")));
                is_test
            }
            "ignore" | "should_panic" => false,
            _ => is_test,
        }
    }

    fn make_pub(&mut self, tokens: &[Token], at: usize) {
        // A `pub` of any kind stands right before it, unless something like `const` does.
        let is_pub =
            at > 0 && matches!(tokens[at - 1].text, "pub" | ")" | "async" | "const" | "unsafe");
        if !is_pub {
            self.changes.push((tokens[at].start, tokens[at].start, "pub "));
        }
    }

    /// Makes a `static NAME: TYPE = VALUE;` begin anew in each schedule.
    fn begin_anew(&mut self, tokens: &[Token], at: usize) {
        let until = |mut from: usize, sign: &str| {
            while from < tokens.len() && tokens[from].text != sign {
                from = if matches!(tokens[from].text, "(" | "[" | "{") {
                    after_group(tokens, from)
                } else {
                    from + 1
                };
            }
            from
        };
        let kind = at + 3;
        let is = until(kind, "=");
        let end = until(is, ";");
        let is_plain = tokens[kind..is].iter().all(|token| {
            PLAIN.contains(&token.text) || token.text.starts_with(|c: char| c.is_ascii_digit())
        });
        if end < tokens.len() && is > kind && !is_plain {
            let insert = |place: usize, new| (place, place, new);
            self.changes.extend([
                insert(tokens[kind].start, "::examples_explore::EachSchedule<"),
                insert(tokens[is - 1].end(), ">"),
                insert(tokens[is + 1].start, "::examples_explore::EachSchedule::new(|| "),
                insert(tokens[end].start, ")"),
            ]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Edits, Wants};

    fn changed(text: &str, wants: Wants) -> (String, Vec<String>) {
        let edits = Edits::of(text, wants);
        let entries = edits.entries.clone();
        (edits.apply(text), entries)
    }

    #[test]
    fn main_is_reachable() {
        let (text, entries) = changed("//! x\nmod a;\nfn main() { fn main() {} }", Wants::Main);
        assert_eq!(text, "//! x\npub mod a;\npub fn main() { fn main() {} }");
        assert_eq!(entries, ["main"]);
        let (text, _) = changed("pub(crate) fn main() {}", Wants::Main);
        assert_eq!(text, "pub(crate) fn main() {}");
    }

    #[test]
    fn tests_are_reachable() {
        let text =
            "#[cfg(test)]\nmod t {\n#[test]\nfn a() {}\n#[test] #[ignore]\nfn b() {}\nfn c() {} }";
        let (text, entries) = changed(text, Wants::Tests);
        assert_eq!(
            text,
            "#[cfg(all())]\npub mod t {\n\npub fn a() {}\n #[ignore]\nfn b() {}\nfn c() {} }"
        );
        assert_eq!(entries, ["t::a"]);
    }

    #[test]
    fn statics_begin_anew() {
        let (text, _) = changed("static A: [M<u8>; 2] = [M::new(0); 2];", Wants::Main);
        let new = "::examples_explore::EachSchedule";
        assert_eq!(text, format!("static A: {new}<[M<u8>; 2]> = {new}::new(|| [M::new(0); 2]);"));
        let (text, _) = changed("static B: &[&str] = &[]; f::<&'static u8>()", Wants::Main);
        assert_eq!(text, "static B: &[&str] = &[]; f::<&'static u8>()");
    }

    #[test]
    fn modules_elsewhere_are_named() {
        let edits = Edits::of("mod a { mod b; } mod c;", Wants::Tests);
        assert_eq!(edits.modules, [vec!["a".to_string(), "b".into()], vec!["c".into()]]);
    }
}
