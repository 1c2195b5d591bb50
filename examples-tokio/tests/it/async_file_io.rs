use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, iter};

use examples_testing::watched;
use examples_tokio::async_file_io::{read_with_threads, read_with_tokio};
use tokio::{runtime, task};

use crate::runtime::run;

#[test]
fn files_are_read_in_the_order_of_their_paths_on_either_way() {
    let folder = tempfile::tempdir().unwrap();
    let contents: Vec<Vec<u8>> = (0..20).map(|n| vec![n; usize::from(n) * 1_000]).collect();
    let paths: Vec<PathBuf> = (0..20).map(|n| folder.path().join(n.to_string())).collect();
    for (path, bytes) in iter::zip(&paths, &contents) {
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(read_with_threads(&paths).unwrap(), contents);
    for most in [1, 3, 512] {
        let (bytes, started) = read_with_tokio(&paths, most).unwrap();
        assert_eq!(bytes, contents);
        assert!((1..=most.min(20)).contains(&started), "{started} threads, {most} allowed");
    }
    assert_eq!(read_with_threads(&[]).unwrap(), [[0; 0]; 0]);
    assert_eq!(read_with_tokio(&[], 512).unwrap(), (Vec::new(), 0));
}

#[test]
fn a_file_that_can_t_be_read_is_an_error() {
    let paths = [PathBuf::from("missing.log")];
    read_with_threads(&paths).unwrap_err();
    read_with_tokio(&paths, 512).unwrap_err();
}

/// The only thread of the blocking pool is busy until it has seen that the file is not read. If the
/// file were read anywhere else, it would most likely be read in that time.
#[test]
fn tokio_reads_a_file_on_the_pool_for_blocking_calls() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "text").unwrap();
    let read_meanwhile = watched("the file to be read", || {
        let (done, is_done) = mpsc::channel();
        let (asked, is_asked) = mpsc::channel();
        let runtime = runtime::Builder::new_current_thread().max_blocking_threads(1).build();
        runtime.unwrap().block_on(async {
            let pool = task::spawn_blocking(move || {
                is_asked.recv().unwrap();
                is_done.recv_timeout(Duration::from_millis(50)).is_ok()
            });
            let reading = task::spawn(async move {
                let text = tokio::fs::read(path).await.unwrap();
                let _ = done.send(());
                text
            });
            task::yield_now().await; // The read begins here,
            asked.send(()).unwrap();
            assert_eq!(reading.await.unwrap(), b"text"); // and ends here, after the pool is free.
            pool.await.unwrap()
        })
    });
    assert!(!read_meanwhile);
}

/// std's writes what is left when it is dropped. Tokio's can't: it would have to wait, and `drop` can't `.await`.
#[test]
fn a_buffered_writer_of_tokios_that_is_dropped_loses_what_it_holds() {
    use tokio::io::{AsyncWriteExt, BufWriter};

    let mut of_std = Vec::new();
    std::io::Write::write_all(&mut std::io::BufWriter::new(&mut of_std), b"text").unwrap();
    let (dropped, flushed) = run("two writers", || async {
        let (mut dropped, mut flushed) = (Vec::new(), Vec::new());
        BufWriter::new(&mut dropped).write_all(b"text").await.unwrap();
        let mut writer = BufWriter::new(&mut flushed);
        writer.write_all(b"text").await.unwrap();
        writer.flush().await.unwrap();
        (dropped, flushed)
    });
    assert_eq!((of_std, dropped, flushed), (b"text".to_vec(), vec![], b"text".to_vec()));
}
