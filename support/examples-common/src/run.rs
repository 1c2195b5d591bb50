use std::any::Any;
use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::{self, Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, fs, panic, slice, thread};

use crate::say::{print, remark};
use crate::{Listing, Signals, complain, finish, help, list, no_such, put, refuse, spawn_and_wait};

const DEADLINE_VARIABLE: &str = "EXAMPLES_DEADLINE";
/// How long a listing without input may run, unless that variable says otherwise.
const DEADLINE: Duration = Duration::from_secs(60);
/// Tells the child process which listing to run.
const LISTING_VARIABLE: &str = "EXAMPLES_LISTING";

/// A section, as [`section!`](crate::section) makes it.
pub struct Section {
    /// What the reader types after `cargo run -p`.
    pub name: &'static str,
    /// A line that describes it.
    pub about: &'static str,
    /// The section's folder.
    pub folder: &'static str,
    /// In reading order.
    pub listings: &'static [Listing],
    /// Called before the first listing runs.
    pub environment: Option<fn() -> io::Result<Environment>>,
    /// Makes what `--timeline` or `--timeline=FILE` asks for, unless that is [`ErrorKind::Unsupported`].
    pub observe: fn(Option<&Path>) -> io::Result<Box<dyn Observer>>,
}

/// What listings need around them while they run, such as a server.
pub struct Environment {
    /// Variables for the listings' processes, with their values.
    pub variables: Vec<(&'static str, String)>,
    /// Dropped when the last listing has ended.
    pub guard: Box<dyn Any>,
}

/// Watches a listing's process from outside.
pub trait Observer: Send {
    /// Watches the process, started at `start`, until it has ended or the time is up.
    fn watch(&mut self, process: u32, start: Instant, until: Option<Instant>);

    /// Shows what it has seen of this listing, whose process is gone.
    ///
    /// # Errors
    /// If it can't be shown.
    fn show(&mut self, listing: &str) -> io::Result<()>;
}

impl Section {
    /// Does what the command line asks for. Returns exit status 0 when all went well, 1 when a listing failed,
    /// 2 when the command line is wrong, and 128 plus its number when a signal ended it.
    pub fn run(&self) -> ExitCode {
        let child = env::var_os(LISTING_VARIABLE);
        match self.listings.iter().find(|listing| child.as_deref() == Some(listing.name.as_ref())) {
            None => finish(self.name, self.answer()),
            Some(listing) => {
                leave_when_printing_fails();
                (listing.main)()
            }
        }
    }

    fn answer(&self) -> anyhow::Result<u8> {
        let deadline = deadline()?;
        let unknown = |what: String| refuse(format!("{what}; --help says what is understood"));
        let mut arguments: Vec<_> = env::args_os().skip(1).collect();
        let first = arguments.first().and_then(|first| first.to_str());
        if let Some(option @ ("-h" | "--help" | "-l" | "--list")) = first {
            if let Some(extra) = arguments.get(1) {
                return Err(unknown(format!("unexpected argument {extra:?}")));
            }
            return self.list_or_help(option.ends_with(['h', 'p']));
        }
        // `--timeline` is the runner's wherever it stands before a `--`.
        let end = arguments.iter().position(|word| word == "--").unwrap_or(arguments.len());
        let after = arguments.split_off(end).into_iter().skip(1);
        if let Some([_, file]) =
            arguments.windows(2).find(|pair| pair[0] == "--timeline" && is_picture(&pair[1]))
        {
            let file = file.display();
            return Err(unknown(format!("--timeline {file}: write --timeline={file}")));
        }
        let is_option = |word: &OsString| word.len() > 1 && word.as_encoded_bytes()[0] == b'-';
        let (options, words): (Vec<_>, Vec<_>) = arguments.into_iter().partition(is_option);
        let mut words = words.into_iter().chain(after);
        let chosen = words.next().map(|name| self.find(&name.to_string_lossy())).transpose()?;
        let mut timeline = None;
        for option in &options {
            match (option.to_str().unwrap_or_default(), chosen) {
                ("--timeline", _) => timeline = Some(None),
                (text, _) if text.starts_with("--timeline=") => {
                    let file = Path::new(&text["--timeline=".len()..]);
                    if !is_picture(file.as_os_str()) {
                        return Err(unknown(format!("{text}: expected FILE.svg or FILE.json")));
                    }
                    timeline = Some(Some(file));
                }
                ("-h" | "--help", Some(listing)) => {
                    let (usage, summary) = (listing.usage(), listing.summary());
                    put(&format!("cargo run -p {} -- {usage}\n{summary}\n", self.name))?;
                    return Ok(0);
                }
                (_, Some(listing)) => return Err(refuse(listing.no_option(option))),
                (_, None) => return Err(unknown(format!("invalid option '{}'", option.display()))),
            }
        }
        let words: Vec<_> = words.collect();
        match chosen {
            Some(listing) => listing.check(&words).map_err(refuse)?,
            None if matches!(timeline, Some(Some(_))) => {
                return Err(refuse("--timeline=FILE shows one listing; which one?"));
            }
            None => {}
        }
        self.run_listings(chosen, &words, timeline, deadline)
    }

