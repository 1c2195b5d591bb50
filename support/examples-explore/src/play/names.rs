//! What the program itself calls the things that its threads share.

use examples_engine::Event;

/// The lines of a program, in which names can be found.
pub(super) struct Names<'a> {
    lines: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { lines: source.lines().collect() }
    }

    /// Returns what stands before the call that an event is about, such as `visits` in `visits.load(SeqCst)`.
    pub fn of(&self, event: &Event) -> Option<&'a str> {
        let place = event.place.filter(|_| event.line > 0)?;
        let line = self.lines.get(place.line() as usize - 1)?;
        let before = line.get(..place.column() as usize - 1)?.trim_end().strip_suffix('.')?;
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let begin = before
            .rfind(|c| !is_part(c))
            .map_or(0, |last| last + before[last..].chars().next().map_or(0, char::len_utf8));
        Some(&before[begin..]).filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::Names;
    use examples_engine::Event;

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
    fn the_name_stands_before_the_call() {
        let names = Names::new(include_str!("names.rs"));
        let counter = Counter;
        assert_eq!(names.of(&counter.read()), Some("counter"));
        assert_eq!(names.of(&here(0)), None);
    }
}
