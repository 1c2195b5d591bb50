//! What the book's table of messages quotes, where no listing prints it.

use std::error::Error;
use std::panic;
use std::sync::{LazyLock, Mutex, mpsc};
use std::time::Duration;

#[test]
fn what_the_channels_of_std_say() {
    let says = |error: &dyn Error, text: &str| assert_eq!(error.to_string(), text);
    let (sender, receiver) = mpsc::sync_channel(1);
    says(&receiver.try_recv().unwrap_err(), "receiving on an empty channel");
    let nothing_yet = receiver.recv_timeout(Duration::ZERO).unwrap_err();
    says(&nothing_yet, "timed out waiting on channel");
    sender.send(1).unwrap();
    says(&sender.try_send(2).unwrap_err(), "sending on a full channel");
    drop(receiver);
    says(&sender.send(3).unwrap_err(), "sending on a closed channel");
    let (sender, receiver) = mpsc::channel::<u32>();
    drop(sender);
    says(&receiver.recv().unwrap_err(), "receiving on a closed channel");
}

#[test]
fn what_a_poisoned_lock_says() {
    let lock = Mutex::new(());
    let _ = panic::catch_unwind(|| {
        let _guard = lock.lock();
        panic::resume_unwind(Box::new(()));
    });
    let error = lock.lock().expect_err("it is poisoned").to_string();
    assert_eq!(error, "poisoned lock: another task failed inside");
}

/// Only the first use says why the value could not be made.
#[test]
fn what_a_lazy_lock_says_after_a_panic() {
    let lazy: LazyLock<u32> = LazyLock::new(|| panic!("no value"));
    let says = || *panic::catch_unwind(|| *lazy).unwrap_err().downcast::<&str>().unwrap();
    assert_eq!(says(), "no value");
    assert_eq!(says(), "LazyLock instance has previously been poisoned");
}

#[test]
#[cfg(unix)] // Windows ends such a program in its own way.
fn a_stack_that_is_too_small_ends_the_program() {
    use std::hint::black_box;
    use std::process::Command;
    use std::{env, thread};

    fn deeper(depth: u64) -> u64 {
        black_box(if black_box(depth) == u64::MAX { 0 } else { deeper(depth + 1) + 1 })
    }
    const INSIDE: &str = "EXAMPLES_TEST_DEEPER";
    if env::var_os(INSIDE).is_some() {
        // The program that shall end: this test, started by the lines below.
        thread::spawn(|| deeper(0)).join().unwrap();
    }
    let name = "messages::a_stack_that_is_too_small_ends_the_program";
    let mut child = Command::new(env::current_exe().unwrap());
    let output = child.args(["--exact", name, "--nocapture"]).env(INSIDE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("has overflowed its stack"), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn where_no_thread_can_start_spawn_panics() {
    let ran = crate::section::SECTION.run_with_threads("spawn_join", 1);
    let text = "failed to spawn thread: Os { code: 11, kind: WouldBlock, message: \"Resource temporarily unavailable\" }";
    assert!(ran.stderr.contains(text), "{ran:?}");
}

#[test]
#[cfg(unix)]
fn what_a_second_server_on_one_port_says() {
    use std::net::TcpListener;

    let first = TcpListener::bind("127.0.0.1:0").unwrap();
    let error = TcpListener::bind(first.local_addr().unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("Address already in use"), "{error}");
}