    fn find(&self, name: &str) -> anyhow::Result<&Listing> {
        let names: Vec<_> = self.listings.iter().map(|listing| listing.name).collect();
        let listing = self.listings.iter().find(|listing| listing.name == name);
        listing.ok_or_else(|| no_such("listing", name, &names))
    }

    fn list_or_help(&self, with_help: bool) -> anyhow::Result<u8> {
        if with_help {
            let text = include_str!("help.txt").replace("{section}", self.name);
            help(&text.replace("{about}", self.about))?;
        }
        let items = self.listings.iter().map(|listing| (listing.usage(), listing.summary()));
        list(&items.collect::<Vec<_>>())?;
        Ok(0)
    }

    /// The name of its page in the book.
    fn chapter(&self) -> &'static str {
        self.name.trim_start_matches("examples-")
    }

    /// How many messages of panics a listing prints if it works.
    fn panics_meant(&self, listing: &str) -> usize {
        let file = Path::new(self.folder).join(format!("expected/{listing}.stderr"));
        fs::read_to_string(file).unwrap_or_default().matches(" panicked at ").count()
    }

    /// Runs the chosen listing, or all of them, each under a heading.
    fn run_listings(
        &self,
        chosen: Option<&Listing>,
        words: &[OsString],
        timeline: Option<Option<&Path>>,
        deadline: Duration,
    ) -> anyhow::Result<u8> {
        let mut observer = match timeline.map(self.observe) {
            Some(Err(error)) if error.kind() == ErrorKind::Unsupported => {
                complain(self.name, &error.to_string());
                None
            }
            observer => observer.transpose()?,
        };
        let environment = self.environment.map(|make| make()).transpose()?;
        let mut signals = Signals::catch()?;
        // Without /proc, Linux does not tell where this program is.
        let program = env::current_exe().map(OsString::from);
        let program = program.or_else(|error| env::args_os().next().ok_or(error))?;
        // On the reader's own input a listing takes as long as it takes.
        let deadline = words.is_empty().then_some(deadline);
        let (mut failed, of) = (Vec::new(), self.listings.len());
        for (index, listing) in chosen.map_or(self.listings, slice::from_ref).iter().enumerate() {
            let name = listing.name;
            if chosen.is_none() {
                if index > 0 {
                    put("\n")?;
                }
                let place = index + 1;
                print("", &format!("== {name} ({place} of {of}): {}", listing.summary()), 3)?;
            }
            let mut command = Command::new(&program);
            command.args(words).env(LISTING_VARIABLE, name);
            command.envs(environment.iter().flat_map(|environment| environment.variables.clone()));
            let start = Instant::now();
            let mut unwatched = observer.as_mut();
            let status = spawn_and_wait(&mut command, deadline, |child| {
                if let Some(observer) = unwatched.take() {
                    let until = deadline.and_then(|deadline| start.checked_add(deadline));
                    thread::scope(|s| {
                        let watch = s.spawn(|| observer.watch(child.id(), start, until));
                        while !watch.is_finished() {
                            signals.pass_on(child);
                            thread::sleep(Duration::from_millis(1));
                        }
                    });
                }
                signals.pass_on(child);
                true
            })?;
            let is_well = status.is_some_and(|status| status.success());
            if is_well
                && words.is_empty()
                && let Some(sentence) = meant(self.panics_meant(name))
            {
                remark(sentence);
            }
            if chosen.is_some() {
                let section = self.name;
                let page = format!("{}/{name}", self.chapter());
                remark(&format!("{section}/src/{name}.rs; `cargo page {page}` explains it"));
            }
            if let Some(Err(error)) = observer.as_mut().map(|observer| observer.show(name)) {
                complain(self.name, &error.to_string());
                failed.push(name);
            }
            let interrupted = status.and_then(|status| signals.status(status));
            let what = match (status, status.and_then(|status| status.code()), interrupted) {
                (_, Some(0), None) => continue,
                (_, Some(0), _) if chosen.is_some() => continue,
                (_, _, Some(interrupted)) => return Ok(interrupted),
                // It has said itself what is wrong.
                (_, Some(code @ (1 | 2)), _) if !words.is_empty() => return Ok(code as u8),
                (_, Some(101), _) => "panicked (exit status 101)".to_string(),
                (_, Some(code), _) => format!("failed (exit status {code})"),
                (Some(status), None, _) => format!("was killed ({status})"),
                (None, ..) => {
                    let seconds = deadline.unwrap_or_default().as_secs_f64();
                    format!("was still running after {seconds} s and was stopped")
                }
            };
            complain(self.name, &format!("listing `{name}` {what}"));
            failed.push(name);
        }
        failed.dedup(); // A listing can fail, and its timeline, too.
        if chosen.is_none() && !failed.is_empty() {
            complain(self.name, &format!("{} of {of} failed: {}", failed.len(), failed.join(", ")));
        }
        if chosen.is_none() {
            let (section, chapter) = (self.name, self.chapter());
            let first = self.listings[0].name;
            remark("\nWhere to go next:");
            remark(&format!("  cargo page {chapter}  (explains these {of} listings)"));
            remark(&format!("  cargo run -p {section} -- {first}  (runs one of them)"));
        }
        Ok(u8::from(!failed.is_empty()))
    }
}

