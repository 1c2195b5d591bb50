//! Files of all kinds, and files that can't be read.

use std::ffi::OsStr;
use std::io;
use std::thread;

use examples_smol::unblock;
use examples_testing::watched;

use crate::section::SECTION;

#[test]
fn a_text_with_more_lines_than_the_channel_has_room_for_is_read() {
    let longest_of = |bytes: &[u8]| {
        let input = io::Cursor::new(bytes.to_vec());
        watched("a text to be read", move || {
            let (line, reader) = smol::block_on(unblock::longest_line(input)).unwrap();
            assert_ne!(reader, thread::current().id());
            line
        })
    };
    assert_eq!(longest_of(b""), "");
    assert_eq!(longest_of(b"\n\n\n"), "");
    assert_eq!(longest_of(b"a\nbb\ncc"), "bb");
    assert_eq!(longest_of(b"a\n\xff\xff\n"), "\u{fffd}\u{fffd}");
    assert_eq!(longest_of(&b"many lines\n".repeat(10_000)), "many lines");
}

#[test]
fn a_file_that_can_not_be_read_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("missing"), folder.path().to_path_buf()] {
        let ran = SECTION.run([OsStr::new("unblock"), path.as_os_str()]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        let sentence = format!("Error: can't read {}\n", path.display());
        assert!(ran.stderr.starts_with(&sentence), "{ran:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_thread_that_can_not_start_is_one_sentence() {
    let ran = SECTION.run_with_threads("unblock", 0);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stderr.starts_with("Error: can't start a thread\n"), "{ran:?}");
    // One is enough.
    let ran = SECTION.run_with_threads("unblock", 1);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
}
