//! What the output of `files` can't show: blocks of any length, hostile folders, wrong input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::program::{self, run, run_with};
use examples_rayon::files::{Counts, count, count_files};
use examples_testing::watched;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// The files below a folder, each with its counts; an error shows as its text.
fn counted(dir: &Path) -> Vec<(PathBuf, Result<Counts, String>)> {
    let dir = dir.to_path_buf();
    let counted = watched("the folder's files", move || count_files(&dir));
    let text = |error: io::Error| error.to_string();
    counted.into_iter().map(|(path, counts)| (path, counts.map_err(text))).collect()
}

#[test]
fn the_length_of_the_blocks_changes_nothing() {
    let texts: [&[u8]; 8] = [
        b"",
        b"\n",
        b" ",
        b"word",
        b"two words\n",
        b"\tof \r\n\r\n many  kinds\x0c of white\n space \n",
        b"no line end at the end",
        b"caf\xe9 \xff\xfe\x00 is not UTF-8\n",
    ];
    for text in texts {
        let expected = Counts {
            lines: text.iter().filter(|&&byte| byte == b'\n').count() as u64,
            words: text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count()
                as u64,
            bytes: text.len() as u64,
        };
        for length in 1..=text.len() + 1 {
            let counts = count(text, &mut vec![0; length]).expect("memory can be read");
            assert_eq!(counts, expected, "{} in blocks of {length}", text.escape_ascii());
        }
    }
}

#[test]
fn an_error_in_the_middle_of_a_file_is_no_count() {
    struct Torn;
    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("torn"))
        }
    }
    let error = count((&b"two words"[..]).chain(Torn), &mut [0; 4]).expect_err("it is torn");
    assert_eq!(error.to_string(), "torn");
}

#[test]
fn every_file_is_counted_in_the_order_of_the_paths() {
    let dir = folder();
    let mut expected = Vec::new();
    for number in 0..300 {
        let path = PathBuf::from(format!("{}/{}/{number}", number % 3, number % 7));
        fs::create_dir_all(dir.path().join(&path).parent().expect("a folder")).expect("made");
        fs::write(dir.path().join(&path), "a b\n".repeat(number)).expect("written");
        let lines = number as u64;
        expected.push((path, Ok(Counts { lines, words: 2 * lines, bytes: 4 * lines })));
    }
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(counted(dir.path()), expected);
    assert_eq!(counted(folder().path()), []);
}

/// A file of 300 MB, counted by a process that may have 250 MB of addresses.
#[cfg(target_os = "linux")]
#[test]
fn a_large_file_is_read_in_blocks() {
    let dir = folder();
    let file = fs::File::create(dir.path().join("zeros")).expect("created");
    file.set_len(300_000_000).expect("a sparse file");
    let script = "ulimit -v 250000 && RAYON_NUM_THREADS=1 exec \"$0\" files \"$1\"";
    let program = env!("CARGO_BIN_EXE_examples-rayon");
    let ran =
        run_with(std::process::Command::new("sh").args(["-c", script, program]).arg(dir.path()));
    assert!(ran.stdout.contains("       0        1  300000000 zeros\n"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_left_alone() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    let dir = folder();
    let at = |name: &str| dir.path().join(name);
    symlink("/dev/zero", at("device")).expect("linked");
    symlink("nowhere", at("dangling")).expect("linked");
    symlink(dir.path(), at("loop")).expect("linked");
    let _socket = UnixListener::bind(at("socket")).expect("bound");
    let fifo = Command::new("mkfifo").arg(at("fifo")).status();
    if !fifo.as_ref().is_ok_and(|status| status.success()) {
        eprintln!("no FIFO here, that part is skipped: {fifo:?}");
    }
    fs::write(at("file"), "one\n").expect("written");
    let counts = || Ok(Counts { lines: 1, words: 1, bytes: 4 });
    assert_eq!(counted(dir.path()), [("file".into(), counts())]);

    fs::write(at("secret"), "one\n").expect("written");
    fs::create_dir(at("closed")).expect("made");
    for name in ["secret", "closed"] {
        fs::set_permissions(at(name), fs::Permissions::from_mode(0o000)).expect("closed");
    }
    if fs::read(at("secret")).is_ok() {
        fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o700)).expect("opened");
        eprintln!("this user may read everything, so the rest is skipped");
        return;
    }
    let refused = || Err("Permission denied (os error 13)".to_string());
    let expected =
        [("closed".into(), refused()), ("file".into(), counts()), ("secret".into(), refused())];
    assert_eq!(counted(dir.path()), expected);
    let ran = run("files", [dir.path()]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("not read: closed: Permission denied"), "{ran:?}");
    assert!(ran.stderr.starts_with("Error: 2 could not be read\n"), "{ran:?}");
    // So that the folder can be removed.
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o700)).expect("opened");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_read_stops_no_other() {
    let dir = folder();
    program::dig_too_deep(dir.path());
    for name in ["before", "later"] {
        fs::write(dir.path().join(name), "one\n").expect("written");
    }
    let ran = run("files", [dir.path()]);
    assert_eq!(ran.status, Some(1));
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(lines[1], "       1        1          4 before");
    assert!(lines[2].starts_with("       not read: deep/dd"), "{ran:?}");
    assert!(lines[2].contains("d: File name too long"), "{ran:?}");
    assert_eq!(lines[3], "       1        1          4 later");
    assert_eq!(lines[4..], ["       2        2          8 in 2 files"]);
    assert!(ran.stderr.starts_with("Error: 1 could not be read\n"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_may_be_any_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let dir = folder();
    fs::write(dir.path().join(OsStr::from_bytes(b"caf\xe9")), "one\n").expect("written");
    let ran = run("files", [dir.path()]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.ends_with("       1        1          4 in 1 files\n"), "{ran:?}");
}

#[test]
fn a_wrong_command_line_gets_one_sentence() {
    let dir = folder();
    let file = dir.path().join("file");
    fs::write(&file, "").expect("written");
    let cases = [
        (vec![dir.path().join("missing")], 1, "Error: expected a folder with files, but "),
        (vec![file], 1, "Error: expected a folder with files, but "),
        (vec![dir.path().into(), dir.path().into()], 2, "expected at most one folder"),
    ];
    for (arguments, status, sentence) in cases {
        let ran = run("files", &arguments);
        assert_eq!(ran.status, Some(status), "{arguments:?}: {ran:?}");
        assert_eq!(ran.stdout, "", "{arguments:?}");
        assert!(ran.stderr.starts_with(sentence), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn the_tree_leaves_nothing_behind() {
    use std::process::Command;

    let temporary = folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_examples-rayon"));
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, temporary.path());
    }
    let ran = run_with(command.arg("files"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(temporary.path().read_dir().expect("still there").count(), 0);
}
