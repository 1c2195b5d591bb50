//! What the output of `files` can't show: blocks of any length, hostile folders, wrong input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::section::SECTION;
use crate::support::folder;
use examples_rayon::files::{Counts, count, count_files};
use examples_testing::watched;

/// The files below a folder, each with its numbers; an error shows as its text.
fn counted(dir: &Path) -> Vec<(PathBuf, Result<Counts, String>)> {
    let folder = dir.to_path_buf();
    let counted = watched("the folder's files", move || count_files(&folder));
    let counted = counted.into_iter().map(|(path, counts)| {
        let path = path.strip_prefix(dir).expect("it lies below the folder").to_path_buf();
        (path, counts.map_err(|error| error.to_string()))
    });
    counted.collect()
}

/// Counts in the plain way, all at once.
fn plain(text: &[u8]) -> Counts {
    let words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let lines = text.iter().filter(|&&byte| byte == b'\n');
    [lines.count() as u64, words.count() as u64, text.len() as u64]
}

#[test]
fn any_bytes_are_counted() {
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
        assert_eq!(count(text).expect("memory can be read"), plain(text));
    }
}

#[test]
fn a_word_that_two_blocks_share_is_counted_once() {
    for end in [b"word\n", b"ord \n", b"a b\nc"] {
        // Wherever the first block ends.
        for length in (64 << 10) - 6..(64 << 10) + 2 {
            let text = [&vec![b' '; length][..], end].concat();
            assert_eq!(count(&text[..]).expect("memory can be read"), plain(&text), "{length}");
        }
    }
}

#[test]
fn an_interrupted_read_is_repeated() {
    struct Interrupted(bool);
    impl Read for Interrupted {
        fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
            self.0 = !self.0;
            if self.0 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            block[0] = b'x';
            Ok(1)
        }
    }
    let counts = count(Interrupted(false).take(5)).expect("it is only interrupted");
    assert_eq!(counts, [0, 1, 5]);
}

#[test]
fn an_error_in_the_middle_of_a_file_is_no_count() {
    struct Torn;
    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("torn"))
        }
    }
    let error = count((&b"two words"[..]).chain(Torn)).expect_err("it is torn");
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
        expected.push((path, Ok([lines, 2 * lines, 4 * lines])));
    }
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(counted(dir.path()), expected);
    assert_eq!(counted(folder().path()), []);
}

/// A file of 80 MB, counted by a process that may have 60 MB of addresses.
#[cfg(target_os = "linux")]
#[test]
fn a_large_file_is_read_in_blocks() {
    let dir = folder();
    let file = fs::File::create(dir.path().join("zeros")).expect("created");
    file.set_len(80_000_000).expect("a sparse file");
    let script = "ulimit -v 60000 && RAYON_NUM_THREADS=1 exec \"$0\" files \"$1\"";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", script, SECTION.program]).arg(dir.path());
    let ran = SECTION.finish(shell);
    assert!(ran.stdout.contains("       0        1   80000000 \"zeros\"\n"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_left_alone() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    let dir = folder();
    let at = |name: &str| dir.path().join(name);
    symlink("/dev/zero", at("device")).expect("linked");
    symlink("nowhere", at("dangling")).expect("linked");
    symlink(dir.path(), at("loop")).expect("linked");
    let _socket = UnixListener::bind(at("socket")).expect("bound");
    crate::support::make_fifo(&at("fifo"));
    fs::write(at("file"), "one\n").expect("written");
    let counts = || Ok([1, 1, 4]);
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
    let ran = SECTION.run(["files".as_ref(), dir.path()]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("not read \"closed\": Permission denied"), "{ran:?}");
    assert!(ran.stderr.starts_with("Error: 2 could not be read\n"), "{ran:?}");
    // So that the folder can be removed.
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o700)).expect("opened");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_read_stops_no_other() {
    let dir = folder();
    crate::support::dig_too_deep(dir.path());
    for name in ["before", "later"] {
        fs::write(dir.path().join(name), "one\n").expect("written");
    }
    let ran = SECTION.run(["files".as_ref(), dir.path()]);
    assert_eq!(ran.status, Some(1));
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(lines[1], "       1        1          4 \"before\"");
    assert!(lines[2].starts_with("                    not read \"deep/dd"), "{ran:?}");
    assert!(lines[2].contains("d\": File name too long"), "{ran:?}");
    assert_eq!(lines[3], "       1        1          4 \"later\"");
    assert_eq!(lines[4..], ["       2        2          8 in 2 files"]);
    assert!(ran.stderr.starts_with("Error: 1 could not be read\n"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_may_be_any_bytes_and_are_shown_without_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let dir = folder();
    let names: [&[u8]; 3] = [b"1\n  9 in 9 files", b"2 \x1b[31m", b"3 caf\xe9"];
    for name in names {
        fs::write(dir.path().join(OsStr::from_bytes(name)), "one\n").expect("written");
    }
    let ran = SECTION.run(["files".as_ref(), dir.path()]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let lines: Vec<_> = ran.stdout.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            r#"       1        1          4 "1\n  9 in 9 files""#,
            r#"       1        1          4 "2 \u{1b}[31m""#,
            r#"       1        1          4 "3 caf\xE9""#,
            "       3        3         12 in 3 files",
        ]
    );
}

#[test]
fn what_is_no_folder_gets_one_sentence() {
    let dir = folder();
    let file = dir.path().join("file");
    fs::write(&file, "").expect("written");
    for path in [dir.path().join("missing"), file] {
        let ran = SECTION.run(["files".as_ref(), path.as_path()]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{path:?}");
        let sentence = format!("Error: expected a folder with files, not {path:?}\n");
        assert!(ran.stderr.starts_with(&sentence), "{ran:?}");
    }
}

#[test]
fn the_samples_leave_nothing_behind() {
    let temporary = folder();
    let mut command = SECTION.command(["files"]);
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, temporary.path());
    }
    let ran = SECTION.finish(command);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(temporary.path().read_dir().expect("still there").count(), 0);
}
