//! `cargo page` is a command, in the root of the repository and in `labs/`.

use std::path::Path;
use std::process::Command;

#[test]
fn the_command_prints_a_page_wherever_a_reader_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in [root.clone(), root.join("labs")] {
        let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
        let mut command = Command::new(cargo);
        command.args(["--offline", "page", "threads/spawn_join"]).current_dir(&folder);
        let output = command.output().expect("cargo starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", folder.display());
        let page = String::from_utf8_lossy(&output.stdout);
        assert!(
            page.contains("spawn_join") && page.contains("cargo run -p examples-threads"),
            "{page}"
        );
    }
}

#[test]
fn a_name_that_is_no_page_is_a_wrong_command_line() {
    let page = |word| {
        Command::new(env!("CARGO_BIN_EXE_examples-page")).arg(word).output().expect("it starts")
    };
    for wrong in ["spawn_jon", "spawn_jion"] {
        let output = page(wrong);
        assert_eq!(output.status.code(), Some(2));
        let said = format!(
            "page: there is no page `{wrong}`; did you mean `spawn_join`? --list shows them all\n"
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), said);
    }
    assert_eq!(page("glossary#no-such").status.code(), Some(2));
    let list = page("--list");
    assert!(String::from_utf8_lossy(&list.stdout).lines().any(|line| line == "rayon/squares"));
}
