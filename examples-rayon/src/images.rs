//! Decodes every PNG below a folder on all cores, blurs it and finds its edges.
//!
//! Article B, "Choosing the Right Approach", sketches this job for 10,000 images. Here it is whole,
//! on real files, of which some are always damaged: one bad file is one line in the report. Memory
//! is bounded by the number of threads: pixels die in the worker, a few numbers are kept.
//!
//! Without DIR it draws a few files itself. Below OUT, a new or empty folder, it writes the edges, as
//! a PNG for each image.
//!
//! Run: `cargo run -p examples-rayon -- images [DIR [OUT]]`; for many, with `--release` before `-p`
//! Paste: `cargo add anyhow png rayon && cargo add indicatif --no-default-features`

use std::cell::RefCell;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufReader, BufWriter};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, iter};

use anyhow::{Error, Result, anyhow, ensure};
use indicatif::ProgressBar;
use rayon::prelude::*;

/// A header of 25 bytes can claim 2^62 pixels. A worker takes about 2 bytes a pixel: 128 MiB.
const MAX_PIXELS: u64 = 1 << 26;
/// The most that the decoder may take beside the pixels, for rows and for what else a file holds.
const MAX_DECODER_BYTES: usize = 16 << 20;
/// A wide blur is a narrow one repeated. This is what makes the job heavy: try 0, or 50.
pub const BLURS: usize = 4;

/// What is kept of an image.
pub struct ProcessedImage {
    /// Where it lies below the folder.
    pub path: PathBuf,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The mean grey of the image, from 0 (black) to 255 (white).
    pub brightness: f64,
    /// The mean strength of its edges, from 0 to 255.
    pub edges: f64,
}

/// Processes the images at `paths` below the folder `from`; gives the results in that order.
///
/// What is wrong with one file, even if the decoder panics on it, is the error of that file alone.
/// If there is a folder `to`, the edges of each image are written to the same path below it.
pub fn process_images(
    paths: &[PathBuf],
    from: &Path,
    to: Option<&Path>,
) -> Vec<Result<ProcessedImage>> {
    thread_local! {
        // One set for each worker, used for image after image. `map_init` would make a new one
        // for each piece that Rayon cuts off, which here is each image.
        static BUFFERS: RefCell<Buffers> = RefCell::default();
    }
    let progress = ProgressBar::new(paths.len() as u64); // Drawn if stderr is a terminal.
    let results = paths
        .par_iter()
        // Rayon would cut into few long pieces and not cut them again once they are begun. But an
        // image may be a thousand times as large as the next, so each is a job of its own.
        .with_max_len(1)
        .map(|path| {
            // While the buffers are lent, nothing calls Rayon: that could begin another image here.
            let result = guarded(|| {
                BUFFERS.with_borrow_mut(|buffers| load_and_process_image(path, from, to, buffers))
            });
            progress.inc(1);
            result
        })
        .collect();
    progress.finish_and_clear();
    results
}

/// Does `job`, and makes an error of its panic: if that reached Rayon, it would end all the jobs.
pub fn guarded<T>(job: impl FnOnce() -> Result<T>) -> Result<T> {
    // Half-filled buffers, of which this type warns, are no danger: each image fills them anew.
    let result = panic::catch_unwind(AssertUnwindSafe(job));
    result.unwrap_or_else(|_| Err(anyhow!("a panic, described on stderr")))
}

/// The pixels of one image and what else a worker needs, kept to be used again.
#[derive(Default)]
pub struct Buffers {
    grey: Vec<u8>,
    other: Vec<u8>,
    padded: Vec<u8>,
    sums: Vec<u16>,
}

