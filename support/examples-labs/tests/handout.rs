//! The copy for students has no answers, and nothing in it leads to one.

use std::fs;
use std::path::Path;
use std::process::Command;

use examples_labs::class::Set;

#[test]
fn a_handout_has_the_labs_and_not_their_answers() {
    let git = Command::new("git").args(["rev-parse", "--git-dir"]).output();
    if !git.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped, because this is no clone");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let handout = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handout"));
        command.arg(folder.path()).output().expect("it starts")
    };
    let output = handout();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let at = |name: &str| folder.path().join(name);
    let set = Set::of_this_repository();
    let info = fs::read_to_string(at("labs/info.toml")).expect("the labs are there");
    for exercise in set.exercises().expect("there are exercises") {
        assert!(info.contains(&format!("name = \"{exercise}\"")), "{exercise} is missing");
    }
    for answers in
        ["labs/solutions", "labs/right", "labs/wrong", "docs/src/labs/mistakes.md", ".git"]
    {
        assert!(!at(answers).exists(), "{answers} is there");
    }
    assert!(!fs::read_to_string(at("labs/Cargo.toml")).unwrap().contains("solutions"));
    let read = |name: &str| fs::read_to_string(at(name)).expect("the page is there");
    for (page, word) in
        [("docs/src/introduction.md", "You teach"), ("docs/src/labs.md", "mistakes")]
    {
        assert!(!read(page).contains(word), "{page} speaks of what is not there");
    }
    assert!(read("docs/src/labs.md").contains("## What the graders can and cannot see"));
    for manifest in ["Cargo.toml", "labs/Cargo.toml"] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--offline", "--no-deps", "--format-version=1", "--manifest-path"]);
        let output = cargo.arg(at(manifest)).output().expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    check_links(folder.path(), &set.folder().join(".."));
    // It writes over nothing.
    let output = handout();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("it is not empty"));
}

#[test]
fn a_copy_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // An index with a part of the repository: git copies it, and then the rest is missing.
    let index = folder.path().join("index");
    let mut git = Command::new("git");
    let read = git.args(["read-tree", "HEAD:labs"]).env("GIT_INDEX_FILE", &index).output();
    if !read.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped, because this is no clone");
        return;
    }
    let nowhere = folder.path().join("nowhere");
    for (variable, value, says) in [
        ("GIT_INDEX_FILE", &index, "docs/src/course.md: "),
        ("GIT_DIR", &nowhere, "git has not copied the repository"),
    ] {
        for name in ["new", "empty"] {
            let target = folder.path().join(name);
            let is_there = name == "empty";
            if is_there {
                fs::create_dir_all(&target).expect("it can be made");
            }
            let mut command = Command::new(env!("CARGO_BIN_EXE_handout"));
            let output = command.arg(&target).env(variable, value).output().expect("it starts");
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(said.contains(&format!("handout: {}: {says}", target.display())), "{said}");
            assert_eq!(target.exists(), is_there, "{name}");
            assert!(!is_there || target.read_dir().expect("it is there").next().is_none());
        }
    }
}

#[test]
fn a_wrong_command_line_makes_no_folder() {
    let handout = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handout"));
        command.args(words).current_dir(env!("CARGO_TARGET_TMPDIR")).output().expect("it starts")
    };
    let help = handout(&["--help"]);
    assert!(help.status.success() && help.stdout.starts_with(b"usage: cargo run"));
    for words in [&[][..], &["a", "b"], &["--force"]] {
        let output = handout(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stderr.starts_with(b"handout: usage: cargo run"), "{words:?}");
    }
    assert!(!Path::new(env!("CARGO_TARGET_TMPDIR")).join("--force").exists());
}

/// Checks that each link of each page in the folder, and those below, leads to a file if it does so in the original.
fn check_links(folder: &Path, original: &Path) {
    for entry in folder.read_dir().expect("a readable folder") {
        let entry = entry.expect("a readable folder");
        let (path, original) = (entry.path(), original.join(entry.file_name()));
        if path.is_dir() {
            check_links(&path, &original);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = fs::read_to_string(&path).expect("a page can be read");
            let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
            for link in links {
                let is_dead = !path.with_file_name(link).exists();
                let was_alive = original.with_file_name(link).exists();
                assert!(!(is_dead && was_alive), "{}: {link}", path.display());
            }
        }
    }
}
