use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{ExitCode, ExitStatus};
use std::time::Duration;

use console::{Term, style};
use examples_timeline::{Output, Target};

use crate::child::{self, Ending};
use crate::command_line::{self, Request};
use crate::environment::Environment;
use crate::listing::{Listing, near};
use crate::signals;

/// How long a listing may take when it runs on its own input, unless the reader says otherwise.
const DEADLINE: Duration = Duration::from_secs(60);
const DEADLINE_VARIABLE: &str = "EXAMPLES_DEADLINE";

/// The exit status that means: something failed, and was named.
const FAILURE: u8 = 1;
/// The exit status that means: the command line is wrong.
const USAGE: u8 = 2;

/// Does what the command line asks for; usually called through [`section!`](crate::section).
///
/// `section` is the name that the reader typed, `about` a line that describes it.
/// Returns exit status 0 when all went well, 1 when a listing failed, 2 when the command line is wrong,
/// and 128 plus the signal's number when a signal ended it: 130 for Ctrl-C. A closed standard output ends
/// the program quietly with 0.
pub fn run(
    section: &str,
    about: &str,
    listings: &[Listing],
    environment: fn() -> io::Result<Environment>,
) -> ExitCode {
    if let Some(name) = env::var_os(child::VARIABLE)
        && let Some(listing) = listings.iter().find(|listing| name == *listing.name)
    {
        return child::run_in_child(listing);
    }
    let runner = Runner { section, about, listings, environment };
    match signals::leave_to_the_listing().and_then(|()| runner.answer()) {
        Ok(status) => ExitCode::from(status),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(section, &error.to_string());
            ExitCode::FAILURE
        }
    }
}

struct Runner<'a> {
    section: &'a str,
    about: &'a str,
    listings: &'a [Listing],
    environment: fn() -> io::Result<Environment>,
}

impl Runner<'_> {
    fn answer(&self) -> io::Result<u8> {
        let deadline = match deadline() {
            Ok(deadline) => deadline,
            Err(sentence) => return Ok(self.refuse(&sentence)),
        };
        let (request, timeline) = match command_line::parse(env::args_os().skip(1)) {
            Ok(parsed) => parsed,
            Err(error) => {
                return Ok(self.refuse(&format!("{error}; --help says what is understood")));
            }
        };
        match request {
            Request::Help => self.help(),
            Request::List => self.list(),
            Request::All if matches!(timeline, Some(Output::File(..))) => {
                Ok(self.refuse("--timeline=FILE shows one listing; which one?"))
            }
            Request::All => self.run_all(deadline, timeline),
            Request::One { name, input } => self.run_one(&name, input, deadline, timeline),
        }
    }

    /// Where the timeline goes, if one is asked for and can be had.
    fn target(&self, timeline: Option<Output>) -> io::Result<Option<Target>> {
        match (timeline, examples_timeline::unavailable()) {
            (None, _) => Ok(None),
            (Some(_), Some(sentence)) => {
                complain(self.section, sentence);
                Ok(None)
            }
            (Some(output), None) => Target::new(output).map(Some),
        }
    }

    fn help(&self) -> io::Result<u8> {
        let Self { section, about, .. } = self;
        let text = format!(
            "{about}\n\n\
             cargo run -p {section}                       all listings, in reading order\n\
             cargo run -p {section} -- NAME [INPUT...]    one listing, on your input if it takes any\n\
             cargo run -p {section} -- NAME --help        what input it takes\n\
             cargo run -p {section} -- --list             their names, with a line about each\n\
             cargo run -p {section} -- --help             this text\n\n\
             --timeline           after each listing, draw what its threads did (on Linux)\n\
             --timeline=FILE.svg  draw it as a picture; FILE.json for https://ui.perfetto.dev\n\n\
             A listing that runs without INPUT is stopped after {} s; {DEADLINE_VARIABLE}=SECONDS \
             in the environment sets another deadline.\n\n\
             Exit status: 0 all well, 1 a listing failed, 2 a wrong command line, 130 Ctrl-C.\n\n",
            DEADLINE.as_secs(),
        );
        for line in text.lines() {
            writeln!(io::stdout(), "{}", textwrap::fill(line, width().subsequent_indent("    ")))?;
        }
        self.list()
    }

    fn list(&self) -> io::Result<u8> {
        let usages = || self.listings.iter().map(Listing::usage);
        let longest = usages().map(|usage| usage.len()).max().unwrap_or(0);
        let indent = " ".repeat(longest + 2);
        let mut out = io::stdout().lock();
        for (listing, usage) in self.listings.iter().zip(usages()) {
            let usage = format!("{usage:longest$}  ");
            let options = width().initial_indent(&usage).subsequent_indent(&indent);
            writeln!(out, "{}", textwrap::fill(listing.summary(), options))?;
        }
        Ok(0)
    }

    fn run_all(&self, deadline: Duration, timeline: Option<Output>) -> io::Result<u8> {
        let mut target = self.target(timeline)?;
        let environment = (self.environment)()?;
        let mut failed = Vec::new();
        for (index, listing) in self.listings.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            let place = format!("{} of {}", index + 1, self.listings.len());
            writeln!(io::stdout(), "{gap}== {} ({place}): {}", listing.name, listing.summary())?;
            let (ending, drawn) =
                run_and_draw(listing.name, &[], &environment, Some(deadline), &mut target)?;
            drawn?;
            if let Ending::Interrupted(status) = ending {
                return Ok(signals::status(status));
            }
            if let Some(what) = failure(&ending) {
                complain(self.section, &format!("listing `{}` {what}", listing.name));
                failed.push(listing.name);
            }
        }
        if failed.is_empty() {
            return Ok(0);
        }
        let of = self.listings.len();
        complain(self.section, &format!("{} of {of} failed: {}", failed.len(), failed.join(", ")));
        Ok(FAILURE)
    }

    fn run_one(
        &self,
        name: &str,
        words: Vec<OsString>,
        deadline: Duration,
        timeline: Option<Output>,
    ) -> io::Result<u8> {
        let Some(listing) = self.listings.iter().find(|listing| listing.name == name) else {
            return Ok(self.refuse(&self.no_such_listing(name)));
        };
        if words.first().is_some_and(|word| word == "-h" || word == "--help") {
            let (section, usage) = (self.section, listing.usage());
            writeln!(io::stdout(), "cargo run -p {section} -- {usage}\n{}", listing.summary())?;
            return Ok(0);
        }
        let input = match listing.check(words) {
            Ok(input) => input,
            Err(sentence) => return Ok(self.refuse(&sentence)),
        };
        let mut target = self.target(timeline)?;
        let environment = (self.environment)()?;
        // On the reader's own input a listing takes as long as it takes.
        let deadline = input.is_empty().then_some(deadline);
        let (ending, drawn) = run_and_draw(name, &input, &environment, deadline, &mut target)?;
        point_to_source(self.section, name);
        let what = failure(&ending);
        if let Err(error) = drawn {
            complain(self.section, &error.to_string());
            if what.is_none() {
                return Ok(FAILURE);
            }
        }
        match ending {
            Ending::Interrupted(status) if !status.success() => return Ok(signals::status(status)),
            // The listing has said itself what is wrong with its input.
            Ending::Exited(status) if !input.is_empty() && status.code() == Some(1) => {
                return Ok(FAILURE);
            }
            _ => {}
        }
        let Some(what) = what else { return Ok(0) };
        complain(self.section, &format!("listing `{name}` {what}"));
        Ok(FAILURE)
    }

    fn no_such_listing(&self, wrong: &str) -> String {
        let said = format!("there is no listing `{wrong}`");
        // As in `src/Squares.rs`.
        let stem =
            Path::new(wrong).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        if !self.listings.iter().any(|listing| listing.name == stem)
            && let Some(section) = other_section(&stem)
        {
            return format!("{said} here; `cargo run -p {section} -- {stem}` runs it");
        }
        let near: Vec<_> =
            near(self.listings, &stem).iter().map(|name| format!("`{name}`")).collect();
        let hint = match near.as_slice() {
            [] => String::new(),
            names => format!(" did you mean {}?", names.join(" or ")),
        };
        format!("{said};{hint} --list shows them all")
    }

    fn refuse(&self, sentence: &str) -> u8 {
        complain(self.section, sentence);
        USAGE
    }
}

