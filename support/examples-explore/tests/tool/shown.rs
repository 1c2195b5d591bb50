//! What the book's page `explore.md` shows. `SNAPSHOTS=overwrite` writes it anew.

use std::env;
use std::fs;
use std::path::Path;

use super::{program, run};

/// Returns whether these are the outputs that the page shows; writes them if that is wanted.
pub fn check(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/shown/{name}.txt"));
    if env::var("SNAPSHOTS").is_ok_and(|what| what == "overwrite") {
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder is made");
        fs::write(&file, text).expect("the file is written");
    }
    let shown = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, shown, "{} is outdated: SNAPSHOTS=overwrite", file.display());
}

#[test]
fn the_page_shows_what_is_printed() {
    check("help", &run(&["--help"]).1);
    check("lost_update", &run(&[&program("lost_update")]).1);
    check("two_locks", &run(&[&program("two_locks")]).1);
    check("uses_files", &run(&[&program("uses_files")]).2);
}
