use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::command_line::{self, Options, Request};
use super::machine::Machine;
use super::report::{self, Recorded, Report};
use super::study::Study;
use super::{go, plot, process};

const PROGRAM: &str = "examples-performance";
/// The exit status for a command line that makes no sense.
const USAGE: u8 = 2;

const HELP: &str = "\
Every figure of the articles, measured on your machine.

cargo run --release -p examples-performance                   all claims, in less than a minute
cargo run --release -p examples-performance -- NAME...        some claims or series
cargo run --release -p examples-performance -- --list         their names
cargo run --release -p examples-performance -- --help         this text

--json FILE    write the report as data, with every run
--svg DIR      draw the series as pictures
--verdicts     the verdicts alone; of a series, the fastest ways
--from FILE    show a report that was written with --json, and measure nothing
--rounds N     run each contender N times; a verdict needs 6

Exit status: 0 all measured, 1 something could not be measured, 2 a wrong command line.
";

/// Answers the command line. Each contender is a child process, which this function serves too.
pub fn run(studies: &[Study]) -> ExitCode {
    if let Some(status) = process::run_in_child(studies) {
        return status;
    }
    let options = match command_line::parse(env::args_os().skip(1)) {
        Ok(Request::Help) => return finish(io::stdout().write_all(HELP.as_bytes())),
        Ok(Request::List) => return finish(list(studies)),
        Ok(Request::Run(options)) => options,
        Err(error) => return refuse(&format!("{error}; --help says what is understood")),
    };
    let chosen = match choose(studies, &options.names) {
        Ok(chosen) => chosen,
        Err(sentence) => return refuse(&sentence),
    };
    match answer(studies, &chosen, &options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // The reader of a pipe has gone, as after `… | head -1`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn finish(written: io::Result<()>) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn refuse(sentence: &str) -> ExitCode {
    complain(sentence);
    ExitCode::from(USAGE)
}

fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{PROGRAM}: {sentence}"); // That nobody reads is no reason to fail.
}

fn list(studies: &[Study]) -> io::Result<()> {
    let longest = studies.iter().map(|study| study.name.len()).max().unwrap_or(0);
    let mut out = io::stdout().lock();
    for study in studies {
        let claim = if study.is_series() { "series" } else { study.claim };
        writeln!(out, "{:longest$}  {claim:6}  {}", study.name, study.says)?;
    }
    Ok(())
}

/// Returns the studies of these names, in reading order; all claims if there are no names.
fn choose<'a>(studies: &'a [Study], names: &[String]) -> Result<Vec<&'a Study>, String> {
    if names.is_empty() {
        return Ok(studies.iter().filter(|study| !study.is_series()).collect());
    }
    // `C7` names both claims of that number.
    let is = |study: &Study, name: &str| study.name == name || study.claim == name;
    for name in names {
        if !studies.iter().any(|study| is(study, name)) {
            let likeness = |study: &&Study| strsim::jaro_winkler(study.name, name);
            let near = studies.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
            let near = near.filter(|study| likeness(study) > 0.75);
            let hint =
                near.map_or(String::new(), |study| format!(" did you mean `{}`?", study.name));
            return Err(format!(
                "there is no claim or series `{name}`;{hint} --list shows them all"
            ));
        }
    }
    Ok(studies.iter().filter(|study| names.iter().any(|name| is(study, name))).collect())
}

/// Measures or reads, and prints; returns whether everything could be measured.
fn answer(studies: &[Study], chosen: &[&Study], options: &Options) -> anyhow::Result<bool> {
    let (report, all_measured) = match &options.from {
        Some(file) => (show_again(studies, chosen, file, options)?, true),
        None => measure(chosen, options)?,
    };
    if let Some(file) = &options.json {
        let text = serde_json::to_string_pretty(&report)? + "\n";
        fs::write(file, text).with_context(|| format!("can't write {}", file.display()))?;
    }
    if let Some(folder) = &options.svg {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        for (name, picture) in plot::plots(&report)? {
            let file = folder.join(name);
            fs::write(&file, picture).with_context(|| format!("can't write {}", file.display()))?;
        }
    }
    Ok(all_measured)
}

