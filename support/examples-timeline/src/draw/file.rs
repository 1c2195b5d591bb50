use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that takes its place when it is whole.
pub struct PartialFile {
    pub(super) path: PathBuf,
    file: File,
    /// Where the file is until then, and where it goes.
    moves: [PathBuf; 2],
}

impl PartialFile {
    pub(super) fn create(path: PathBuf) -> io::Result<PartialFile> {
        // To open a FIFO would mean to wait for its reader, perhaps forever.
        if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
            return Err(named(&path, io::Error::other("this is no regular file")));
        }
        // A link stays a link.
        let place = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let mut beside = place.clone().into_os_string();
        beside.push(format!(".{}.partial", std::process::id()));
        let file = File::create_new(&beside).map_err(|error| named(&path, error))?;
        Ok(PartialFile { path, file, moves: [beside.into(), place] })
    }

    pub(super) fn finish(&mut self, text: &str) -> io::Result<()> {
        let written = self.file.write_all(text.as_bytes());
        let [beside, place] = &self.moves;
        let moved = written.and_then(|()| fs::rename(beside, place));
        moved.map_err(|error| named(&self.path, error))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.moves[0]); // If it was moved, it is gone already.
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