/// Says that this many panics are no fault.
pub(crate) fn meant(panics: usize) -> Option<&'static str> {
    match panics {
        0 => None,
        1 => Some("(The panic is meant: the listing shows what follows from it.)"),
        _ => Some("(The panics are meant: the listing shows what follows from them.)"),
    }
}

fn is_picture(file: &OsStr) -> bool {
    let ending = Path::new(file).extension().unwrap_or_default().to_ascii_lowercase();
    ending == "svg" || ending == "json"
}

fn deadline() -> anyhow::Result<Duration> {
    let Some(text) = env::var_os(DEADLINE_VARIABLE) else { return Ok(DEADLINE) };
    let seconds = text.to_str().and_then(|text| text.parse().ok()).filter(|seconds| *seconds > 0.0);
    seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| {
        refuse(format!("{DEADLINE_VARIABLE} is {text:?}; expected a number of seconds above 0"))
    })
}

/// `println!` panics when the reader of a pipe has gone, as after `… | head -1`, and on a full disk. A listing that prints
/// has nothing left to do then; of a full disk it says a sentence.
fn leave_when_printing_fails() {
    const CLOSED: [&str; 3] = ["(os error 32)", "(os error 109)", "(os error 232)"]; // Unix; Windows
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if said.starts_with("failed printing to std") {
            if CLOSED.iter().any(|end| said.ends_with(end)) {
                process::exit(0);
            }
            let _ = writeln!(io::stderr(), "{said}");
            process::exit(1);
        }
        usual(panic);
    }));
}