fn measure(chosen: &[&Study], options: &Options) -> anyhow::Result<(Report, bool)> {
    let mut machine = Machine::this();
    let folder = tempfile::tempdir().context("can't make a folder")?; // removed at the end
    let wants_go = chosen.iter().any(|s| s.contenders.iter().any(|contender| contender.optional));
    let mut go_program: Option<OsString> = None;
    if wants_go {
        match go::build(folder.path()) {
            Ok((program, version)) => {
                (go_program, machine.go) = (Some(program.into()), Some(version))
            }
            Err(error) => complain(&format!("{error:#}; the rows of Go are left out")),
        }
    }
    if machine.debug {
        complain("this is a debug build, so nothing is judged; add --release before -p");
    }
    print_head(&machine, options)?;

    let rounds = |study: &Study| options.rounds.unwrap_or(study.rounds);
    let steps: usize = chosen.iter().map(|study| rounds(study) * study.contenders.len()).sum();
    // It is drawn after a run, never during one, and not at all where stderr is no terminal.
    let bar = ProgressBar::new(steps as u64).with_style(
        ProgressStyle::with_template("{bar:30} {pos} of {len} runs, {eta} left: {msg}")
            .context("the progress bar has a wrong template")?,
    );
    let (mut recorded, mut verdicts, mut all_measured) = (Vec::new(), Vec::new(), true);
    for study in chosen {
        bar.set_message(study.name);
        let measured = process::measure(study, rounds(study), go_program.as_ref(), || bar.inc(1));
        all_measured &= !measured.failed;
        let mut record = Recorded {
            name: study.name.to_string(),
            verdict: None,
            rows: measured.rows,
            missing: measured.missing,
        };
        record.verdict = report::verdict(study, &record, &machine);
        verdicts.extend(record.verdict.clone());
        bar.suspend(|| print_part(study, &record, &machine, options))?;
        recorded.push(record);
    }
    bar.finish_and_clear();
    if verdicts.len() > 1 {
        print(&format!("\n{}\n", report::summary(&verdicts)))?;
    }
    Ok((Report { machine, studies: recorded }, all_measured))
}

/// Prints a report that was written before.
fn show_again(
    studies: &[Study],
    chosen: &[&Study],
    file: &Path,
    options: &Options,
) -> anyhow::Result<Report> {
    let text =
        fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
    let mut report: Report = serde_json::from_str(&text)
        .with_context(|| format!("{} is no report of this program", file.display()))?;
    // Without names, everything that the report has.
    let is_chosen = |record: &Recorded| {
        options.names.is_empty() || chosen.iter().any(|study| study.name == record.name)
    };
    report.studies.retain(is_chosen);
    if report.studies.is_empty() {
        bail!("{} has nothing about {}", file.display(), options.names.join(", "));
    }
    print_head(&report.machine, options)?;
    let mut verdicts = Vec::new();
    for record in &mut report.studies {
        let study = studies.iter().find(|study| study.name == record.name);
        let study =
            study.with_context(|| format!("there is no claim `{}` any more", record.name))?;
        record.verdict = report::verdict(study, record, &report.machine);
        verdicts.extend(record.verdict.clone());
        print_part(study, record, &report.machine, options)?;
    }
    if verdicts.len() > 1 {
        print(&format!("\n{}\n", report::summary(&verdicts)))?;
    }
    Ok(report)
}

fn print_head(machine: &Machine, options: &Options) -> io::Result<()> {
    if options.verdicts { Ok(()) } else { print(&machine.show()) }
}

fn print_part(
    study: &Study,
    record: &Recorded,
    machine: &Machine,
    options: &Options,
) -> io::Result<()> {
    if options.verdicts {
        return print(&report::show_verdict(study, record, machine));
    }
    print(&format!("\n{}", report::show(study, record, machine)))
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
