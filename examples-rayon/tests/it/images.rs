//! What the output of `images` can't show: every kind of PNG against a plain reference, hostile
//! files, where results are written, and that the number of workers changes nothing.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::section::SECTION;
use crate::support::folder;
use examples_rayon::images::{BLURS, ProcessedImage, find_images, guarded, process_images};
use examples_testing::{Ran, watched};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

// ---- PNGs made by hand, so that they can be odd and wrong ----

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const GRAY: u8 = 0;
const RGB: u8 = 2;
const PALETTE: u8 = 3;
const GRAY_ALPHA: u8 = 4;
const RGBA: u8 = 6;

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let checked = [kind, data].concat();
    let length = u32::try_from(data.len()).expect("a small chunk").to_be_bytes();
    [&length[..], &checked, &crc(&checked).to_be_bytes()].concat()
}

fn header(width: u32, height: u32, depth: u8, color: u8, interlaced: bool) -> Vec<u8> {
    let tail = [depth, color, 0, 0, u8::from(interlaced)];
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &tail].concat();
    [SIGNATURE, &chunk(b"IHDR", &header)].concat()
}

/// The zlib format without compression.
fn stored(data: &[u8]) -> Vec<u8> {
    let (mut a, mut b) = (1u32, 0u32);
    for &byte in data {
        a = (a + u32::from(byte)) % 65521;
        b = (b + a) % 65521;
    }
    let mut zlib = vec![0x78, 0x01];
    let mut blocks = data.chunks(65535).peekable();
    while let Some(block) = blocks.next() {
        zlib.push(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).expect("at most 65535");
        zlib.extend(length.to_le_bytes());
        zlib.extend((!length).to_le_bytes());
        zlib.extend(block);
    }
    zlib.extend(((b << 16) | a).to_be_bytes());
    zlib
}

/// A picture, as the samples of each pixel, from 0 to the largest that the depth has.
struct Picture {
    width: u32,
    height: u32,
    depth: u8,
    color: u8,
    /// `width * height` pixels of 1 to 4 samples.
    pixels: Vec<Vec<u16>>,
}

impl Picture {
    /// Noise, the same each time.
    fn noise(width: u32, height: u32, depth: u8, color: u8) -> Self {
        let samples = match color {
            GRAY | PALETTE => 1,
            GRAY_ALPHA => 2,
            RGB => 3,
            _ => 4,
        };
        let mut state = width * 31 + height * 17 + u32::from(depth * 8 + color);
        let mut sample = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as u16 >> (16 - depth)
        };
        let pixels = (0..width * height).map(|_| (0..samples).map(|_| sample()).collect());
        Picture { width, height, depth, color, pixels: pixels.collect() }
    }

    /// The bytes of some of a row's pixels, behind the number of the filter "none".
    fn line(&self, y: u32, columns: impl Iterator<Item = u32>) -> Vec<u8> {
        let row = columns.flat_map(|x| &self.pixels[(y * self.width + x) as usize]);
        let bits: String =
            row.map(|sample| format!("{sample:0n$b}", n = self.depth.into())).collect();
        let bytes = bits.as_bytes().chunks(8).map(|bits| {
            let bits = format!("{:0<8}", std::str::from_utf8(bits).expect("0 and 1"));
            u8::from_str_radix(&bits, 2).expect("8 bits")
        });
        [0].into_iter().chain(bytes).collect()
    }

    fn lines(&self, interlaced: bool) -> Vec<u8> {
        // First column and row of each pass, and the steps between them.
        const ADAM7: [[u32; 4]; 7] = [
            [0, 0, 8, 8],
            [4, 0, 8, 8],
            [0, 4, 4, 8],
            [2, 0, 4, 4],
            [0, 2, 2, 4],
            [1, 0, 2, 2],
            [0, 1, 1, 2],
        ];
        let passes: &[[u32; 4]] = if interlaced { &ADAM7 } else { &[[0, 0, 1, 1]] };
        let mut lines = Vec::new();
        for &[x, y, dx, dy] in passes.iter().filter(|pass| pass[0] < self.width) {
            for y in (y..self.height).step_by(dy as usize) {
                lines.extend(self.line(y, (x..self.width).step_by(dx as usize)));
            }
        }
        lines
    }

    /// The file, with `extra` chunks before the pixels.
    fn png(&self, interlaced: bool, extra: &[u8]) -> Vec<u8> {
        let header = header(self.width, self.height, self.depth, self.color, interlaced);
        let data = chunk(b"IDAT", &stored(&self.lines(interlaced)));
        [&header, extra, &data, &chunk(b"IEND", &[])].concat()
    }

    /// The samples in 8 bits each, for a picture without a palette.
    fn samples(&self) -> Vec<u8> {
        let byte = |sample: &u16| match self.depth {
            16 => (sample >> 8) as u8,
            depth => (u32::from(*sample) * 255 / ((1 << depth) - 1)) as u8,
        };
        self.pixels.iter().flatten().map(byte).collect()
    }
}

