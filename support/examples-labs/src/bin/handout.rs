//! Writes a copy of the repository without the answers, to hand out to students:
//! `cargo run -p examples-labs --bin handout -- DIR`.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use anyhow::{Context, bail};
use examples_common::{finish, help, put, refuse};

/// What students should not see, or can't use without that.
const LEFT_OUT: [&str; 9] = [
    "docs/src/course.md",
    "docs/src/labs/mistakes.md",
    "labs/README.md",
    "labs/remedies.txt",
    "labs/right",
    "labs/solutions",
    "labs/wrong",
    "support/examples-labs/src/bin",
    "support/examples-labs/tests",
];

/// Parts of pages that speak of that.
const FOR_TEACHERS: [(&str, &[&str]); 2] = [
    ("docs/src/labs.md", &["Common mistakes", "Grade a class", "Add an exercise, or fix a grader"]),
    ("CONTRIBUTING.md", &["How to change a lab"]),
];

const USAGE: &str = "usage: cargo run -p examples-labs --bin handout -- DIR";

fn main() -> ExitCode {
    let words: Vec<_> = env::args_os().skip(1).collect();
    let folder = match &*words {
        [word] if word == "--help" || word == "-h" => {
            return finish("handout", help(USAGE).map(|()| 0).map_err(Into::into));
        }
        [word] if !word.as_encoded_bytes().starts_with(b"-") => Path::new(word),
        _ => return finish("handout", Err(refuse(USAGE))),
    };
    let done = hand_out(folder)
        .and_then(|()| Ok(put(&format!("{} has a copy without the answers\n", folder.display()))?));
    finish("handout", done.map(|()| 0).with_context(|| folder.display().to_string()))
}

fn hand_out(folder: &Path) -> anyhow::Result<()> {
    let is_new = !folder.exists();
    fs::create_dir_all(folder)?;
    if folder.read_dir()?.next().is_some() {
        bail!("it is not empty");
    }
    let done = fill(&std::path::absolute(folder)?);
    if done.is_err() && is_new {
        fs::remove_dir(folder)?;
    }
    done
}

/// Makes the copy in a folder of its own: what has the answers is never in place, whatever fails.
fn fill(folder: &Path) -> anyhow::Result<()> {
    let unfinished = tempfile::Builder::new().prefix(".unfinished").tempdir_in(folder)?;
    copy(unfinished.path())?;
    for entry in unfinished.path().read_dir()? {
        let entry = entry?;
        fs::rename(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

fn copy(folder: &Path) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut git = Command::new("git");
    git.args(["checkout-index", "--all", "--prefix"]).arg(format!("{}/", folder.display()));
    let status = git.current_dir(root).status().context("git can't be run")?;
    if !status.success() {
        bail!("git has not copied the repository");
    }
    for name in LEFT_OUT {
        let path = folder.join(name);
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.context(name)?;
    }
    change(&folder.join("labs/Cargo.toml"), |text| lines_without(text, "_sol\""))?;
    change(&folder.join("support/examples-labs/Cargo.toml"), |text| {
        lines_without(
            &text.replace("[[bin]]\nname = \"handout\"\ntest = false\n", ""),
            "default-run",
        )
    })?;
    change(&folder.join(".ci/run"), |text| text.replace(" --require-solutions", ""))?;
    change(&folder.join("docs/src/SUMMARY.md"), |text| {
        lines_without(&lines_without(text, "(course.md)"), "(labs/mistakes.md)")
    })?;
    change(&folder.join("docs/src/introduction.md"), |text| lines_without(text, "(course.md)"))?;
    change(&folder.join("README.md"), |text| {
        text.replace(" · [in a course](docs/src/course.md)", "")
    })?;
    for (page, headings) in FOR_TEACHERS {
        change(&folder.join(page), |text| without_sections(text, headings))?;
    }
    without_dead_links(folder, folder)?;
    Ok(())
}

fn change(file: &Path, change: impl Fn(&str) -> String) -> io::Result<()> {
    let old = fs::read_to_string(file)?;
    let new = change(&old);
    if new == old { Ok(()) } else { fs::write(file, new) }
}

fn lines_without(text: &str, word: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains(word)).collect()
}

/// Leaves out what stands below these headings of the second level.
fn without_sections(text: &str, headings: &[&str]) -> String {
    let mut is_left_out = false;
    let keep = |line: &&str| {
        if let Some(heading) = line.strip_prefix("## ") {
            is_left_out = headings.contains(&heading.trim_end());
        }
        !is_left_out
    };
    text.split_inclusive('\n').filter(keep).collect()
}

/// Turns links to what was left out into their text, in the pages of the folder and those below.
fn without_dead_links(root: &Path, folder: &Path) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.is_dir() {
            without_dead_links(root, &path)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let page = path.strip_prefix(root).expect("it was found there").to_owned();
            change(&path, |text| live_links(&page, text))?;
        }
    }
    Ok(())
}

fn live_links(page: &Path, text: &str) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let (before, after) = rest.split_at(middle);
        let Some(end) = after.find(')') else { break };
        let (link, following) = after.split_at(end + 1);
        match before.rfind('[') {
            Some(start) if is_left_out(page, &link[2..end]) => {
                done += &format!("{}{}", &before[..start], &before[start + 1..]);
            }
            _ => done += &format!("{before}{link}"),
        }
        rest = following;
    }
    done + rest
}

/// Whether a link of a page leads to what was left out.
fn is_left_out(page: &Path, link: &str) -> bool {
    let mut file = page.to_owned();
    file.pop();
    for part in Path::new(link.split('#').next().unwrap_or_default()) {
        match part {
            up if up == ".." => _ = file.pop(),
            part => file.push(part),
        }
    }
    LEFT_OUT.iter().any(|left_out| file.starts_with(left_out))
}
