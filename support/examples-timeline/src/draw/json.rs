//! Writes a timeline in the trace-event format of Chrome, which <https://ui.perfetto.dev> opens.
//!
//! The format: <https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU>

use crate::model::{Span, Timeline};

/// The whole file.
pub(super) fn draw(timeline: &Timeline) -> String {
    let mut events = vec![metadata("process_name", 0, "name", &quoted(&timeline.listing))];
    for (place, lane) in timeline.lanes.iter().enumerate() {
        events.push(metadata("thread_name", lane.id, "name", &quoted(&lane.name)));
        events.push(metadata("thread_sort_index", lane.id, "sort_index", &place.to_string()));
        for span in &lane.spans {
            events.push(format!(
                r#"{{"ph":"X","pid":1,"tid":{},"ts":{},"dur":{},"name":{},"cat":"thread","args":{{"on a CPU, ms":{},"ready, ms":{},"blocked, ms":{}}}}}"#,
                lane.id,
                microseconds(span.from),
                // A nanosecond short: to a reader that adds start and length as floating-point numbers
                // the next one would seem to begin within this one.
                microseconds((span.to - span.from - 1).max(1)),
                quoted(&span.label()),
                span.cpu as f64 / 1e6,
                span.ready as f64 / 1e6,
                span.blocked() as f64 / 1e6,
            ));
        }
    }
    format!(
        "{{\"displayTimeUnit\":\"ms\",\"otherData\":{{\"title\":{},\"sampling\":{}}},\n\"traceEvents\":[\n{}\n]}}\n",
        quoted(&timeline.title()),
        quoted(&timeline.caveats().join("; ")),
        events.join(",\n"),
    )
}

fn metadata(what: &str, tid: u32, key: &str, value: &str) -> String {
    format!(r#"{{"ph":"M","pid":1,"tid":{tid},"name":"{what}","args":{{"{key}":{value}}}}}"#)
}

/// The format's unit, with the nanoseconds behind the point.
fn microseconds(nanoseconds: u64) -> String {
    format!("{}.{:03}", nanoseconds / 1000, nanoseconds % 1000)
}

impl Span {
    /// What the thread did for most of it.
    fn label(&self) -> String {
        let blocked = self.blocked();
        if self.cpu >= self.ready && self.cpu >= blocked {
            "on a CPU".to_string()
        } else if self.ready >= blocked {
            "ready".to_string()
        } else {
            self.call.label()
        }
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::assert_drawn;
    use super::*;
    use crate::model::tests::known;

    #[test]
    fn known_samples_are_written_as_ever_as_a_trace() {
        let drawn = draw(&known());
        let trace: serde_json::Value = serde_json::from_str(&drawn).expect("valid JSON");
        let events = trace["traceEvents"].as_array().expect("a list of events");
        let names: BTreeSet<_> = events
            .iter()
            .filter(|event| event["ph"] == "M" && event["name"] == "thread_name")
            .map(|event| event["args"]["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(
            names,
            BTreeSet::from(["main", "a <b> & \"c\" \\", "thread 1", "reads?", "late"])
        );
        for event in events.iter().filter(|event| event["ph"] == "X") {
            assert!(event["dur"].as_f64() > Some(0.0), "{event}");
        }
        assert_drawn("known.json", &drawn);
    }
}
