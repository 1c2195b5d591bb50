//! The command line, which the tool and the programs that it builds share.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use lexopt::ValueExt;
use lexopt::prelude::{Long, Short, Value};

/// What `--help` prints.
pub const HELP: &str = "\
Runs a program that uses std and Crossbeam in many orders of events.

Usage: cargo run -p examples-explore -- FILE.rs [OPTION…] [-- ARGUMENT…]

  --schedules N   how many orders to run, for each test [default: 5000]
  --seed S        chooses other orders, when all are too many [default: 0]
  --replay ORDER  runs one order again, and prints every step
  --test NAME     explores this test alone
  --may-poll      lets threads ask again and again, as a spin lock does
  --json FILE     writes what was found to FILE as well, as JSON
  --html FILE     writes a page on which you choose which thread runs next
  --edition YEAR  the file's edition [default: 2024]

Explores `main`, or in a file without `main` its `#[test]` functions. The
arguments are the program's own.
Exit status: 0 if nothing goes wrong, 1 if something does, 2 if it can't be
explored, 130 after Ctrl-C.
";

/// The options that have a value.
const VALUES: &[&str] = &["schedules", "seed", "replay", "test", "json", "html", "edition"];

/// What to explore, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program. It is missing only in a built program, which knows it.
    pub file: Option<PathBuf>,
    /// How many orders to run.
    pub schedules: u64,
    /// Chooses the orders that are run if all are too many.
    pub seed: u64,
    /// The one order to run.
    pub replay: Option<String>,
    /// The one test to explore.
    pub test: Option<String>,
    /// Whether a thread may ask again and again.
    pub may_poll: bool,
    /// Where to write what was found.
    pub json: Option<PathBuf>,
    /// Where to write the page on which the reader is the scheduler.
    pub html: Option<PathBuf>,
    /// The edition of the file.
    pub edition: String,
    /// Whether only the help is wanted.
    pub help: bool,
    /// The arguments of the program.
    pub arguments: Vec<OsString>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            file: None,
            schedules: 5_000,
            seed: 0,
            replay: None,
            test: None,
            may_poll: false,
            json: None,
            html: None,
            edition: "2024".into(),
            help: false,
            arguments: vec![],
        }
    }
}

impl Options {
    /// Reads the arguments of a command line.
    ///
    /// # Errors
    /// A sentence about the first argument that is wrong.
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut args = args.into_iter();
        let ours: Vec<_> = args.by_ref().take_while(|arg| arg != "--").collect();
        options.arguments = args.collect();
        let mut args = lexopt::Parser::from_args(ours);
        while let Some(arg) = args.next().map_err(|error| error.to_string())? {
            let name = match arg {
                Short('h') | Long("help") => {
                    options.help = true;
                    continue;
                }
                Long("may-poll") => {
                    options.may_poll = true;
                    continue;
                }
                Value(file) if options.file.is_none() => {
                    options.file = Some(file.into());
                    continue;
                }
                Value(other) => {
                    return Err(format!("one file at a time: what is `{}`?", other.display()));
                }
                Long(name) if VALUES.contains(&name) => format!("--{name}"),
                Long(name) => {
                    let all = VALUES.iter().chain(&["may-poll", "help"]);
                    let near = all.min_by_key(|near| strsim::osa_distance(near, name));
                    let near = near.filter(|near| strsim::osa_distance(near, name) <= 2);
                    let hint =
                        near.map_or(String::new(), |near| format!("did you mean `--{near}`? "));
                    return Err(format!("there is no option `--{name}`; {hint}`--help` says more"));
                }
                other => return Err(format!("{}; `--help` says more", other.unexpected())),
            };
            let value = args.value().map_err(|_| format!("`{name}` needs a value"))?;
            let text = value.string().map_err(|error| error.to_string())?;
            match &*name {
                "--schedules" => options.schedules = number(&name, &text)?,
                "--seed" => options.seed = number(&name, &text)?,
                "--replay" => options.replay = Some(text),
                "--test" => options.test = Some(text),
                "--json" => options.json = Some(text.into()),
                "--html" => options.html = Some(text.into()),
                _ => options.edition = edition(text)?,
            }
        }
        if options.schedules == 0 {
            return Err("`--schedules` must be at least 1".into());
        }
        Ok(options)
    }
}

fn number<T: FromStr>(option: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{option}` needs a whole number, and `{text}` is none"))
}

fn edition(text: String) -> Result<String, String> {
    let is_known = ["2015", "2018", "2021", "2024"].contains(&&*text);
    if is_known { Ok(text) } else { Err(format!("there is no edition `{text}`")) }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn read(line: &str) -> Result<Options, String> {
        Options::read(line.split_whitespace().map(Into::into))
    }

    #[test]
    fn options_may_stand_anywhere() {
        let options = read("--seed=7 a.rs --schedules 5 --test tests::b").expect("it is right");
        assert_eq!(options.file.as_deref(), Some("a.rs".as_ref()));
        assert_eq!((options.seed, options.schedules), (7, 5));
        assert_eq!(options.test.as_deref(), Some("tests::b"));
        let options = read("a.rs -- --seed 3").expect("it is right");
        assert_eq!((options.seed, options.arguments), (0, vec!["--seed".into(), "3".into()]));
    }

    #[test]
    fn a_wrong_argument_is_named() {
        let says = |line| read(line).expect_err("it is wrong");
        assert_eq!(says("a.rs b.rs"), "one file at a time: what is `b.rs`?");
        assert_eq!(says("--seed x"), "`--seed` needs a whole number, and `x` is none");
        assert_eq!(says("--seed"), "`--seed` needs a value");
        assert_eq!(says("--schedules 0"), "`--schedules` must be at least 1");
        assert_eq!(says("--edition 2020"), "there is no edition `2020`");
        assert_eq!(says("--wrong"), "there is no option `--wrong`; `--help` says more");
        let near =
            "there is no option `--shcedule`; did you mean `--schedules`? `--help` says more";
        assert_eq!(says("--shcedule=5"), near);
        assert_eq!(says("-x"), "invalid option '-x'; `--help` says more");
    }
}
