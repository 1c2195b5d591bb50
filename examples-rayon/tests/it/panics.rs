//! What the output of `panics` can't show.

use std::env;
use std::process::Command;

use examples_rayon::panics::{caught, cents, pool_with_handler};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

#[test]
fn who_waits_gets_the_panic_and_the_handler_does_not() {
    watched("the panics", || {
        let (pool, seen) = pool_with_handler().unwrap();
        let no_price = Err("no price: free".to_string());
        assert_eq!(caught(|| pool.install(|| cents("free"))), no_price);
        assert_eq!(caught(|| pool.join(|| cents("free"), || 1).0), no_price);
        let all = || ["free"].par_iter().map(|price| cents(price)).sum();
        assert_eq!(caught(|| pool.install(all)), no_price);
        let in_scope = || pool.scope(|s| s.spawn(|_| _ = cents("free")));
        assert_eq!(caught(in_scope), no_price.map(|_: u32| ()));
        drop(pool); // And with it the handler, but only after its workers' last jobs.
        assert_eq!(seen.iter().count(), 0);
    });
}

#[test]
fn a_panic_of_spawn_goes_to_the_handler_and_the_worker_lives() {
    watched("the panics", || {
        let (pool, seen) = pool_with_handler().unwrap();
        for _ in 0..20 {
            pool.spawn(|| _ = cents("free"));
        }
        assert!(seen.iter().take(20).all(|text| text == "no price: free"));
        assert_eq!(pool.install(|| cents("7")), 7);
    });
}

#[test]
fn without_a_handler_a_panic_of_spawn_ends_the_program() {
    const INSIDE: &str = "EXAMPLES_TEST_PANIC_OF_SPAWN";
    if env::var_os(INSIDE).is_some() {
        // The program that shall end: this test, started by the lines below.
        let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        pool.spawn(|| _ = cents("free"));
        pool.install(|| ()); // The only worker comes to this after the panic, if it lives.
        return;
    }
    let name = "panics::without_a_handler_a_panic_of_spawn_ends_the_program";
    let mut child = Command::new(env::current_exe().unwrap());
    let output = child.args(["--exact", name, "--nocapture"]).env(INSIDE, "1").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Rayon: detected unexpected panic; aborting"), "{said}");
}