/// Processes the image at `path` below `from`; `process_images` says how.
///
/// # Errors
/// If the file can't be decoded (an error that says why), or the result can't be written.
pub fn load_and_process_image(
    path: &Path,
    from: &Path,
    to: Option<&Path>,
    buffers: &mut Buffers,
) -> Result<ProcessedImage> {
    let size = decode(&from.join(path), &mut buffers.grey)?;
    let width = size.0 as usize;
    let brightness = mean(&buffers.grey);
    buffers.other.resize(buffers.grey.len(), 0);
    for _ in 0..BLURS {
        blur(width, buffers);
    }
    find_edges(width, &buffers.grey, &mut buffers.other);
    if let Some(to) = to {
        write_grey(&to.join(path), size, &buffers.other)
            .map_err(|error| anyhow!("its edges can't be written: {error}"))?;
    }
    let edges = mean(&buffers.other);
    Ok(ProcessedImage { path: path.to_path_buf(), size, brightness, edges })
}

fn mean(levels: &[u8]) -> f64 {
    let sum: u64 = levels.iter().map(|&level| u64::from(level)).sum();
    sum as f64 / levels.len() as f64 // A PNG has at least one pixel.
}

/// Replaces `grey` by the grey levels of a PNG; of an animated one, by those of the still picture.
fn decode(file: &Path, grey: &mut Vec<u8>) -> Result<(u32, u32)> {
    // Looks, but does not open: to open a FIFO is to wait for a writer, and a device may never end.
    let about = fs::metadata(file).map_err(|error| match file.is_symlink() {
        true => anyhow!("a link that leads nowhere: {error}"),
        false => error.into(),
    })?;
    ensure!(!about.is_dir(), "a folder, not a file");
    ensure!(about.is_file(), "a FIFO, socket or device, not a file");
    ensure!(about.len() > 0, "an empty file");

    let limits = png::Limits { bytes: MAX_DECODER_BYTES };
    let mut decoder = png::Decoder::new_with_limits(BufReader::new(File::open(file)?), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let (width, height) = decoder.read_header_info()?.size();
    let pixels = u64::from(width) * u64::from(height);
    ensure!(pixels <= MAX_PIXELS, "{width}x{height} pixels, the limit is {MAX_PIXELS} in all");

    let mut reader = decoder.read_info()?;
    let channels = reader.output_color_type().0.samples();
    grey.clear();
    grey.reserve(pixels as usize); // Not touched yet, so a header that lies takes nothing.
    if reader.info().interlaced {
        grey.resize(pixels as usize, 0);
    }
    // By rows, so that the colours of the whole image are never in memory.
    while let Some(row) = reader.next_interlaced_row()? {
        let levels = row.data().chunks_exact(channels).map(grey_level);
        match row.interlace() {
            png::InterlaceInfo::Null(_) => grey.extend(levels),
            png::InterlaceInfo::Adam7(pass) => {
                let levels: Vec<u8> = levels.collect();
                png::expand_interlaced_row(grey, width as usize, &levels, pass, 8);
            }
        }
    }
    Ok((width, height))
}

/// How bright the eye sees a pixel of 1 to 4 channels; what is transparent shows a white page.
fn grey_level(pixel: &[u8]) -> u8 {
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

/// Binomial weights, close to a Gaussian of σ = 1.4. They add up to 256, so that the sum of nine
/// weighted bytes fits into a `u16`, of which most cores add 8 or more at once.
const WEIGHTS: [u16; 9] = [1, 8, 28, 56, 70, 56, 28, 8, 1];

/// Blurs along the rows, then down the columns: 9 + 9 products a pixel, for 9 × 9 in one go.
/// Beyond its border an image goes on as it ended.
fn blur(width: usize, Buffers { grey, other, padded, sums }: &mut Buffers) {
    for (row, blurred) in grey.chunks_exact(width).zip(other.chunks_exact_mut(width)) {
        padded.clear();
        padded.extend(iter::repeat_n(row[0], 4));
        padded.extend_from_slice(row);
        padded.extend(iter::repeat_n(row[width - 1], 4));
        weigh(|shift| &padded[shift..][..width], sums, blurred);
    }
    let last = grey.len() / width - 1;
    // Also by rows, because memory is fast when it is read in its order.
    for (y, blurred) in grey.chunks_exact_mut(width).enumerate() {
        weigh(|shift| &other[(y + shift).saturating_sub(4).min(last) * width..], sums, blurred);
    }
}

/// Sets `out` to the weighted mean of nine slices.
fn weigh<'a>(slice: impl Fn(usize) -> &'a [u8], sums: &mut Vec<u16>, out: &mut [u8]) {
    sums.clear();
    sums.resize(out.len(), 128); // So that the division rounds to the nearest.
    for (shift, weight) in WEIGHTS.iter().enumerate() {
        for (sum, &level) in sums.iter_mut().zip(slice(shift)) {
            *sum += weight * u16::from(level);
        }
    }
    for (out, sum) in out.iter_mut().zip(sums) {
        *out = (*sum >> 8) as u8;
    }
}

/// Sobel's filter: how much the level changes across and down. The border has no neighbours: 0.
fn find_edges(width: usize, grey: &[u8], edges: &mut Vec<u8>) {
    edges.clear();
    edges.resize(grey.len(), 0);
    let three_rows = grey.windows(3 * width).step_by(width);
    for (rows, edges) in three_rows.zip(edges.chunks_exact_mut(width).skip(1)) {
        let (above, rest) = rows.split_at(width);
        let (here, below) = rest.split_at(width);
        let squares = above.windows(3).zip(here.windows(3)).zip(below.windows(3));
        for (((above, here), below), edge) in squares.zip(&mut edges[1..]) {
            let step = |from: u8, to: u8| i16::from(to) - i16::from(from);
            let across =
                step(above[0], above[2]) + 2 * step(here[0], here[2]) + step(below[0], below[2]);
            let down =
                step(above[0], below[0]) + 2 * step(above[1], below[1]) + step(above[2], below[2]);
            *edge = (across.abs() + down.abs()).min(255) as u8;
        }
    }
}

fn write_grey(file: &Path, (width, height): (u32, u32), levels: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // `create_new`: nothing that lies there already is replaced, nor what a link there leads to.
    let mut encoder = png::Encoder::new(BufWriter::new(File::create_new(file)?), width, height);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(levels)?;
    Ok(writer.finish()?)
}

/// What became of a folder's images, in the order of their paths.
pub struct Outcome {
    /// The images that could be processed.
    pub images: Vec<ProcessedImage>,
    /// The paths that could not, each with the reason.
    pub failed: Vec<(PathBuf, Error)>,
}

/// Processes every image below the folder `from`: each file whose name ends in .png, in capitals
/// or not. A folder that can't be read counts as failed, and the others go on.
///
/// Links to files are followed, links to folders are not, and the folder `to` is left out if it
/// lies below `from`, both given as [`fs::canonicalize`] does.
pub fn process_folder(from: &Path, to: Option<&Path>) -> Outcome {
    let (mut paths, mut failed, mut folders) = (Vec::new(), Vec::new(), vec![PathBuf::new()]);
    // The list is complete before the first result is written. A link to a folder could lead back
    // to a folder above it, and this loop would not end.
    while let Some(folder) = folders.pop() {
        let entries = from.join(&folder).read_dir();
        match entries.and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Err(error) => failed.push((folder, error.into())),
            Ok(entries) => {
                for entry in entries.iter().filter(|entry| to != Some(&entry.path())) {
                    let path = folder.join(entry.file_name());
                    if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                        folders.push(path.clone());
                    }
                    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png")) {
                        paths.push(path);
                    }
                }
            }
        }
    }
    paths.sort();
    let mut images = Vec::new();
    for (path, result) in paths.iter().zip(process_images(&paths, from, to)) {
        match result {
            Ok(image) => images.push(image),
            Err(error) => failed.push((path.clone(), error)),
        }
    }
    failed.sort_by(|a, b| a.0.cmp(&b.0));
    Outcome { images, failed }
}