// ---- The plain reference: one pixel after the other, two-dimensional, no thought of speed ----

fn blurred(samples: &[u8], width: u32, height: u32) -> Vec<u8> {
    let channels = samples.len() as u32 / (width * height);
    let mut levels: Vec<u32> = samples.iter().map(|&level| level.into()).collect();
    let places = || {
        let columns = move |y| (0..width).flat_map(move |x| (0..channels).map(move |c| (x, y, c)));
        (0..height).flat_map(columns)
    };
    let at = |levels: &[u32], x: u32, y: u32, c| levels[((y * width + x) * channels + c) as usize];
    for _ in 0..BLURS {
        let across =
            |(x, y, c)| (at(&levels, x, y, c) + at(&levels, (x + 1).min(width - 1), y, c)) / 2;
        levels = places().map(across).collect();
        let down =
            |(x, y, c)| (at(&levels, x, y, c) + at(&levels, x, (y + 1).min(height - 1), c)) / 2;
        levels = places().map(down).collect();
    }
    levels.into_iter().map(|level| level as u8).collect()
}

fn sharpness(samples: &[u8], width: u32, height: u32) -> f64 {
    let channels = samples.len() / (width * height) as usize;
    let next = |i: usize| samples[i].abs_diff(samples[i + channels]);
    (0..samples.len() - channels).map(|i| f64::from(next(i))).sum::<f64>() / samples.len() as f64
}

fn image(samples: &[u8], width: u32, height: u32) -> ProcessedImage {
    let samples = blurred(samples, width, height);
    ProcessedImage { size: (width, height), sharpness: sharpness(&samples, width, height) }
}

// ---- Helpers ----

fn write(path: PathBuf, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("in a folder")).expect("folder made");
    fs::write(path, bytes).expect("file written");
}

/// The images of a folder, and the failures, each as `path: reason` with / between the parts of the
/// path.
fn processed(dir: &Path) -> (Vec<(PathBuf, ProcessedImage)>, Vec<String>) {
    let dir = dir.to_path_buf();
    let results = watched("the folder's images", move || {
        let paths = find_images(&dir);
        let results = process_images(&paths, &dir, None);
        paths.into_iter().zip(results).collect::<Vec<_>>()
    });
    let (mut images, mut failures) = (Vec::new(), Vec::new());
    for (path, result) in results {
        match result {
            Ok(image) => images.push((path, image)),
            Err(error) => {
                failures.push(format!("{}: {error:#}", path.display()).replace('\\', "/"));
            }
        }
    }
    (images, failures)
}

/// Runs the listing on these folders, as a reader does.
fn run<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Ran {
    SECTION.run([Path::new("images")].into_iter().chain(folders))
}

fn small_png() -> Vec<u8> {
    Picture::noise(9, 7, 8, GRAY).png(false, &[])
}

// ---- Tests ----

