//! Decodes every PNG below a folder on all cores, blurs it and finds its edges.
//!
//! Article B, "Choosing the Right Approach", sketches this job for 10,000 images. Here it runs on
//! real files. Some are always damaged: each of them is one line in the report and stops no other.
//! With OUT, a new or empty folder, the edges of each image are written to the same path below it.
//!
//! Run: `cargo run -p examples-rayon -- images [DIR [OUT]]`; for many, with `--release` before `-p`
//! Paste: `cargo add anyhow libc png rayon walkdir && cargo add indicatif tempfile --no-default-features`

use std::env;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use indicatif::ProgressBar;
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

// A header of 25 bytes can claim 2^62 pixels. A worker keeps a byte for each pixel of its image, at
// most 64 MiB, and a few rows of 8 bytes a pixel, at most 4 MiB.
const MAX_PIXELS: u64 = 1 << 26;
const MAX_SIDE: u32 = 1 << 16;
/// How often an image is blurred. This is what makes the job heavy: try 0, or 100.
pub const BLURS: usize = 16;

/// What is kept of an image.
#[derive(Debug, PartialEq)]
pub struct ProcessedImage {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The mean gray of the image, from 0 (black) to 255 (white).
    pub brightness: f64,
    /// The mean strength of its edges, from 0 to 255.
    pub edges: f64,
}

/// Processes the images at `paths` below `from`, and returns the results in the same order.
///
/// If there is a folder `to`, the edges of each image are written to the same path below it.
/// What is wrong with one file, even if the decoder panics, is the error of that file alone.
pub fn process_images(
    paths: &[PathBuf],
    from: &Path,
    to: Option<&Path>,
) -> Vec<Result<ProcessedImage>> {
    let progress = ProgressBar::new(paths.len() as u64); // Drawn only if stderr is a terminal.
    let results = paths
        .par_iter()
        // By default Rayon makes a few long pieces, and does not divide a piece that has begun. But
        // one image can be a thousand times as large as the next, so each is a piece of its own.
        .with_max_len(1)
        .map(|path| {
            let to = to.map(|to| to.join(path));
            let result = guarded(|| load_and_process_image(&from.join(path), to.as_deref()));
            progress.inc(1);
            result
        })
        .collect();
    progress.finish_and_clear();
    results
}

/// Runs `job`, and turns a panic into an error: in Rayon, a panic in one job ends them all.
pub fn guarded<T>(job: impl FnOnce() -> Result<T>) -> Result<T> {
    // A panic can leave half-changed data behind, but here no other job can see it.
    let result = panic::catch_unwind(AssertUnwindSafe(job));
    result.unwrap_or_else(|_| Err(anyhow!("a panic, described on stderr")))
}

/// Processes one image and writes its edges to `to`; the error says which of the two failed.
pub fn load_and_process_image(from: &Path, to: Option<&Path>) -> Result<ProcessedImage> {
    let (size, mut gray) = decode(from)?;
    let (width, brightness) = (size.0 as usize, mean(&gray));
    for _ in 0..BLURS {
        blur(width, &mut gray);
    }
    find_edges(width, &mut gray);
    if let Some(to) = to {
        write_gray(to, size, &gray).context("its edges can't be written")?;
    }
    Ok(ProcessedImage { size, brightness, edges: mean(&gray) })
}

fn mean(levels: &[u8]) -> f64 {
    let sum: u64 = levels.iter().map(|&level| u64::from(level)).sum();
    sum as f64 / levels.len() as f64 // A PNG has at least one pixel.
}

/// Returns the size and the gray levels of a PNG; of an animated one, of the still picture.
fn decode(path: &Path) -> Result<((u32, u32), Vec<u8>)> {
    let mut options = File::options();
    #[cfg(unix)] // Without this flag, to open a FIFO is to wait until somebody writes to it.
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.read(true).open(path)?;
    ensure!(file.metadata()?.is_file(), "not a regular file");

    // Beside the pixels, a file can hold any amount of other data.
    let limits = png::Limits { bytes: 16 << 20 };
    let mut decoder = png::Decoder::new_with_limits(BufReader::new(file), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let (width, height) = decoder.read_header_info()?.size();
    let pixels = u64::from(width) * u64::from(height);
    let fits = pixels <= MAX_PIXELS && width.max(height) <= MAX_SIDE;
    ensure!(fits, "{width}x{height} pixels; the limit is {MAX_SIDE} a side, {MAX_PIXELS} in all");

    let mut reader = decoder.read_info()?;
    let channels = reader.output_color_type().0.samples();
    // Takes no memory yet: the system provides each page when it is first written to.
    let mut gray = Vec::with_capacity(pixels as usize);
    // By rows, so that the colors of the whole image are never in memory.
    while let Some(row) = reader.next_interlaced_row()? {
        let levels = row.data().chunks_exact(channels).map(gray_level);
        match row.interlace() {
            png::InterlaceInfo::Null(_) => gray.extend(levels),
            png::InterlaceInfo::Adam7(pass) => {
                let levels: Vec<u8> = levels.collect();
                gray.resize(pixels as usize, 0);
                png::expand_interlaced_row(&mut gray, width as usize, &levels, pass, 8);
            }
        }
    }
    Ok(((width, height), gray))
}

/// Returns how bright a pixel of 1 to 4 channels looks, on a white page where it is transparent.
fn gray_level(pixel: &[u8]) -> u8 {
    let luma = |r, g, b| ((77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b)) >> 8) as u8;
    let on_white = |level, alpha| 255 - (u32::from(255 - level) * u32::from(alpha) / 255) as u8;
    match *pixel {
        [level] => level,
        [level, alpha] => on_white(level, alpha),
        [r, g, b] => luma(r, g, b),
        [r, g, b, alpha] => on_white(luma(r, g, b), alpha),
        _ => unreachable!("a PNG has 1 to 4 channels"),
    }
}

