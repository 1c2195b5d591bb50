//! Each runtime with the other's futures.

use std::io;
use std::panic;
use std::time::Duration;

use examples_smol::tokio_inside_smol;
use examples_testing::watched;
use smol::Timer;

#[test]
fn a_tokio_future_needs_a_tokio_runtime_and_any_will_do() {
    let address = tokio_inside_smol::start_server().unwrap();
    let greeting = || tokio_inside_smol::greeting(address);
    assert!(panic::catch_unwind(|| smol::block_on(greeting())).is_err());

    let hello = |text: io::Result<String>| assert_eq!(text.unwrap(), "hello from the server");
    hello(smol::block_on(async_compat::Compat::new(greeting())));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    hello(runtime.block_on(greeting()));
}

/// The other way round nothing is needed: smol's timers and sockets have a thread of their own that
/// watches for them.
#[test]
fn a_smol_future_runs_under_tokio() {
    let address = tokio_inside_smol::start_server().unwrap();
    let text = watched("a timer and a socket of smol", move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            Timer::after(Duration::from_millis(1)).await;
            let mut stream = smol::net::TcpStream::connect(address).await.unwrap();
            let mut text = String::new();
            smol::io::AsyncReadExt::read_to_string(&mut stream, &mut text).await.unwrap();
            text
        })
    });
    assert_eq!(text, "hello from the server");
}
