//! Runs the section's listings, with a broker; `cargo run -p examples-distributed -- --help` tells how.

use std::io;
use std::process::ExitCode;

use examples_broker::Broker;
use examples_common::Environment;

fn main() -> ExitCode {
    if let Some(status) = examples_broker::keep() {
        return status;
    }
    examples_common::section!(
        examples_distributed with broker:
        queue,
        full_queue,
        killed_worker,
        poison,
        once,
        broker_restart,
    )
}

fn broker() -> io::Result<Environment> {
    let broker = Broker::start()?;
    let variables = broker.as_ref().map_or(Vec::new(), |broker| broker.variables.clone());
    Ok(Environment { variables, guard: Box::new(broker) })
}
