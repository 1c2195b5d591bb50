//! The button on the page of `no_threads` runs the listing there, or says that the program is missing.

use std::fs;
use std::path::Path;

use examples_testing::page_in_browser;

/// Loads the page in a frame, and presses the button twice. `PAGE` stands for its address.
const CHECK: &str = r#"<!doctype html><meta charset="utf-8"><body><script>
const frame = document.createElement("iframe");
frame.src = "PAGE";
frame.onload = async () => {
    const place = frame.contentDocument.getElementById("run-here");
    const button = place.querySelector("button");
    for (let round = 0; round < 2; round += 1) {
        button.click();
        while (button.disabled) await new Promise(done => setTimeout(done, 10));
    }
    const out = document.createElement("pre");
    out.textContent = `${place.hidden}\n${place.querySelector("pre").textContent}`;
    document.body.replaceChildren(out);
};
document.body.append(frame);
</script>"#;

#[test]
#[ignore = "needs the built book: `mdbook build docs`"]
fn the_button_runs_the_listing_in_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let book = root.join("docs/book/constrained").canonicalize();
    let book = book.expect("the book is built: `mdbook build docs`");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run_here");
    fs::create_dir_all(&scratch).expect("a writable folder");
    let check = scratch.join("check.html");
    let address = format!("file://{}/no_threads.html", book.display());
    fs::write(&check, CHECK.replace("PAGE", &address)).expect("a writable folder");

    let Some(dom) = page_in_browser(&check, "", &scratch) else { return };
    let (_, shown) = dom.split_once("<body><pre>").unwrap_or_else(|| panic!("no end: {dom}"));
    let (shown, _) = shown.split_once("</pre>").expect("a whole page");
    let listing = root.join("examples-constrained/expected/no_threads.txt");
    let here = fs::read_to_string(listing).expect("a listing prints something");
    let (_, tasks) = here.split_once('\n').expect("several lines");
    let expected = if book.join("no_threads.js").exists() {
        format!("a second thread: operation not supported on this platform\n{tasks}")
    } else {
        "The program is not in this build of the book. The text below says how to make it.\n".into()
    };
    assert_eq!(shown, format!("false\n{expected}"));
}
