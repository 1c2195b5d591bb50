use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, bail};
use examples_common::{complain, finish, harmless, help, list, no_such, put, refuse};
use indicatif::{ProgressBar, ProgressStyle};

use super::command_line::{self, Options, Request};
use super::machine::Machine;
use super::process::{self, Interrupted, Processes};
use super::report::{self, Recorded, Report};
use super::study::Study;
use super::{go, plot};

const PROGRAM: &str = "examples-performance";

const HELP: &str = "\
Every figure of the articles, measured on your machine.

cargo run --release -p examples-performance                   all claims, in about a minute
cargo run --release -p examples-performance -- NAME...        some claims or series
cargo run --release -p examples-performance -- --list         their names
cargo run --release -p examples-performance -- --help         this text

--json FILE    write the report as data, with every run
--svg DIR      draw the series as pictures
--verdicts     the verdicts alone; of a series, the fastest ways
--from FILE    show a report that was written with --json, and measure nothing
--rounds N     run each contender N times; a verdict needs 6

Exit status: 0 all measured, 1 something could not be measured, 2 a wrong command line, 130 Ctrl-C.
";

/// Answers the command line. Each contender is a child process, which this function serves too.
pub fn run(studies: &[Study]) -> ExitCode {
    if let Some(status) = process::run_in_child(studies) {
        return status;
    }
    let end = answer(studies).or_else(|error| error.downcast().map(|Interrupted(status)| status));
    finish(PROGRAM, end)
}

fn answer(studies: &[Study]) -> anyhow::Result<u8> {
    let unknown = |error| refuse(format!("{error}; --help says what is understood"));
    let options = match command_line::parse(env::args_os().skip(1)).map_err(unknown)? {
        Request::Run(options) => options,
        request => {
            if request == Request::Help {
                help(HELP)?;
            }
            let about = |study: &Study| match study.claim {
                "" => format!("series  {}", study.says),
                claim => format!("{claim:6}  {}", study.says),
            };
            let lines: Vec<_> = studies.iter().map(|study| (study.name, about(study))).collect();
            list(&lines.iter().map(|(name, about)| (*name, about.as_str())).collect::<Vec<_>>())?;
            return Ok(0);
        }
    };
    let chosen = choose(studies, &options.names)?;
    let all_measured = report(studies, &chosen, &options)?;
    Ok(u8::from(!all_measured))
}

/// Returns the studies of these names, in reading order; all claims if there are no names.
fn choose<'a>(studies: &'a [Study], names: &[String]) -> anyhow::Result<Vec<&'a Study>> {
    if names.is_empty() {
        return Ok(studies.iter().filter(|study| !study.is_series()).collect());
    }
    // `C7` names both claims of that number.
    let is = |study: &Study, name: &str| {
        study.name == name || (study.claim == name && !study.is_series())
    };
    if let Some(name) = names.iter().find(|name| !studies.iter().any(|study| is(study, name))) {
        let all: Vec<_> = studies.iter().map(|study| study.name).collect();
        return Err(no_such("claim or series", name, &all));
    }
    Ok(studies.iter().filter(|study| names.iter().any(|name| is(study, name))).collect())
}

/// Measures or reads, and prints; returns whether everything could be measured.
fn report(studies: &[Study], chosen: &[&Study], options: &Options) -> anyhow::Result<bool> {
    let (report, all_measured) = match &options.from {
        Some(file) => (show_again(studies, chosen, file, options)?, true),
        None => measure(chosen, options)?,
    };
    if let Some(file) = &options.json {
        fs::write(file, report.to_json()?)
            .with_context(|| format!("can't write {}", file.display()))?;
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
    let mut processes = Processes::new()?;
    let wants_go = chosen.iter().any(|s| s.contenders.iter().any(|contender| contender.optional));
    if wants_go {
        match go::build(processes.folder.path()) {
            Ok((program, version)) => {
                (processes.go, machine.go) = (Some(program), Some(version));
            }
            Err(error) => {
                complain(PROGRAM, &format!("{error:#}; the rows of Go are left out"));
            }
        }
    }
    if machine.debug {
        let sentence = "this is a debug build, so nothing is judged; add --release before -p";
        complain(PROGRAM, sentence);
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
        let measured = processes.measure(study, rounds(study), || bar.inc(1))?;
        all_measured &= !measured.failed;
        let mut record = Recorded {
            name: study.name.to_string(),
            verdict: None,
            rows: measured.rows,
            missing: measured.missing,
            apart: None,
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

/// Some of the words may come from a file, or from a contender.
fn print(text: &str) -> io::Result<()> {
    put(&harmless(text))
}