#[test]
fn every_kind_of_png_has_the_numbers_of_the_reference() {
    let dir = folder();
    let mut expected = Vec::new();
    let mut add = |picture: &Picture, name: String, interlaced, extra: &[u8], samples: Vec<u8>| {
        write(dir.path().join(&name), picture.png(interlaced, extra));
        let image = image(&samples, picture.width, picture.height);
        expected.push((PathBuf::from(name), image));
    };
    let kinds =
        [(GRAY, &[1, 2, 4, 8, 16][..]), (RGB, &[8, 16]), (GRAY_ALPHA, &[8, 16]), (RGBA, &[8, 16])];
    for (width, height) in [(1, 1), (1, 7), (7, 1), (2, 2), (3, 3), (17, 13), (24, 16)] {
        for interlaced in [false, true] {
            let way = if interlaced { "interlaced" } else { "plain" };
            for (color, depths) in kinds {
                for &depth in depths {
                    let picture = Picture::noise(width, height, depth, color);
                    let name = format!("{width}x{height}-color{color}-{depth}-bit-{way}.png");
                    add(&picture, name, interlaced, &[], picture.samples());
                }
            }
            for depth in [1, 2, 4, 8] {
                let picture = Picture::noise(width, height, depth, PALETTE);
                let entry = |i: u16| [(i * 7) as u8, (i * 11) as u8, (255 - i) as u8];
                let colors: Vec<u8> = (0..1 << depth).flat_map(entry).collect();
                let palette = chunk(b"PLTE", &colors);
                let plain = picture.pixels.iter().flat_map(|p| entry(p[0])).collect();
                let name = format!("{width}x{height}-palette-{depth}-bit-{way}.png");
                add(&picture, name, interlaced, &palette, plain);

                // The first entry half transparent, the others opaque.
                let seen = |p: &Vec<u16>| {
                    let [r, g, b] = entry(p[0]);
                    [r, g, b, if p[0] == 0 { 128 } else { 255 }]
                };
                let name = format!("{width}x{height}-transparent-{depth}-bit-{way}.png");
                let extra = [palette, chunk(b"tRNS", &[128])].concat();
                add(
                    &picture,
                    name,
                    interlaced,
                    &extra,
                    picture.pixels.iter().flat_map(seen).collect(),
                );
            }
        }
    }
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    let (images, failures) = processed(dir.path());
    assert_eq!(failures, [""; 0]);
    assert_eq!(images, expected);
}

