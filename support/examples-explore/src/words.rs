//! The words of the source in which something happened.

use std::collections::BTreeMap;
use std::fs;

/// The longest words that are shown.
const LONGEST: usize = 40;
/// The longest call that is shown with what it is called with.
const LONGEST_CALL: usize = 30;

/// The sources that were read, by file.
#[derive(Default)]
pub struct Words(BTreeMap<String, Option<Vec<String>>>);

impl Words {
    /// Returns the call that stands at a place, such as `counts.lock()`. Nothing if the file is not there.
    pub fn at(&mut self, file: &str, line: u32, column: u32) -> Option<String> {
        let read = || Some(fs::read_to_string(file).ok()?.lines().map(str::to_owned).collect());
        let lines = self.0.entry(file.to_owned()).or_insert_with(read).as_ref()?;
        let rest = lines.get(line.checked_sub(1)? as usize..)?;
        call(rest, column.checked_sub(1)? as usize)
    }
}

/// Returns the call at a column of the first line, together with what it is called on.
fn call(lines: &[String], column: usize) -> Option<String> {
    let line: Vec<char> = lines.first()?.chars().collect();
    let mut start = column;
    let mut depth = 0;
    while start > 0 {
        let before = line.get(start - 1)?;
        match before {
            ')' | ']' => depth += 1,
            '(' | '[' if depth > 0 => depth -= 1,
            _ if depth > 0 || before.is_alphanumeric() || "_.:?".contains(*before) => {}
            _ => break,
        }
        start -= 1;
    }
    let mut words: String = line[start..column].iter().collect();
    words = words.trim_start().to_owned();
    if words.is_empty() || words.starts_with('.') {
        // What comes before stands in another line.
        words = words.trim_start_matches('.').to_owned();
    }
    let mut rest = line.get(column..)?.iter().copied().peekable();
    while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || "_!:".contains(*c)) {
        words.push(c);
    }
    if rest.next_if_eq(&'(').is_some() {
        let mut inside = String::new();
        let mut depth = 1;
        for c in rest {
            depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
            if depth == 0 {
                break;
            }
            inside.push(c);
        }
        let inside = inside.replace("Ordering::", "");
        let length = words.chars().count() + inside.chars().count();
        words += &if depth == 0 && length < LONGEST_CALL {
            format!("({inside})")
        } else {
            "(…)".into()
        };
    }
    if ["for", "while", "if", "match"].contains(&&*words) {
        // The call is the statement's own, such as the one for the next value of a loop.
        let whole: String = line[start..].iter().collect();
        words = whole.trim_start().trim_end_matches([' ', '{']).to_owned();
    }
    (!words.is_empty() && words.chars().count() <= LONGEST).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::call;

    fn at(line: &str, name: &str) -> Option<String> {
        let column = line.find(name).expect("it is there");
        call(&[line.to_owned()], column)
    }

    #[test]
    fn a_call_with_what_it_is_called_on() {
        let line = "    let mut first = mine.0.lock().expect(\"no\");";
        assert_eq!(at(line, "lock").as_deref(), Some("mine.0.lock()"));
        assert_eq!(
            at("*a[i + 1].lock().unwrap() += 1", "lock").as_deref(),
            Some("a[i + 1].lock()")
        );
        assert_eq!(
            at("x.store(1, Ordering::Relaxed);", "store").as_deref(),
            Some("x.store(1, Relaxed)")
        );
        assert_eq!(at("thread::spawn(move || {", "thread").as_deref(), Some("thread::spawn(…)"));
        assert_eq!(at("        .join()", "join").as_deref(), Some("join()"));
        assert_eq!(at("    for (a, b) in &list {", "for").as_deref(), Some("for (a, b) in &list"));
        assert_eq!(at("    println!(\"a\");", "println").as_deref(), Some("println!(\"a\")"));
    }
}
