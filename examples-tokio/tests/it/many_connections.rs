use examples_tokio::many_connections::hold;

use crate::runtime::run;

#[test]
fn each_connection_that_is_held_is_answered() {
    for wanted in [0, 1, 20] {
        let (connections, threads, refusal) =
            run("each connection to be answered", move || hold(wanted)).unwrap();
        assert_eq!((connections, threads), (wanted, wanted.min(1)));
        assert!(refusal.is_none());
    }
}

#[cfg(unix)]
mod with_few_files {
    use std::process::Command;

    use examples_testing::Ran;

    use super::{hold, run};
    use crate::section::SECTION;

    /// Runs a command that may have only `limit` files open.
    fn run_with(limit: u32, command: &Command) -> Ran {
        let mut limited = Command::new("sh");
        limited.args(["-c", &format!("ulimit -n {limit} && exec \"$0\" \"$@\"")]);
        limited.arg(command.get_program()).args(command.get_args());
        SECTION.finish(limited)
    }

    /// The limit is one of the whole process, so this test starts itself again in a process of its own.
    #[test]
    fn a_refused_connection_costs_none_of_the_others() {
        let own_process = ["--exact", "--nocapture"];
        let name =
            "many_connections::with_few_files::a_refused_connection_costs_none_of_the_others";
        if std::env::args().skip(1).eq(own_process.into_iter().chain([name])) {
            let (connections, _, refusal) =
                run("each connection to be answered", || hold(10_000)).unwrap();
            const EMFILE: i32 = 24; // on every Unix
            assert_eq!(refusal.and_then(|error| error.raw_os_error()), Some(EMFILE));
            assert!((10..50).contains(&connections), "{connections} connections");
            println!("the limit was met");
            return;
        }
        let mut test = Command::new(std::env::current_exe().unwrap());
        let Ran { status, stdout, stderr } = run_with(100, test.args(own_process).arg(name));
        assert!(status == Some(0) && stdout.contains("the limit was met"), "{stdout}{stderr}");
    }

    /// 256 is what macOS allows a process that has not asked for more.
    #[test]
    fn the_listing_tells_that_a_connection_was_refused() {
        let Ran { status, stdout, stderr } = run_with(256, &SECTION.command(["many_connections"]));
        assert_eq!(status, Some(0), "{stderr}");
        let connections: usize = stdout.split_whitespace().next().unwrap().parse().unwrap();
        assert!((96..128).contains(&connections), "{stdout}");
        assert!(stdout.contains("no more, because the system refused one: "), "{stdout}");
    }
}
