//! What was found, for scripts.

use serde_json::{Value, json};

use super::found::{Ending, Found};
use examples_engine::Event;

/// Returns what was found in all entries.
pub fn json(found: &[Found]) -> Value {
    let entry = |found: &Found| {
        json!({
            "file": found.file,
            "entry": found.entry,
            "orders": found.schedules,
            "which": found.which,
            "stopped": found.was_stopped,
            "endings": found.endings.iter().map(ending).collect::<Vec<_>>(),
        })
    };
    json!({ "version": 1, "explored": found.iter().map(entry).collect::<Vec<_>>() })
}

fn ending(ending: &Ending) -> Value {
    let wrong = ending.wrong.as_ref();
    let run = &ending.run;
    json!({
        "wrong": wrong.map(|wrong| wrong.name),
        "sentence": wrong.map(|wrong| &wrong.sentence),
        "unsteady": ending.is_unsteady,
        "printed": run.output,
        "times": ending.times,
        "order": run.order.to_string(),
        "threads": run.threads.iter().map(|thread| &thread.label).collect::<Vec<_>>(),
        "events": run.events.iter().map(event).collect::<Vec<_>>(),
        "waits": ending.waits.iter().map(event).collect::<Vec<_>>(),
        "time": run.time.as_ref().map(event),
    })
}

fn event(event: &Event) -> Value {
    let place = event.place.filter(|_| event.line > 0);
    json!({
        "thread": event.thread,
        "id": event.id,
        "file": place.map(|place| place.file()),
        "line": place.map(|place| place.line()),
        "column": place.map(|place| place.column()),
        "what": event.what,
        "object": event.object.map(|object| object.to_string()),
        "read": event.read,
        "written": event.written,
        "waits_for": event.waits_for,
    })
}
