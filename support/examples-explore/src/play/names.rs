//! What the program itself calls the things that its threads share.

use std::collections::BTreeMap;

use examples_engine::Event;

/// The lines of a program, in which names can be found.
pub(super) struct Names<'a> {
    lines: Vec<&'a str>,
    /// The names of things that have several, such as `ready` and `ready2` for an `Arc` and its clone, each with the one
    /// that is shown.
    shown: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { lines: source.lines().collect(), shown: BTreeMap::new() }
    }

    /// Learns which names stand for the same thing. Returns whether one was not known.
    pub fn learn(&mut self, events: &[Event]) -> bool {
        let mut first = BTreeMap::new();
        let mut is_new = false;
        for event in events {
            let Some(object) = event.object.filter(|object| object.kind != "channel") else {
                continue; // The sender and the receiver have names of their own.
            };
            let Some(name) = self.of(event) else { continue };
            let other = *first.entry((object.kind, object.number)).or_insert(name);
            if name != other {
                let (short, long) = if (name.len(), name) < (other.len(), other) {
                    (name, other)
                } else {
                    (other, name)
                };
                self.shown
                    .values_mut()
                    .filter(|shown| **shown == long)
                    .for_each(|shown| *shown = short);
                self.shown.insert(long, short);
                is_new = true;
            }
        }
        is_new
    }

    /// Returns what stands before the call that an event is about, such as `visits` in `visits.load(SeqCst)`.
    pub fn of(&self, event: &Event) -> Option<&'a str> {
        let place = event.place.filter(|_| event.line > 0)?;
        let line = self.lines.get(place.line() as usize - 1)?;
        let (before, call) = line.split_at_checked(place.column() as usize - 1)?;
        if call.starts_with("wait") && event.object.is_some_and(|object| object.kind == "mutex") {
            return None; // A `Condvar` stands there, and its `wait` locks the mutex again.
        }
        let before = before.trim_end().strip_suffix('.')?;
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let begin = before
            .rfind(|c| !is_part(c))
            .map_or(0, |last| last + before[last..].chars().next().map_or(0, char::len_utf8));
        let name = Some(&before[begin..]).filter(|name| !name.is_empty())?;
        Some(self.shown.get(name).unwrap_or(&name))
    }

    /// Returns the line in which the guard is dropped that an event returns, as far as the text shows that: where the
    /// block of its variable ends, at `drop`, or at the end of the statement.
    pub fn end_of_guard(&self, event: &Event) -> Option<u32> {
        let place = event.place.filter(|_| event.line > 0)?;
        let at = place.line() as usize - 1;
        let line = self.lines.get(at)?;
        let (before, call) = line.split_at_checked(place.column() as usize - 1)?;
        let Some(name) = guard_variable(before, call) else {
            return line.trim_end().ends_with(';').then_some(event.line);
        };
        let declares = |line: &&str| {
            let line = line.trim_start().strip_prefix("let ").unwrap_or_default();
            line.strip_prefix("mut ").unwrap_or(line).split([' ', ':', ';']).next() == Some(name)
        };
        let begin = self.lines[..=at].iter().rposition(declares)?;
        let mut depth = 0;
        for (index, line) in self.lines.iter().enumerate().skip(begin + 1) {
            let is_dropped = depth == 0 && line.trim_start().starts_with(&format!("drop({name})"));
            for c in line.chars() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                if depth < 0 {
                    break;
                }
            }
            if is_dropped || depth < 0 {
                return u32::try_from(index + 1).ok();
            }
        }
        None
    }
}

/// Returns the variable to which a statement assigns a guard. `call` begins with the method that returns the guard.
fn guard_variable<'a>(before: &'a str, call: &str) -> Option<&'a str> {
    let (_, rest) = call.split_once(')')?;
    if !["?;", ";", ".unwrap();"].contains(&rest.trim_end()) && !rest.starts_with(".expect(") {
        return None;
    }
    let (variable, from) = before.trim_start().split_once(" = ")?;
    let variable = variable.strip_prefix("let ").unwrap_or(variable);
    let variable = variable.strip_prefix("mut ").unwrap_or(variable);
    let is_path = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    (is_path(variable) && is_path(from)).then_some(variable)
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::{Names, guard_variable};
    use examples_engine::{Event, Object};

    #[track_caller]
    fn here(line: u32) -> Event {
        Event { line, place: Some(Location::caller()), ..Event::default() }
    }

    struct Counter;
    impl Counter {
        #[track_caller]
        fn read(&self) -> Event {
            here(1)
        }
    }

    #[test]
    fn a_clone_has_the_name_of_the_first() {
        let mut names = Names::new(include_str!("names.rs"));
        let (counter, a) = (Counter, Counter);
        let object = Some(Object { kind: "mutex", number: 1 });
        let event = |event| Event { object, ..event };
        let events = [event(counter.read()), event(a.read())];
        assert!(names.learn(&events));
        assert!(!names.learn(&events));
        assert_eq!(names.of(&events[0]), Some("a"));
    }

    #[test]
    fn the_name_stands_before_the_call() {
        let names = Names::new(include_str!("names.rs"));
        let counter = Counter;
        assert_eq!(names.of(&counter.read()), Some("counter"));
        assert_eq!(names.of(&here(0)), None);
    }

    #[test]
    fn a_guard_is_dropped_where_the_text_says() {
        for (before, call, variable) in [
            ("    let mut guard = lock.", "lock().unwrap();", Some("guard")),
            ("guard = changed.", "wait(guard).unwrap();", Some("guard")),
            ("*letters.", "lock().unwrap() += 1;", None),
            ("let copy = *letters.", "lock().unwrap();", None),
            ("let length = letters.", "lock().unwrap().len();", None),
        ] {
            assert_eq!(guard_variable(before, call), variable, "{before}{call}");
        }
    }
}
