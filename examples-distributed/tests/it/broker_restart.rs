//! What the output of `broker_restart` can't show.

use crate::broker::Broker;
use crate::section::SECTION;

#[test]
fn it_does_not_kill_a_broker_of_the_readers() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let broker = Broker::start();
    let mut command = SECTION.command(["broker_restart"]);
    command.env("NATS_URL", &broker.url).env_remove("NATS_PID_FILE");
    let ran = SECTION.finish(command);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stderr.starts_with("Error: this kills the broker"), "{}", ran.stderr);
}
