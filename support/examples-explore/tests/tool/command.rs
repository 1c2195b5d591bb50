//! The command line, exit status, and what is printed.

use std::fs;
use std::path::Path;

use super::{program, run};

#[test]
fn help_and_wrong_use() {
    let (status, stdout, _) = run(&["--help"]);
    assert_eq!(status, 0);
    assert!(stdout.lines().all(|line| line.len() <= 80), "{stdout}");
    let wrong = |args: &[&str], says: &str| {
        let (status, stdout, stderr) = run(args);
        assert_eq!((status, &*stdout, &*stderr), (2, "", &*format!("{says}\n")), "{args:?}");
    };
    wrong(&[], "which file? `--help` says more");
    wrong(&["--seed", "x"], "`--seed` needs a whole number, and `x` is none");
    let lost = program("lost_update");
    wrong(&[&lost, "--test", "nothing"], &format!("{lost} has no test `nothing`"));
    wrong(&[&lost, "--replay", "x"], "an order looks like `17:1,23:2`");
    let tested = program("tested");
    wrong(&[&tested, "--replay", "0"], "which test is to be replayed? `--test NAME` says it");
    wrong(&[&tested, "--html", "x"], "which test is the page for? `--test NAME` says it");
    let has = "; it has `tests::one_step`, `tests::two_steps`";
    wrong(&[&tested, "--test", "one_step"], &format!("{tested} has no test `one_step`{has}"));
    let (status, _, stderr) = run(&["missing.rs"]);
    assert_eq!(status, 2);
    assert!(stderr.starts_with("can't read missing.rs: "), "{stderr}");
}

#[test]
fn what_cannot_be_followed_is_named_with_its_line() {
    let says = |file: &str, place: &str| {
        let (status, _, stderr) = run(&[file]);
        assert_eq!(status, 2, "{stderr}");
        assert_eq!(stderr, format!("{file}:{place} can't be followed\n"));
    };
    says(&program("uses_files"), "4: the program uses files, which");
    says(&program("reads_input"), "7: the program uses input, which");
    says("examples-rayon/src/squares.rs", "9: the program uses Rayon, whose threads");
    says("examples-threads/src/thread_per_connection.rs", "11: the program uses sockets, which");
}

#[test]
fn the_compiler_speaks_of_the_file_and_of_std() {
    let (status, _, stderr) = run(&[&program("broken")]);
    assert_eq!(status, 2);
    assert!(stderr.contains(&format!("--> {}:7:23", program("broken"))), "{stderr}");
    assert!(stderr.contains("expected `u32`, found `Mutex<{integer}>`"), "{stderr}");
}

/// `script` runs a program in a terminal of its own. The compiler's messages are in color as well.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_colors_unless_its_reader_wants_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (name, terminal, no_color, has_colors) in [
        ("lost_update", "xterm", "", true),
        ("lost_update", "xterm", "1", false),
        ("lost_update", "dumb", "", false),
        ("broken", "xterm", "", true),
        ("broken", "xterm", "1", false),
        ("broken", "dumb", "", false),
    ] {
        let tool = env!("CARGO_BIN_EXE_examples-explore");
        let command = format!("{tool} {} --schedules 50", program(name));
        let mut script = std::process::Command::new("script");
        script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
        script.current_dir(&root).env("TERM", terminal).env("NO_COLOR", no_color);
        let Ok(output) = script.stdin(std::process::Stdio::null()).output() else {
            return eprintln!("skipped, because script can't be run");
        };
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said.contains('\x1b'), has_colors, "{name} {terminal} {no_color}\n{said}");
    }
}

