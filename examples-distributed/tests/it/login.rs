//! The user and the password in NATS_URL, of every listing.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::section::SECTION;

/// A server that refuses every login, and keeps what it was sent.
#[test]
fn a_login_in_the_address_is_used_and_never_printed() {
    for listing in SECTION.listings() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let sent = thread::spawn(move || {
            let (mut client, _) = server.accept().unwrap();
            let info =
                r#"INFO {"server_id":"x","version":"2.9.10","auth_required":true,"max_payload":9}"#;
            let _ = write!(client, "{info}\r\n");
            let mut line = String::new();
            BufReader::new(client.try_clone().unwrap()).read_line(&mut line).unwrap_or_default();
            let _ = write!(client, "-ERR 'Authorization Violation'\r\n");
            line
        });
        let mut command = SECTION.command([listing.as_str()]);
        command.env("NATS_URL", format!("nats://ada:p@ss:w=/rd@{address}"));
        let ran = SECTION.finish(command);
        drop(TcpStream::connect(address)); // If the listing never came, the server must not wait forever.
        let sent = sent.join().unwrap();
        let login = [r#""user":"ada""#, r#""pass":"p@ss:w=/rd""#];
        assert!(login.iter().all(|part| sent.contains(part)), "{listing}: {sent}");
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{listing}: {}", ran.stderr);
        let expected = format!("Error: no broker at nats://{address}\n");
        assert!(ran.stderr.starts_with(&expected), "{listing}: {}", ran.stderr);
        assert!(!ran.stderr.contains("ss:w"), "{listing}: {}", ran.stderr);
    }
}