/// Sets each level to the mean of itself and the next, across and then down.
fn blur(width: usize, gray: &mut [u8]) {
    let blur = |levels: &mut [u8], step: usize| {
        for i in 0..levels.len() - step {
            levels[i] = levels[i].midpoint(levels[i + step]);
        }
    };
    gray.chunks_exact_mut(width).for_each(|row| blur(row, 1));
    blur(gray, width);
}

/// Sets each level to how much it changes across and down. The last column and row become 0.
fn find_edges(width: usize, gray: &mut [u8]) {
    let last_row = gray.len() - width;
    for i in 0..last_row {
        let (across, down) = (gray[i].abs_diff(gray[i + 1]), gray[i].abs_diff(gray[i + width]));
        gray[i] = across.saturating_add(down);
    }
    gray[last_row..].fill(0);
    gray.iter_mut().skip(width - 1).step_by(width).for_each(|level| *level = 0);
}

fn write_gray(path: &Path, (width, height): (u32, u32), levels: &[u8]) -> Result<()> {
    fs::create_dir_all(path.parent().context("no folder to write to")?)?;
    let file = BufWriter::new(File::create_new(path)?); // Replaces nothing that is there already.
    let write = || {
        let mut encoder = png::Encoder::new(file, width, height);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(levels)?;
        writer.finish()
    };
    // A full disk cuts a file off, and half a PNG must not look like a result.
    Ok(write().inspect_err(|_| drop(fs::remove_file(path)))?)
}

/// Returns the paths below `dir` that end in .png, in capitals or not, in order. Links to folders
/// are not followed, because they can lead round in a circle.
pub fn find_images(dir: &Path) -> Vec<PathBuf> {
    let below = |path: &Path| path.strip_prefix(dir).unwrap_or(path).to_path_buf();
    let is_png = |path: &Path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("png"));
    let entries = WalkDir::new(dir).sort_by_file_name().into_iter();
    let images = entries.filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_dir() || !is_png(entry.path()) => None,
        Ok(entry) => Some(below(entry.path())),
        // The worker that opens this unreadable folder fails too, and reports the reason.
        Err(error) => Some(below(error.path().unwrap_or(dir))),
    });
    images.collect()
}

/// Draws three images into a new folder, and adds two files that are none.
fn draw_samples() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    for (name, square) in [("large.png", 48), ("small.png", 12), ("tiny/squares.png", 3)] {
        let levels = (0..96 * 96).map(|i| ((i % 96 / square + i / 96 / square) % 2 * 255) as u8);
        write_gray(&at(name), (96, 96), &levels.collect::<Vec<_>>())?;
    }
    fs::write(at("damaged.png"), &fs::read(at("small.png"))?[..100])?;
    fs::write(at("letter.png"), "Dear reader, this is no image.")?;
    Ok(folder)
}

/// Processes and prints all images below `dir`, and returns how many files failed.
fn report(dir: &Path, to: Option<&Path>) -> usize {
    let start = Instant::now();
    let paths = find_images(dir);
    let results = process_images(&paths, dir, to);
    let seconds = start.elapsed().as_secs_f64();
    println!("brightness  edges");
    for (path, result) in paths.iter().zip(&results) {
        match result {
            Ok(ProcessedImage { size: (width, height), brightness, edges }) => {
                println!("{brightness:10.1}  {edges:5.1}  {path:?}, {width}x{height} pixels");
            }
            // `?` quotes the path, which can hold a line end.
            Err(error) => println!("{:>17}  {path:?}: {error:#}", "failed"),
        }
    }
    let failed = results.iter().filter(|result| result.is_err()).count();
    let threads = rayon::current_num_threads(); // RAYON_NUM_THREADS=1 shows what one core can do.
    println!("images: {}, failed: {failed}", paths.len() - failed);
    println!("threads: {threads}, seconds: {seconds:.2}");
    failed
}

pub fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let Some(dir) = arguments.next() else {
        let samples = draw_samples().context("can't draw samples")?;
        report(samples.path(), None); // Two of them are meant to fail.
        return Ok(());
    };
    dir.read_dir().with_context(|| format!("expected a folder with images, not {dir:?}"))?;
    let to = arguments.next();
    if let Some(to) = &to {
        let expected = || format!("expected a new or empty folder for the results, not {to:?}");
        fs::create_dir_all(to).with_context(expected)?;
        ensure!(to.read_dir().with_context(expected)?.next().is_none(), expected());
    }
    let failed = report(&dir, to.as_deref());
    ensure!(failed == 0, "{failed} could not be processed");
    Ok(())
}
