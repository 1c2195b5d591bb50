use std::io::{self, ErrorKind};
use std::time::Duration;

use examples_tokio::own_reader::{Numbers, give_up_once};
use tokio::io::{AsyncReadExt, DuplexStream};
use tokio::time;

use crate::runtime::{run, run_paused};

const BYTES: [u8; 8] = [0, 0, 0, 7, 0, 0, 0, 8];

fn numbers(source: DuplexStream) -> Numbers<DuplexStream> {
    Numbers { source, arrived: Vec::new() }
}

fn both_ways(place: usize) -> [io::Result<u32>; 2] {
    let parts = BYTES.split_at(place);
    run("a number", move || async move {
        let lossy = give_up_once(|pipe| pipe, async |pipe| pipe.read_u32().await, parts).await;
        [lossy, give_up_once(numbers, Numbers::next, parts).await]
    })
}

#[test]
fn our_reader_loses_nothing_wherever_it_gives_up() {
    for place in 0..=BYTES.len() {
        let [_, ours] = both_ways(place);
        assert_eq!(ours.unwrap(), 7, "given up after {place} bytes");
    }
}

#[test]
fn read_u32_loses_what_it_has_read() {
    assert_eq!(both_ways(0)[0].as_ref().unwrap(), &7, "nothing has been read");
    assert_eq!(both_ways(1)[0].as_ref().unwrap(), &0x0000_0700);
    assert_eq!(both_ways(2)[0].as_ref().unwrap(), &0x0007_0000);
    assert_eq!(both_ways(3)[0].as_ref().unwrap(), &0x0700_0000);
}

#[test]
fn the_end_in_the_middle_of_a_number_is_an_error() {
    let parts = (&BYTES[..2], &BYTES[..0]);
    let ended = run("an error", move || async move {
        let mut source = Numbers { source: parts.0, arrived: Vec::new() };
        source.next().await
    });
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

/// What the page says of `Interval`, on a clock that stands still while a task can run.
#[test]
fn an_interval_remembers_its_next_tick_and_a_sleep_does_not() {
    run_paused("twenty seconds", || async {
        let (mut ticks, mut rings) = (0, 0);
        let mut interval = time::interval(Duration::from_secs(3));
        interval.tick().await; // The first one is due at once.
        for _ in 0..20 {
            tokio::select! {
                biased;
                _ = interval.tick() => ticks += 1,
                () = time::sleep(Duration::from_secs(2)) => {}
            }
        }
        for _ in 0..20 {
            tokio::select! {
                biased;
                () = time::sleep(Duration::from_secs(3)) => rings += 1,
                () = time::sleep(Duration::from_secs(2)) => {}
            }
        }
        assert!(ticks > 5, "{ticks}");
        assert_eq!(rings, 0);
    });
}