impl Outcome {
    /// The pixels of all images together.
    pub fn pixels(&self) -> u64 {
        self.images.iter().map(|image| u64::from(image.size.0) * u64::from(image.size.1)).sum()
    }

    fn print(&self) {
        println!("images: {}", self.images.len());
        println!("pixels: {}", self.pixels());
        if let Some(image) = self.images.iter().max_by(|a, b| a.edges.total_cmp(&b.edges)) {
            let ProcessedImage { path, size: (width, height), brightness, edges } = image;
            println!("the most edges: {path:?}, {width}x{height} pixels");
            println!("    brightness {brightness:.1}, edges {edges:.1}, of 255");
        }
        println!("failed: {}", self.failed.len());
        for (path, error) in &self.failed {
            println!("    {path:?}: {error}"); // `?`, as a name may hold anything, even a line end.
        }
    }
}

/// Draws four images in a new folder, and adds two files that are none.
fn draw_samples(folder: &Path) -> Result<()> {
    const SIDE: u32 = 96;
    type Level = fn(u32, u32) -> u32;
    let drawings: [(&str, Level); 4] = [
        ("checks.png", |x, y| (x / 12 + y / 12) % 2 * 255),
        ("grey.png", |_, _| 128),
        ("slope.png", |x, _| 2 * x),
        ("round/rings.png", |x, y| (x.abs_diff(48).pow(2) + y.abs_diff(48).pow(2)) / 16 % 256),
    ];
    for (name, level) in drawings {
        let levels = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| level(x, y) as u8));
        write_grey(&folder.join(name), (SIDE, SIDE), &levels.collect::<Vec<_>>())?;
    }
    let whole = fs::read(folder.join("checks.png"))?;
    fs::write(folder.join("damaged.png"), &whole[..whole.len() / 2])?;
    fs::write(folder.join("letter.png"), "Dear reader, this is no image.")?;
    Ok(())
}

