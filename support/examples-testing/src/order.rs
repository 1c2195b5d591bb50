//! `expected/NAME.order`: which lines must come before which, when the rest may come in any order.
//!
//! ```text
//! # A thread starts before it is done,
//! thread {} starts -> thread {} is done
//! # and `main` speaks last.
//! * -> all are joined
//! ```
//!
//! `{}` stands for the same text on both sides, `*` for every other line.

/// The rules of one file.
pub(crate) struct Order {
    rules: Vec<(Pattern, Pattern)>,
}

struct Pattern(String);

impl Order {
    pub(crate) fn parse(text: &str) -> Self {
        let rules = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let rules = rules.map(|line| match line.split_once(" -> ") {
            Some((first, then)) => (Pattern(first.to_string()), Pattern(then.to_string())),
            None => panic!("expected a rule `first -> then`, found {line:?}"),
        });
        Order { rules: rules.collect() }
    }

    /// What `output` does wrong, a sentence for each rule broken. A rule that no pair of lines is
    /// under is broken too: it would prove nothing.
    pub(crate) fn problems(&self, output: &str) -> Vec<String> {
        let lines: Vec<_> = output.lines().collect();
        let mut problems = Vec::new();
        for (first, then) in &self.rules {
            let mut pairs = 0;
            for (earlier, a) in lines.iter().enumerate() {
                for (later, b) in lines.iter().enumerate() {
                    if earlier != later && pair(first, a, then, b) {
                        pairs += 1;
                        if later < earlier {
                            problems.push(format!("{b:?} came before {a:?}"));
                        }
                    }
                }
            }
            if pairs == 0 {
                problems.push(format!("no lines are like {:?} and {:?}", first.0, then.0));
            }
        }
        problems
    }
}

/// Whether the two lines are under the rule, with the same text for `{}`.
fn pair(first: &Pattern, a: &str, then: &Pattern, b: &str) -> bool {
    match (first.captured(a), then.captured(b)) {
        (Some(Some(a)), Some(Some(b))) => a == b,
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

impl Pattern {
    /// `None` if the line does not match; else the text at `{}`, if the pattern has one.
    fn captured<'a>(&self, line: &'a str) -> Option<Option<&'a str>> {
        if self.0 == "*" {
            return Some(None);
        }
        match self.0.split_once("{}") {
            None => (self.0 == line).then_some(None),
            Some((before, after)) => Some(Some(line.strip_prefix(before)?.strip_suffix(after)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "# comment\n{} starts -> {} ends\n* -> done\n";

    #[test]
    fn any_order_that_keeps_the_rules_is_right() {
        for output in ["a starts\nb starts\nb ends\na ends\ndone", "a starts\na ends\ndone"] {
            assert_eq!(Order::parse(RULES).problems(output), [""; 0]);
        }
    }

    #[test]
    fn a_broken_rule_is_named() {
        let problems = Order::parse(RULES).problems("b starts\na ends\na starts\ndone");
        assert_eq!(problems, [r#""a ends" came before "a starts""#]);
        let problems = Order::parse(RULES).problems("a starts\ndone\na ends");
        assert_eq!(problems, [r#""done" came before "a ends""#]);
    }

    #[test]
    fn a_rule_that_nothing_is_under_is_broken() {
        assert_eq!(Order::parse("x -> y").problems("x\nz").len(), 1);
    }
}
