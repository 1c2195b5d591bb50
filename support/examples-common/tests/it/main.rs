//! The runner, tried on a section whose listings fail in every way that it promises to report.

mod runner;
mod spawn;
#[cfg(target_os = "linux")]
mod terminal;
mod timeline;

/// The program of that section. Cargo builds examples before it runs tests, beside their folder.
fn misbehaving() -> std::path::PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    let folder = test.ancestors().nth(2).expect("target/PROFILE/deps/TEST");
    let program =
        folder.join("examples").join(format!("misbehaving{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "no {}: `cargo build --examples` makes it", program.display());
    program
}