/// Returns the section that has a listing of that name, looking for its file beside this package.
fn other_section(name: &str) -> Option<String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let mut sections =
        workspace.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let file = |section: &String| workspace.join(section).join("src").join(format!("{name}.rs"));
    let is_listing = !["lib", "main"].contains(&name);
    sections
        .find(|section| is_listing && section.starts_with("examples-") && file(section).is_file())
}

/// Returns how wide text on stdout may be: as wide as the terminal, or without a limit where it is none.
fn width<'a>() -> textwrap::Options<'a> {
    let columns = Term::stdout().size_checked().map(|(_rows, columns)| columns.into());
    textwrap::Options::new(columns.unwrap_or(usize::MAX)).break_words(false)
}

/// On a terminal, says where the listing's source and its page are.
fn point_to_source(section: &str, name: &str) {
    let terminal = Term::stderr();
    if terminal.is_term() && Term::stdout().is_term() {
        let chapter = section.trim_start_matches("examples-");
        let text = format!("{section}/src/{name}.rs, explained in docs/src/{chapter}/{name}.md");
        let _ = terminal.write_line(&style(text).for_stderr().dim().to_string());
    }
}

/// Runs a listing, and draws its timeline if there is a target for that. A drawing that fails is no reason
/// to say nothing of how the listing ended.
fn run_and_draw(
    name: &str,
    input: &[OsString],
    environment: &Environment,
    deadline: Option<Duration>,
    target: &mut Option<Target>,
) -> io::Result<(Ending, io::Result<()>)> {
    let (ending, recording) = child::run(name, input, environment, deadline, target.is_some())?;
    let drawn = match (target, recording) {
        (Some(target), Some(recording)) => target.draw(name, recording),
        _ => Ok(()),
    };
    Ok((ending, drawn))
}

/// Says a sentence on stderr. That nobody reads there is no reason to fail.
fn complain(section: &str, sentence: &str) {
    let _ = writeln!(io::stderr(), "{section}: {sentence}");
}

/// What went wrong with a listing, or `None` when nothing did.
fn failure(ending: &Ending) -> Option<String> {
    match ending {
        Ending::Late(deadline) => {
            Some(format!("was still running after {} s and was stopped", deadline.as_secs_f64()))
        }
        Ending::Exited(status) | Ending::Interrupted(status) if status.success() => None,
        Ending::Exited(status) | Ending::Interrupted(status) => Some(describe(*status)),
    }
}

fn describe(status: ExitStatus) -> String {
    match status.code() {
        Some(101) => "panicked (exit status 101)".to_string(),
        Some(code) => format!("failed (exit status {code})"),
        None => format!("was killed ({status})"),
    }
}

/// The deadline from the environment, if one is set there.
fn deadline() -> Result<Duration, String> {
    let Some(text) = env::var_os(DEADLINE_VARIABLE) else { return Ok(DEADLINE) };
    text.to_str()
        .and_then(|text| text.parse().ok())
        .filter(|seconds: &f64| *seconds > 0.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| {
            format!("{DEADLINE_VARIABLE} is {text:?}; expected a number of seconds above 0")
        })
}
