//! mdBook's Run button sends a listing to the Rust Playground, which has only some crates. So only listings that need
//! no others get it: their `//! Paste:` line says what they need.

use std::fs;
use std::path::Path;

use crate::show::mark;

/// What the Playground has of the crates that listings use.
const CRATES: [&str; 9] = [
    "anyhow",
    "crossbeam",
    "csv",
    "futures-util",
    "num_cpus",
    "rayon",
    "tempfile",
    "tokio",
    "tokio-util",
];

/// Returns the text of a page in which each listing that the Playground can run has the button.
pub fn with_buttons(root: &Path, text: &str) -> String {
    let mut runs = false;
    let mut done = String::new();
    for line in text.split_inclusive('\n') {
        if runs && line.trim() == "```rust" {
            done += &format!("{},mdbook-runnable,edition2024\n", line.trim_end());
        } else {
            done += line;
        }
        runs = is_listing(root, line.trim_end());
    }
    done
}

/// Whether what follows this line is a whole listing that the Playground can run.
fn is_listing(root: &Path, line: &str) -> bool {
    let file = mark(line).map(|(_, what)| what);
    let is_source = |file: &&str| file.starts_with("examples-") && file.ends_with(".rs");
    let Some(file) = file.filter(is_source) else { return false };
    let text = fs::read_to_string(root.join(file)).unwrap_or_default();
    let paste = text.lines().find_map(|line| line.strip_prefix("//! Paste: "));
    paste.is_some_and(|paste| crates(paste).iter().all(|name| CRATES.contains(name)))
}

/// Returns the crates that the `cargo add` commands of a line name.
pub fn crates(paste: &str) -> Vec<&str> {
    let commands = paste.split('`').flat_map(|part| part.split(" && "));
    let adds = commands.filter_map(|command| command.strip_prefix("cargo add "));
    let mut crates = Vec::new();
    for add in adds {
        let mut words = add.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "--features" => drop(words.next()),
                option if option.starts_with("--") => {}
                name => crates.push(name),
            }
        }
    }
    crates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_its_crates_and_not_their_features() {
        let paste =
            "`cargo add anyhow && cargo add tokio --no-default-features --features rt,time`";
        assert_eq!(crates(paste), ["anyhow", "tokio"]);
        assert_eq!(crates("nothing to add"), [""; 0]);
    }

    #[test]
    fn whole_listings_get_a_button_if_the_playground_has_their_crates() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let page =
            |what: &str| format!("a\n\n<!-- show: {what} -->\n```rust\nfn main() {{}}\n```\nb\n");
        for runs in ["examples-rayon/src/squares.rs", "examples-threads/src/once.rs"] {
            let text = with_buttons(&root, &page(runs));
            assert!(text.contains("-->\n```rust,mdbook-runnable,edition2024\nfn main"), "{text}");
        }
        for stays in [
            "examples-rayon/src/squares.rs main",
            "examples-smol/src/race.rs",
            "examples-rayon/tests/it/squares.rs",
            "support/examples-book/src/main.rs",
        ] {
            assert_eq!(with_buttons(&root, &page(stays)), page(stays));
        }
    }
}