#[test]
fn of_an_animated_png_the_still_picture_counts() {
    let dir = folder();
    let picture = Picture::noise(20, 10, 8, GRAY);
    let frames = |count: u32| chunk(b"acTL", &[count.to_be_bytes(), [0; 4]].concat());
    let control = |number: u32| {
        let numbers: Vec<u8> =
            [number, 20, 10, 0, 0].iter().flat_map(|n| n.to_be_bytes()).collect();
        chunk(b"fcTL", &[&numbers[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let second =
        Picture::noise(20, 10, 8, RGB).pixels.iter().map(|p| p[0] as u8).collect::<Vec<_>>();
    let second: Vec<u8> = second.chunks(20).flat_map(|row| [&[0], row].concat()).collect();
    let frame =
        |number: u32| chunk(b"fdAT", &[&number.to_be_bytes()[..], &stored(&second)].concat());
    let end = chunk(b"IEND", &[]);
    let with = |extra: Vec<u8>, after: Vec<u8>| {
        let file = picture.png(false, &extra);
        [&file[..file.len() - end.len()], &after, &end].concat()
    };
    // The still picture may be the first frame of the animation, or stand outside it.
    let first = with([frames(2), control(0)].concat(), [control(1), frame(2)].concat());
    let apart = with(frames(1), [control(0), frame(1)].concat());
    // What comes after it does not matter, not even where it is damaged.
    let cut = first[..first.len() - end.len() - 30].to_vec();
    for (name, file) in [("first.png", first), ("apart.png", apart), ("cut.png", cut)] {
        write(dir.path().join(name), file);
    }
    let (images, failures) = processed(dir.path());
    assert_eq!(failures, [""; 0]);
    assert_eq!(images.len(), 3);
    for (_, found) in &images {
        assert_eq!(*found, image(&picture.samples(), 20, 10));
    }
}

#[test]
fn each_bad_file_fails_for_its_own_reason_and_stops_no_other() {
    let dir = folder();
    let file = |name: &str, bytes: &[u8]| write(dir.path().join(name), bytes);
    let good = small_png();
    let mut flipped = good.clone();
    let data = good.len() - 12 - 4 - 10; // In the pixels: before IEND, the sum, and the last bytes.
    flipped[data] ^= 1;
    file("a/good.png", &good);
    file("bad-sum.png", &flipped);
    file("cut.png", &good[..good.len() / 2]);
    file("empty.png", &[]);
    file("huge.png", &[header(100_000, 100_000, 16, RGBA, false), good[33..].to_vec()].concat());
    file("high.png", &[header(1, 1 << 29, 8, GRAY, false), good[33..].to_vec()].concat());
    file("largest.png", &header(i32::MAX as u32, i32::MAX as u32, 16, RGBA, true));
    file("no-palette.png", &Picture::noise(4, 4, 8, PALETTE).png(false, &[]));
    file("no-pixels.png", &[header(4, 4, 8, GRAY, false), chunk(b"IEND", &[])].concat());
    file("nothing.png", &header(0, 4, 8, GRAY, false));
    file("text.png", b"This is a letter, not an image.");
    file("wide.png", &[header(4_000_000, 20, 16, RGBA, false), good[33..].to_vec()].concat());
    file("z/good.PNG", &good);
    fs::create_dir(dir.path().join("dir.png")).expect("made");
    file("dir.png/inside.png", &good);

    let (images, mut failures) = processed(dir.path());
    let sum = failures.remove(0);
    assert!(sum.starts_with("bad-sum.png: CRC error: expected 0x"), "{sum}");
    let limit = "its pixels need more than 256 MiB";
    assert_eq!(
        failures,
        [
            "cut.png: unexpected end of file".to_string(),
            "empty.png: unexpected end of file".to_string(),
            format!("high.png: {limit}"),
            format!("huge.png: {limit}"),
            "largest.png: limits are exceeded".to_string(),
            "no-palette.png: Missing palette of indexed image.".to_string(),
            "no-pixels.png: IDAT or fdAT chunk is missing.".to_string(),
            "nothing.png: Invalid image dimensions".to_string(),
            "text.png: Invalid PNG signature.".to_string(),
            format!("wide.png: {limit}"),
        ]
    );
    let paths: Vec<_> = images.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(paths, ["a/good.png", "dir.png/inside.png", "z/good.PNG"].map(PathBuf::from));
}

#[test]
fn wherever_a_file_is_cut_or_changed_the_others_go_on() {
    let dir = folder();
    let whole = Picture::noise(5, 4, 8, RGBA).png(true, &[]);
    for length in 0..whole.len() {
        write(dir.path().join(format!("cut/{length:03}.png")), &whole[..length]);
        let mut changed = whole.clone();
        changed[length] ^= 0x55;
        write(dir.path().join(format!("changed/{length:03}.png")), &changed);
    }
    write(dir.path().join("whole.png"), &whole);
    let (images, failures) = processed(dir.path());
    assert_eq!(images.len() + failures.len(), 2 * whole.len() + 1);

    let good = |name: &str| images.iter().find(|(path, _)| path == Path::new(name));
    let (_, expected) = good("whole.png").expect("the whole file can be read");
    for (_, image) in &images {
        // What could still be read is the image itself, and not a part or another one.
        assert_eq!(image, expected);
    }
    // Cut before the end of the pixels, and of the name of the chunk that follows them.
    for length in 0..whole.len() - 4 {
        assert!(good(&format!("cut/{length:03}.png")).is_none(), "cut at {length}");
    }
}

#[test]
fn a_panic_is_the_error_of_one_job() {
    let error = guarded::<()>(|| panic!("made by the test")).expect_err("it panicked");
    assert_eq!(error.to_string(), "a panic, described on stderr");
    assert_eq!(guarded(|| Ok(1)).expect("no panic"), 1);
}

/// What `guarded` is for: without it, the others do their work for nothing.
#[test]
fn a_panic_in_one_job_loses_the_results_of_the_others_which_run_all_the_same() {
    for workers in [1, 4] {
        let (ran, caught) = watched("a parallel iterator with a panic", move || {
            let ran = AtomicUsize::new(0);
            let pool = ThreadPoolBuilder::new().num_threads(workers).build().expect("a pool");
            let job = |number: usize| {
                assert_ne!(number, 500, "made by the test");
                ran.fetch_add(1, Ordering::Relaxed);
                number
            };
            let jobs = || (0..1_000).into_par_iter().with_max_len(1).map(job).collect::<Vec<_>>();
            let caught = catch_unwind(AssertUnwindSafe(|| pool.install(jobs)));
            (ran.into_inner(), caught)
        });
        assert!(caught.is_err(), "there is no result");
        assert_eq!(ran, 999);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_never_waited_for() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    let dir = folder();
    let at = |name: &str| dir.path().join(name);
    let mut expected = Vec::new();
    let mut link = |to: &Path, name: &str, reason: &str| {
        symlink(to, at(name)).expect("linked");
        expected.push(format!("{name}: {reason}"));
    };
    link(Path::new("/dev/zero"), "device.png", "not a regular file");
    link(Path::new("nowhere"), "dangling.png", "No such file or directory");
    link(Path::new("circle.png"), "circle.png", "Too many levels of symbolic links");
    link(dir.path(), "folder.png", "not a regular file");
    fs::create_dir(at("deep")).expect("made");
    for name in ["deep/loop", "deep/loop-2"] {
        symlink(dir.path(), at(name)).expect("linked");
    }
    let _socket = UnixListener::bind(at("socket.png")).expect("bound");
    expected.push("socket.png: not a regular file".to_string());
    crate::support::make_fifo(&at("fifo.png"));
    expected.push("fifo.png: not a regular file".to_string());
    write(at("secret.png"), small_png());
    fs::create_dir(at("closed")).expect("made");
    for name in ["secret.png", "closed"] {
        fs::set_permissions(at(name), fs::Permissions::from_mode(0o000)).expect("closed");
        expected.push(format!("{name}: Permission denied"));
    }
    if File::open(at("secret.png")).is_ok() {
        eprintln!("this user may read everything, so that part is skipped");
        fs::remove_file(at("secret.png")).expect("removed");
        expected.truncate(expected.len() - 2);
    }
    write(at("good.png"), small_png());
    symlink("good.png", at("link.png")).expect("linked");

    expected.sort();
    let (images, failures) = processed(dir.path());
    assert_eq!(failures.len(), expected.len(), "{failures:#?}");
    for (failure, expected) in failures.iter().zip(&expected) {
        assert!(failure.starts_with(expected.as_str()), "{failure} instead of {expected}");
    }
    let paths: Vec<_> = images.iter().map(|(path, _)| path.as_path()).collect();
    assert_eq!(paths, [Path::new("good.png"), Path::new("link.png")]);
    // So that the folder can be removed.
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o700)).expect("opened");
}

#[cfg(target_os = "linux")]
#[test]
fn names_may_be_any_bytes_and_are_shown_without_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let dir = folder();
    write(dir.path().join(OsStr::from_bytes(b"caf\xe9.png")), "not an image");
    write(dir.path().join("two\nlines \x1b[31m.png"), "not an image");
    write(dir.path().join(OsStr::from_bytes(b"\xff/good.png")), small_png());
    let out = folder();
    let ran = run([dir.path(), out.path()]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains(r#""caf\xE9.png": Invalid PNG signature."#), "{ran:?}");
    assert!(ran.stdout.contains(r#""two\nlines \u{1b}[31m.png": Invalid PNG"#), "{ran:?}");
    assert!(out.path().join(OsStr::from_bytes(b"\xff/good.png")).is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_read_stops_no_other() {
    let dir = folder();
    crate::support::dig_too_deep(dir.path());
    write(dir.path().join("bad.png"), "");
    write(dir.path().join("good.png"), small_png());
    write(dir.path().join("worse.png"), "");
    let (images, failures) = processed(dir.path());
    assert_eq!(failures.len(), 3, "{failures:#?}");
    assert_eq!(failures[0], "bad.png: unexpected end of file");
    assert!(failures[1].starts_with("deep/dd") && failures[1].contains("d: File name too long"));
    assert_eq!(failures[2], "worse.png: unexpected end of file");
    assert_eq!(images.len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_header_that_lies_about_the_size_takes_no_memory() {
    let dir = folder();
    for number in 0..20 {
        // The first kind is refused for its size, the second has the largest size that is not.
        let huge = header(100_000, 100_000, 16, RGBA, number % 4 == 0);
        let large = header(8192, 8192, 8, RGBA, number % 4 == 1); // 256 MiB
        let kind = if number % 2 == 0 { huge } else { large };
        write(dir.path().join(format!("{number}.png")), [&kind, &small_png()[33..]].concat());
    }
    write(dir.path().join("good.png"), small_png());
    // 2 GB of addresses; the pixels of the first kind would take 10 GB.
    let script = "ulimit -v 2000000 && RAYON_NUM_THREADS=4 exec \"$0\" images \"$1\"";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", script, SECTION.program]).arg(dir.path());
    let ran = SECTION.finish(shell);
    assert!(ran.stdout.contains("\nimages: 1, failed: 20\n"), "{ran:?}");
}

#[test]
fn any_number_of_workers_has_the_same_results_in_the_same_order() {
    let dir = folder();
    let paths: Vec<PathBuf> =
        (0..60).map(|number| format!("{}.png", number * 37 % 60).into()).collect();
    for (number, path) in (0..).zip(&paths) {
        let picture = Picture::noise(1 + number % 13, 1 + number, 8, RGB);
        let damage = if number % 7 == 3 { 20 } else { 0 };
        let png = picture.png(number % 2 == 0, &[]);
        write(dir.path().join(path), &png[..png.len() - damage]);
    }
    let with = |workers| {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().expect("a pool");
        let results = pool.install(|| process_images(&paths, dir.path(), None));
        let texts = results.into_iter().map(|result| result.map_err(|error| error.to_string()));
        texts.collect::<Vec<_>>()
    };
    let one = with(1);
    assert_eq!(one.iter().filter(|result| result.is_err()).count(), 9);
    for (number, result) in (0..60).zip(&one) {
        let size = (1 + number % 13, 1 + number);
        assert!(result.as_ref().is_ok_and(|image| image.size == size) || number % 7 == 3);
    }
    assert_eq!(with(4), one);
}

#[test]
fn results_lie_under_the_paths_of_their_images() {
    let dir = folder();
    let pictures = [("same.png", 30), ("a/same.png", 31), ("a/b/same.PNG", 32)];
    let pictures = pictures.map(|(path, side)| (path, Picture::noise(side, 20, 8, GRAY)));
    for (path, picture) in &pictures {
        write(dir.path().join(path), picture.png(false, &[]));
    }
    // Inside DIR, where the program could meet its own results.
    let out = dir.path().join("out/blurred");
    let ran = run([dir.path(), &out]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("\nimages: 3, failed: 0\n"), "{ran:?}");
    for (path, picture) in &pictures {
        let file = File::open(out.join(path)).expect("a result");
        let mut decoder =
            png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a PNG");
        let mut levels = vec![0; decoder.output_buffer_size().expect("small")];
        decoder.next_frame(&mut levels).expect("whole");
        assert_eq!(levels, blurred(&picture.samples(), picture.width, picture.height), "{path}");
    }
}

#[test]
fn a_picture_is_never_replaced_by_a_result() {
    let (dir, out) = (folder(), folder());
    write(dir.path().join("image.png"), small_png());
    write(out.path().join("image.png"), "another picture");
    let ran = run([dir.path(), out.path()]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stderr.starts_with("Error: expected a new or empty folder"), "{ran:?}");
    let kept = fs::read_to_string(out.path().join("image.png")).expect("still there");
    assert_eq!(kept, "another picture");

    // Below that, a result that can't be written is the failure of one file.
    let paths = ["image.png".into()];
    let results = process_images(&paths, dir.path(), Some(out.path()));
    let Err(error) = &results[0] else { panic!("the picture was replaced") };
    let error = format!("{error:#}");
    assert!(error.starts_with("the result can't be written: "), "{error}");
}

/// A limit on the size of files acts like a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_result_that_is_cut_off() {
    let (dir, out) = (folder(), folder());
    write(dir.path().join("small.png"), small_png());
    write(dir.path().join("large.png"), Picture::noise(300, 300, 8, GRAY).png(false, &[]));
    // At most 8 or 16 KiB a file, as shells differ. Without the trap, a signal would end the run.
    let script = "trap '' XFSZ; ulimit -f 16; exec \"$0\" images \"$1\" \"$2\"";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", script, SECTION.program]).args([dir.path(), out.path()]);
    let ran = SECTION.finish(shell);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let reason = r#"failed  "large.png": the result can't be written: File too large"#;
    assert!(ran.stdout.contains(reason), "{ran:?}");
    let left: Vec<_> =
        out.path().read_dir().expect("a folder").map(|entry| entry.unwrap()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].file_name(), "small.png");
}

#[test]
fn folders_that_cannot_be_used_get_one_sentence() {
    let dir = folder();
    let at = |name: &str| dir.path().join(name);
    write(at("in/image.png"), small_png());
    write(at("file"), "");
    let no_images = "Error: expected a folder with images, not ";
    let no_results = "Error: expected a new or empty folder for the results, not ";
    let cases = [
        (vec![at("missing")], no_images),
        (vec![at("file")], no_images),
        (vec!["".into()], no_images),
        (vec![at("in"), at("file")], no_results),
        (vec![at("in"), at("in")], no_results),
        (vec![at("in"), at("in/../in/.")], no_results),
        (vec![at("in"), dir.path().into()], no_results),
    ];
    for (folders, sentence) in cases {
        let ran = run(folders.iter().map(PathBuf::as_path));
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{folders:?}: {ran:?}");
        let path = folders.last().expect("there is one");
        assert!(ran.stderr.starts_with(&format!("{sentence}{path:?}\n")), "{ran:?}");
    }
    assert_eq!(fs::read(at("in/image.png")).expect("untouched"), small_png());
}

#[test]
fn the_report_is_whole_and_nothing_is_drawn_where_there_is_no_terminal() {
    let dir = folder();
    let empty = run([dir.path()]);
    assert_eq!((empty.status, empty.stderr.as_str()), (Some(0), ""));
    assert!(empty.stdout.contains("\nimages: 0, failed: 0\n"), "{empty:?}");

    write(dir.path().join("b.png"), small_png());
    write(dir.path().join("c.png"), "");
    write(dir.path().join("a.png"), &small_png()[..40]);
    let ran = run([dir.path()]);
    assert_eq!(ran.status, Some(1));
    let report: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(report[0], "sharpness");
    assert_eq!(report[1], r#"   failed  "a.png": unexpected end of file"#);
    assert!(report[2].ends_with(r#"  "b.png", 9x7 pixels"#), "{ran:?}");
    assert_eq!(report[3], r#"   failed  "c.png": unexpected end of file"#);
    assert_eq!(report[4], "images: 1, failed: 2");
    assert!(ran.stderr.starts_with("Error: 2 could not be processed\n"), "{ran:?}");
}

#[test]
fn the_samples_leave_nothing_behind() {
    let temporary = folder();
    let mut command = SECTION.command(["images"]);
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, temporary.path());
    }
    let ran = SECTION.finish(command);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(temporary.path().read_dir().expect("still there").count(), 0);
}
