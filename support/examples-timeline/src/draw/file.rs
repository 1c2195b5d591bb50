//! A file that takes its place when it is whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that takes its place when it is whole.
pub struct PartialFile {
    pub(super) path: PathBuf,
    file: File,
    /// Where the file is until then, and where it goes. `None` for a pipe or a
    /// device, which is written to directly.
    moves: Option<[PathBuf; 2]>,
}

impl PartialFile {
    pub(super) fn create(path: PathBuf) -> io::Result<PartialFile> {
        let begun = if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
            File::options().write(true).open(&path).map(|file| (file, None))
        } else {
            // A link stays a link.
            let place = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            let mut beside = place.clone().into_os_string();
            beside.push(format!(".{}.partial", std::process::id()));
            File::create_new(&beside).map(|file| (file, Some([beside.into(), place])))
        };
        let (file, moves) = begun.map_err(|error| named(&path, error))?;
        Ok(PartialFile { path, file, moves })
    }

    pub(super) fn finish(&mut self, text: &str) -> io::Result<()> {
        let written = self.file.write_all(text.as_bytes());
        let moved = written.and_then(|()| match &self.moves {
            Some([beside, place]) => fs::rename(beside, place),
            None => Ok(()),
        });
        moved.map_err(|error| named(&self.path, error))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if let Some([beside, _]) = &self.moves {
            let _ = fs::remove_file(beside); // If it was moved, it is gone already.
        }
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
