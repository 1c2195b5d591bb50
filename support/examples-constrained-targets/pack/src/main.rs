//! Makes one JavaScript file of a listing that is built for a web page, so that a page needs no server to load it:
//! `cargo run -p pack` builds `no_threads` and writes it where the book looks for it.
//!
//! `cargo run -p pack -- PACKAGE FILE` does so with another package of this workspace, and another file.
//!
//! In the file, `wasm_bindgen.load()` returns a promise of all functions that the package exports.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, ensure};
use base64::prelude::{BASE64_STANDARD, Engine};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// The last lines of the file. Base64 is a third longer, and works where a page may not read a file beside it.
const LOAD: &str = "
wasm_bindgen.load = () => wasm_bindgen({
    module_or_path: Uint8Array.from(atob('BYTES'), letter => letter.charCodeAt(0)),
});
";

fn main() -> anyhow::Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is in a folder");
    let mut words = env::args().skip(1);
    let package = words.next().unwrap_or("page".into());
    let book = workspace.join("../../docs/src/constrained/no_threads.js");
    let file = words.next().map_or(book, Into::into);

    let mut build = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    build.args([
        "build",
        "--release",
        "--locked",
        "--lib",
        "--target",
        TARGET,
        "--package",
        &package,
    ]);
    build.current_dir(workspace);
    let status = build.status().context("can't start cargo")?;
    ensure!(status.success(), "cargo can't build it; `rustup target add {TARGET}` may help");

    let built = workspace.join(format!("target/{TARGET}/release/{package}.wasm"));
    let mut output = Bindgen::new()
        .input_path(&built)
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let bytes = output.wasm_mut().emit_wasm();
    let text = format!("{}{}", output.js(), LOAD.replace("BYTES", &BASE64_STANDARD.encode(&bytes)));
    fs::write(&file, &text).with_context(|| format!("can't write {}", file.display()))?;
    println!(
        "{}: {} bytes, of which {} are WebAssembly before Base64",
        file.canonicalize()?.display(),
        text.len(),
        bytes.len()
    );
    Ok(())
}
