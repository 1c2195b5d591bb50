use std::fs;

use serde_json::Value;
use snapbox::assert::DEFAULT_ACTION_ENV;

use crate::Section;
use crate::project::{dependencies, rendered};

impl Section {
    /// Checks the programs of `refused/` and their twins in `accepted/`: those that need std alone, or those that need
    /// crates, which Cargo then compiles once more.
    ///
    /// A refused program has a comment `//~ error[CODE]: MESSAGE` (without `[CODE]` where the
    /// compiler has none), and the compiler must say just that, about the line that follows. The
    /// wording of warnings changes more often: after `//~ warning` it must say nothing but
    /// warnings about that line. A twin must build without a warning. `refused/NAME.txt` holds the
    /// whole message for the book, from the toolchain that wrote it; with `SNAPSHOTS=overwrite` in
    /// the environment it is written again.
    ///
    /// # Panics
    /// If the compiler says anything else; the message shows what it said.
    pub fn check_gallery(&self, with_crates: bool) {
        let mut names = self.stems("refused", "rs");
        names.retain(|name| {
            // `main` of a refused program may need std alone, and that of its twin a crate.
            ["refused", "accepted"]
                .iter()
                .any(|folder| !dependencies(&self.read(&format!("{folder}/{name}.rs"))).is_empty())
                == with_crates
        });
        if names.is_empty() {
            return;
        }
        for (name, said) in self.build("accepted", "accepted", &names) {
            let text = rendered(&said);
            assert!(said.is_empty(), "accepted/{name}.rs:\n{text}");
        }
        let refused = self.build("refused", "refused", &names);
        assert_eq!(refused.keys().collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
        for (name, said) in refused {
            let text = rendered(&said);
            let source = self.read(&format!("refused/{name}.rs"));
            let expected = Refusal::expected(&source);
            let found: Vec<_> = said.iter().map(Refusal::found).collect();
            assert!(expected.is_met_by(&found), "refused/{name}.rs: {expected:?}, found:\n{text}");

            let file = format!("refused/{name}.txt");
            if std::env::var_os(DEFAULT_ACTION_ENV).is_some_and(|action| action == "overwrite") {
                // A reader has the program in `src/main.rs`.
                let text = text.replace(&format!("src/{name}/main.rs"), "src/main.rs");
                let text = without_registry(&text);
                fs::write(self.path(&file), text).expect("the message can be written");
            }
        }
    }

    /// Returns whether the message that the book shows of a refused program is the one that its comment announces.
    pub(crate) fn is_announced(&self, name: &str) -> bool {
        let [source, message] = ["rs", "txt"].map(|ending| {
            fs::read_to_string(self.path(&format!("refused/{name}.{ending}"))).unwrap_or_default()
        });
        message.starts_with(&Refusal::expected(&source).text())
    }
}

/// What the compiler says of a refused program, as far as toolchains agree on it.
#[derive(Debug, PartialEq)]
struct Refusal {
    /// `error[E0373]: closure may outlive …`
    message: String,
    /// Counted from 1.
    line: usize,
}

impl Refusal {
    fn expected(source: &str) -> Self {
        let mut lines = source.lines().enumerate();
        let (index, line) = lines
            .find(|(_, line)| line.trim_start().starts_with("//~ "))
            .expect("a refused program has a comment `//~ error…` before the line in question");
        let message = line.trim_start().trim_start_matches("//~ ").to_string();
        Refusal { message, line: index + 2 }
    }

    /// The message as the compiler prints it: the name of a denied lint is in its data only.
    fn text(&self) -> String {
        match self.message.split_once("]: ") {
            Some((code, text)) if !code.starts_with("error[E0") => format!("error: {text}"),
            _ => self.message.clone(),
        }
    }

    fn is_met_by(&self, found: &[Refusal]) -> bool {
        let alike = |one: &Refusal| match self.message.as_str() {
            "warning" => one.message.starts_with("warning") && one.line == self.line,
            _ => one == self,
        };
        !found.is_empty() && found.iter().all(alike) // The compiler may say it twice, with two notes.
    }

    fn found(said: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let code = said["code"]["code"].as_str().map_or(String::new(), |code| format!("[{code}]"));
        let mut spans = said["spans"].as_array().into_iter().flatten();
        let primary = spans.find(|span| span["is_primary"] == true);
        Refusal {
            message: format!("{}{code}: {}", text(&said["level"]), text(&said["message"])),
            line: primary.and_then(|span| span["line_start"].as_u64()).unwrap_or_default() as usize,
        }
    }
}

/// A message without the folders of this machine in which cargo keeps the sources of crates.
fn without_registry(message: &str) -> String {
    let shorten = |line: &str| match line.split_once("/registry/src/") {
        Some((before, after)) => {
            let indent = before.find("-->").map_or("", |arrow| &before[..arrow + 4]);
            format!("{indent}{}", after.split_once('/').map_or(after, |(_index, path)| path))
        }
        None => line.to_string(),
    };
    message.lines().map(|line| shorten(line) + "\n").collect()
}
