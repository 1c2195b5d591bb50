//! Decodes, blurs and encodes every PNG below a folder, on all cores.
//!
//! Article B, "Choosing the Right Approach", sketches this job for 10,000 images. Here it runs on
//! real files. Some are always damaged: each of them is one line in the report and stops no other.
//! With OUT, a new or empty folder, each result is written to the same path below it.
//!
//! Run: `cargo run -p examples-rayon -- images [DIR [OUT]]`; for many, with `--release` before `-p`
//! Paste: `cargo add anyhow png rayon walkdir && cargo add indicatif --no-default-features --features rayon && cargo add tempfile --no-default-features`

use std::env;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use indicatif::ParallelProgressIterator;
use png::{Decoder, Encoder, OutputInfo, Transformations};
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The most that a worker keeps of an image, in MiB: a header of 25 bytes can claim 2^62 pixels.
const MEMORY: usize = 256;
/// How often an image is blurred. This is what makes the job heavy: try 0, or 100.
pub const BLURS: usize = 16;

/// What is kept of an image.
#[derive(Debug, PartialEq)]
pub struct ProcessedImage {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// How much a pixel differs from the next on average, from 0 to 255.
    pub sharpness: f64,
}

/// Processes the images at `paths` below `from`, and returns the results in the same order.
///
/// If there is a folder `to`, each result is written to the same path below it. What is wrong with
/// one file, even if the decoder panics, is the error of that file alone.
pub fn process_images(
    paths: &[PathBuf],
    from: &Path,
    to: Option<&Path>,
) -> Vec<Result<ProcessedImage>> {
    let process = |path: &PathBuf| {
        let to = to.map(|to| to.join(path));
        guarded(|| load_and_process_image(&from.join(path), to.as_deref()))
    };
    // By default Rayon makes a few long pieces, and does not divide a piece that has begun. But one
    // image can be a thousand times as large as the next, so each is a piece of its own.
    paths.par_iter().with_max_len(1).map(process).progress().collect()
}

/// Runs `job`, and turns a panic into an error. In Rayon, a panic in one job loses the results of all.
pub fn guarded<T>(job: impl FnOnce() -> Result<T>) -> Result<T> {
    // A panic can leave half-changed data behind, but here no other job can see it.
    let result = panic::catch_unwind(AssertUnwindSafe(job));
    result.unwrap_or_else(|_| Err(anyhow!("a panic, described on stderr")))
}

/// Blurs one image and writes it to `to`. An error says whether reading or writing failed.
pub fn load_and_process_image(from: &Path, to: Option<&Path>) -> Result<ProcessedImage> {
    let (info, mut samples) = decode(from)?;
    let channels = info.color_type.samples();
    for _ in 0..BLURS {
        samples.chunks_exact_mut(info.line_size).for_each(|row| blur(row, channels));
        blur(&mut samples, info.line_size);
    }
    if let Some(to) = to {
        encode(to, &info, &samples).context("the result can't be written")?;
    }
    let neighbors = samples.iter().zip(&samples[channels..]);
    let differences: u64 = neighbors.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let sharpness = differences as f64 / samples.len() as f64; // A PNG has at least one pixel.
    Ok(ProcessedImage { size: (info.width, info.height), sharpness })
}

/// Sets each sample to the mean of itself and the one that is a step further.
fn blur(samples: &mut [u8], step: usize) {
    for i in step..samples.len() {
        samples[i - step] = samples[i - step].midpoint(samples[i]);
    }
}

/// Returns the samples of a PNG, 8 bits each; of an animated one, those of the still picture.
fn decode(path: &Path) -> Result<(OutputInfo, Vec<u8>)> {
    path.is_dir().then(|| path.read_dir()).transpose()?; // If it is unreadable, says why.
    ensure!(path.metadata()?.is_file(), "not a regular file"); // Opening a FIFO waits for a writer.
    // Beside the pixels, a file can hold any amount of other data.
    let limits = png::Limits { bytes: 16 << 20 };
    let mut decoder = Decoder::new_with_limits(BufReader::new(File::open(path)?), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info()?;
    let size = reader.output_buffer_size().filter(|size| *size <= MEMORY << 20);
    let size = size.with_context(|| format!("its pixels need more than {MEMORY} MiB"))?;
    // Takes no memory yet: the system provides each page when it is first written to.
    let mut samples = vec![0; size];
    let info = reader.next_frame(&mut samples)?;
    Ok((info, samples))
}

fn encode(path: &Path, info: &OutputInfo, samples: &[u8]) -> Result<()> {
    fs::create_dir_all(path.parent().context("no folder to write to")?)?;
    let file = BufWriter::new(File::create_new(path)?); // Replaces nothing that is there already.
    let mut encoder = Encoder::new(file, info.width, info.height);
    encoder.set_color(info.color_type);
    encoder.set_compression(png::Compression::Fast);
    let write = || {
        let mut writer = encoder.write_header()?;
        writer.write_image_data(samples)?;
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
    for (name, square) in [("large.png", 48), ("small.png", 12), ("tiny.png", 3)] {
        let levels = (0..96 * 96).map(|i| ((i % 96 / square + i / 96 / square) % 2 * 255) as u8);
        let mut encoder = Encoder::new(File::create(at(name))?, 96, 96);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header()?.write_image_data(&levels.collect::<Vec<_>>())?;
    }
    fs::write(at("damaged.png"), &fs::read(at("small.png"))?[..100])?;
    fs::write(at("letter.png"), "Dear reader, this is no image.")?;
    Ok(folder)
}

/// Processes and prints all images below `dir`, and returns how many files failed.
fn report(dir: &Path, to: Option<&Path>) -> usize {
    let (start, paths) = (Instant::now(), find_images(dir));
    let results = process_images(&paths, dir, to);
    let seconds = start.elapsed().as_secs_f64();
    println!("sharpness");
    for (path, result) in paths.iter().zip(&results) {
        match result {
            Ok(ProcessedImage { size: (width, height), sharpness }) => {
                println!("{sharpness:9.1}  {path:?}, {width}x{height} pixels");
            }
            // `?` quotes the path, which can hold a line end.
            Err(error) => println!("{:>9}  {path:?}: {error:#}", "failed"),
        }
    }
    let failed = results.iter().filter(|result| result.is_err()).count();
    println!("images: {}, failed: {failed}", paths.len() - failed);
    println!("threads: {}, seconds: {seconds:.2}", rayon::current_num_threads());
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
