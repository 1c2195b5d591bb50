//! What the tests of `images` and `files` share.

/// A folder that removes itself.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[cfg(unix)]
pub fn make_fifo(path: &std::path::Path) {
    let status = std::process::Command::new("mkfifo").arg(path).status();
    assert!(status.expect("POSIX has mkfifo").success(), "no FIFO at {}", path.display());
}

/// Makes folders below `dir`, in one that is called `deep`, until a path to the last is longer than
/// Linux takes: not even the superuser can read it by its path.
#[cfg(target_os = "linux")]
pub fn dig_too_deep(dir: &std::path::Path) {
    let name = "d".repeat(200);
    let half = |top: &str| (0..12).fold(dir.join(top), |folder, _| folder.join(&name));
    for top in ["deep", "other"] {
        std::fs::create_dir_all(half(top)).expect("half the length is no problem");
    }
    std::fs::rename(dir.join("other"), half("deep").join("other")).expect("moved");
}