/// Whether a word looks like an option; a folder of such a name can be given as `./-name`.
fn is_option(word: &Path) -> bool {
    word.as_os_str().as_encoded_bytes().starts_with(b"-")
}

pub fn main() -> Result<ExitCode> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let (dir, out) = match arguments.as_slice() {
        [] => {
            let name = format!("images-{:x}", RandomState::new().hash_one(0)); // Nobody else's.
            let folder = env::temp_dir().join(name);
            let outcome = draw_samples(&folder).map(|()| process_folder(&folder, None));
            let _ = fs::remove_dir_all(&folder); // What stays, the system removes some day.
            outcome.map_err(|error| anyhow!("can't draw samples in {folder:?}: {error}"))?.print();
            return Ok(ExitCode::SUCCESS); // The two failures are part of the show.
        }
        [dir] if !is_option(dir) => (dir, None),
        [dir, out] if !is_option(dir) && !is_option(out) => (dir, Some(out)),
        more => {
            eprintln!("expected at most two folders, DIR and OUT, found {more:?}");
            return Ok(ExitCode::from(2));
        }
    };
    let from = fs::canonicalize(dir)
        .and_then(|from| from.read_dir().map(|_| from))
        .map_err(|error| anyhow!("expected a folder with images, but {dir:?}: {error}"))?;
    let to = match out {
        None => None,
        Some(out) => {
            let to =
                fs::create_dir_all(out).and_then(|()| fs::canonicalize(out)).map_err(|error| {
                    anyhow!("expected a folder for the results, but {out:?}: {error}")
                })?;
            // What lies there could be one of the images, or another picture of the same name.
            let is_empty = to.read_dir().is_ok_and(|mut entries| entries.next().is_none());
            ensure!(is_empty, "expected a new or empty folder for the results, not {out:?}");
            Some(to)
        }
    };

    let start = Instant::now();
    let outcome = process_folder(&from, to.as_deref());
    let seconds = start.elapsed().as_secs_f64();
    outcome.print();
    let threads = rayon::current_num_threads(); // RAYON_NUM_THREADS=1 shows what one core can do.
    let speed = outcome.pixels() as f64 / 1e6 / seconds;
    if outcome.images.is_empty() && outcome.failed.is_empty() {
        println!("no file below {dir:?} has a name that ends in .png");
    }
    println!("threads: {threads}, seconds: {seconds:.2}, million pixels a second: {speed:.1}");
    ensure!(outcome.failed.is_empty(), "{} could not be processed", outcome.failed.len());
    Ok(ExitCode::SUCCESS)
}
