//! The built book in a real browser: what a page shows can be seen, on a phone and on a screen, light and dark.

use std::fs;
use std::path::{Path, PathBuf};

use examples_testing::page_in_browser;

/// Loads each page in a frame, and reports what can't be seen there. `PAGES` stands for the pages' addresses.
///
/// mdBook keeps a second, hidden copy of each picture, to enlarge it, so one copy that can be seen is enough.
const CHECK: &str = r#"<!doctype html><meta charset="utf-8"><body><script>
const frame = document.createElement("iframe");
document.body.append(frame);
const faults = [];
let seen = 0;
async function check(page, width, theme) {
    localStorage.setItem("mdbook-theme", theme);
    frame.style = `width: ${width}px; height: 900px`;
    await new Promise(loaded => { frame.onload = loaded; frame.src = page; });
    const fault = what => faults.push(`${page}, ${width} px, ${theme}: ${what}`);
    const shown = frame.contentDocument;
    if (!shown.documentElement.classList.contains(theme)) fault("has another theme");
    const wide = shown.documentElement.scrollWidth;
    if (wide > width) fault(`is ${wide} px wide`);
    for (const name of shown.querySelectorAll("main td code")) {
        const isName = /^[a-z_]{1,24}$/.test(name.textContent);
        if (isName && name.getClientRects().length > 1) fault(`cuts ${name.textContent}`);
    }
    const pictures = new Map();
    for (const picture of shown.querySelectorAll("main img, main object")) {
        const name = picture.getAttribute("src") ?? picture.getAttribute("data");
        const { width, height } = picture.getBoundingClientRect();
        const isSeen = width >= 50 && height >= 50 && (picture.complete ?? picture.contentDocument);
        pictures.set(name, pictures.get(name) || isSeen);
    }
    for (const [name, isSeen] of pictures) {
        seen += 1;
        if (!isSeen) fault(`${name} can't be seen`);
    }
    return pictures.size > 0;
}
(async () => {
    const illustrated = [];
    for (const page of PAGES) if (await check(page, 390, "light")) illustrated.push(page);
    for (const page of PAGES) await check(page, 820, "light");
    for (const page of PAGES) await check(page, 1280, "light");
    for (const page of illustrated) await check(page, 390, "ayu");
    for (const page of illustrated) await check(page, 1280, "ayu");
    document.body.textContent = `${faults.join("\n")}\n${seen} pictures looked at`;
})();
</script>"#;

#[test]
#[ignore = "slow, and needs the built book: `mdbook build docs`"]
fn every_picture_can_be_seen_and_no_page_scrolls_sideways() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book");
    let book = book.canonicalize().expect("the book is built: `mdbook build docs`");
    let mut pages = Vec::new();
    pages_below(&book, &mut pages);
    let addresses = pages.iter().map(|page| format!("\"file://{}\"", page.display()));
    let addresses = addresses.collect::<Vec<_>>().join(",");

    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let check = scratch.join("check.html");
    fs::write(&check, CHECK.replace("PAGES", &format!("[{addresses}]"))).unwrap();
    let Some(dom) = page_in_browser(&check, "", scratch) else { return };
    let (_, body) = dom.split_once("<body>").expect("a page has a body");
    let (faults, seen) = body.split_once("pictures looked at").map_or((body, ""), |(before, _)| {
        before.trim_end().rsplit_once('\n').unwrap_or(("", before))
    });
    assert!(faults.trim().is_empty(), "{faults}");
    let seen: usize = seen.trim().parse().unwrap_or_else(|_| panic!("it did not end: {dom}"));
    assert!(seen >= 4 * 16, "only {seen} pictures on {} pages", pages.len());
    println!("{} pages, {seen} pictures", pages.len());
}

/// All pages but those that mdBook makes for itself: the whole book as one page, and the list of pages.
fn pages_below(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages_below(&path, pages);
        } else if path.extension().is_some_and(|ending| ending == "html")
            && !path.ends_with("print.html")
            && !path.ends_with("toc.html")
        {
            pages.push(path);
        }
    }
    pages.sort();
}