/// A full disk is no success. `/dev/full` is one.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_an_error() {
    let page = Path::new(env!("CARGO_TARGET_TMPDIR")).join("not_printed.html");
    let page = page.to_str().expect("the folder's name is text");
    let file = program("lost_update");
    for args in [&["--help"][..], &[&file, "--schedules", "9"], &[&file, "--html", page]] {
        let full = fs::File::options().write(true).open("/dev/full").expect("it is there");
        let output = super::tool(args).stdout(full).output().expect("the tool starts");
        let said = "can't print: No space left on device (os error 28)\n";
        assert_eq!(String::from_utf8_lossy(&output.stderr), said, "{args:?}");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn an_order_can_be_replayed() {
    let file = program("two_locks");
    let (status, stdout, _) = run(&[&file, "--schedules", "500"]);
    assert_eq!(status, 1);
    let order = stdout.split("--replay ").nth(1).expect("it names an order");
    let order = order.split_whitespace().next().expect("it names an order");
    let (status, stdout, _) = run(&[&file, "--replay", order]);
    assert_eq!(status, 1);
    assert!(stdout.contains("✗ deadlock: "), "{stdout}");
    // What the threads do when the order has ended is no part of it.
    assert!(!stdout.contains("unlocks"), "{stdout}");
    let (status, stdout, _) = run(&[&file, "--replay", "0"]);
    assert_eq!(status, 0, "{stdout}");
    assert!(stdout.ends_with("✓ Nothing goes wrong in this order.\n"), "{stdout}");
    // By its name.
    let (status, stdout, _) = run(&[&file, "--replay", "way-1"]);
    assert_eq!(status, 1);
    assert!(stdout.contains("✗ deadlock: "), "{stdout}");
    let (status, _, stderr) = run(&[&file, "--replay", "way-9"]);
    assert_eq!((status, &*stderr), (2, "there is no `way-9`: explore the file first\n"));
}

#[test]
fn an_order_that_is_too_long_for_a_line_has_a_name() {
    let (_, stdout, _) = run(&[&program("polls")]);
    assert!(stdout.lines().all(|line| line.chars().count() <= 80), "{stdout}");
    assert!(stdout.contains(" --replay way-"), "{stdout}");
}

#[test]
fn the_program_gets_its_arguments() {
    let file = program("greets");
    let (status, stdout, _) = run(&[&file, "--schedules", "200"]);
    assert_eq!(status, 1);
    assert!(stdout.contains("panic in line 6: say how often."), "{stdout}");
    let (status, stdout, _) = run(&[&file, "--schedules", "200", "--", "3"]);
    assert_eq!(status, 0, "{stdout}");
    // Texts are shown from where they differ, and the picture ends there.
    assert!(stdout.contains(" as above …"), "{stdout}");
    let last = stdout.lines().rfind(|line| line.contains("prints \"")).expect("a step prints");
    assert!(stdout.contains("≠ Nothing fails, but it prints"), "{stdout}");
    assert!(last.trim().starts_with("prints \"greeting "), "{stdout}");
}

#[test]
fn what_differs_by_itself_is_named() {
    let (_, stdout, _) = run(&[&program("shuffled"), "--schedules", "50"]);
    assert!(
        stdout.contains("≠ It does not print the same when the same order is run again"),
        "{stdout}"
    );
}

#[test]
fn a_long_loop_may_be_no_polling() {
    let (status, stdout, _) = run(&[&program("long_loop"), "--schedules", "50"]);
    assert_eq!(status, 1);
    assert!(
        stdout.contains("✗ polling, or a long loop: thread 1, in line 9, locks again"),
        "{stdout}"
    );
}

#[test]
fn a_file_of_an_older_edition_is_known() {
    let file = program("old");
    let (status, _, stderr) = run(&[&file]);
    assert_eq!((status, stderr), (2, format!("{file} needs an older edition: `--edition 2021`\n")));
    assert_eq!(run(&[&file, "--edition", "2021"]).0, 0);
}

#[test]
fn the_same_seed_finds_the_same() {
    let file = program("panics");
    let once = || run(&[&file, "--schedules", "500", "--seed", "5"]);
    assert_eq!(once(), once());
}

#[test]
fn the_end_of_the_process_is_not_followed() {
    let file = program("exits");
    let (status, stdout, _) = run(&[&file]);
    assert_eq!(status, 2, "{stdout}");
    assert!(stdout.ends_with("✗ it can't be followed: line 6 ends the process.\n"), "{stdout}");
    let (status, _, stderr) = run(&[&file, "--html", "/nowhere"]);
    assert_eq!(status, 2);
    assert_eq!(stderr, format!("{file} can't be played: line 6 ends the process\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_prints_what_was_found() {
    use std::io::Read;
    use std::process::Stdio;
    use std::time::Duration;

    use super::tool;

    let listing = "examples-worker-pool/src/pool_shutdown.rs";
    let mut command = tool(&[listing, "--schedules", "1000000000"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let pid = child.id();
    // When the program has become the one that explores, its threads run: `main`, the two that wait for Ctrl-C and
    // for the end of an order, and those of the order.
    let explores = || {
        let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).expect("it runs");
        let threads = std::fs::read_dir(format!("/proc/{pid}/task")).expect("it runs").count();
        name.trim() == "program" && threads > 3
    };
    while !explores() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = nix::unistd::Pid::from_raw(i32::try_from(pid).expect("a process id is one"));
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).expect("it runs");
    let mut text = String::new();
    child.stdout.take().expect("it is piped").read_to_string(&mut text).expect("it prints");
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{text}");
    assert!(text.contains("then it was stopped"), "{text}");
}

#[test]
fn a_page_has_all_orders_of_the_program() {
    let page = Path::new(env!("CARGO_TARGET_TMPDIR")).join("two_locks.html");
    let name = page.to_str().expect("the folder's name is text");
    let (status, stdout, _) = run(&[&program("two_locks"), "--html", name]);
    assert_eq!((status, stdout), (0, format!("{name} is the page: open it in a browser\n")));
    let page = fs::read_to_string(&page).expect("it was written");
    assert!(page.contains("\"end\":[\"deadlock\",\"\"]"), "{page}");
    assert!(page.contains("\"end\":[\"ok\",\"\"]"), "{page}");
}
