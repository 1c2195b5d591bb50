//! Tests that need a program which not every reader has.

use std::env;
use std::io::{self, Write};

/// Where a job names the tools that it has installed, separated by commas. What needs them is not skipped there.
/// `CI` would not do: every forge sets it for every job, whatever the job has installed.
const REQUIRED: &str = "EXAMPLES_REQUIRE";
const TOOLS: [&str; 3] = ["go", "nats", "chromium"];

/// Returns whether a test must be skipped because `tool` is missing, and says so on stderr.
///
/// # Panics
/// If `tool` is missing although `EXAMPLES_REQUIRE` names it, or if a word there is not a tool.
pub fn skipped(tool: &str, missing: Option<&str>) -> bool {
    assert!(TOOLS.contains(&tool), "`{tool}` belongs into TOOLS");
    let words = env::var_os(REQUIRED).unwrap_or_default();
    let required = requires(&words.to_string_lossy(), tool);
    let Some(missing) = missing else { return false };
    assert!(!required, "{REQUIRED} names `{tool}`, but {missing}");
    // Not `eprintln!`, whose text is kept from the reader unless the test fails.
    let _ = io::stderr().write_all(format!("SKIPPED: {missing}\n").as_bytes());
    true
}

fn requires(words: &str, tool: &str) -> bool {
    let words: Vec<_> = words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    for word in &words {
        assert!(TOOLS.contains(word), "{REQUIRED} names `{word}`, which is none of {TOOLS:?}");
    }
    words.contains(&tool)
}

#[cfg(test)]
mod tests {
    use super::requires;

    #[test]
    fn only_what_is_named_is_required() {
        for (words, go) in [("", false), ("nats", false), ("go", true), ("nats, go,", true)] {
            assert_eq!(requires(words, "go"), go, "{words:?}");
        }
    }

    #[test]
    #[should_panic = "names `golang`, which is none of"]
    fn an_unknown_word_is_an_error() {
        requires("nats,golang", "nats");
    }
}
