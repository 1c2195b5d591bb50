//! Writes a timeline in the trace-event format of Chrome, which <https://ui.perfetto.dev> opens.
//!
//! The format: <https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU>

use super::model::{Span, Timeline};

/// The whole file.
pub(crate) fn draw(timeline: &Timeline) -> String {
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
