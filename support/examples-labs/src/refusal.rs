use examples_engine::{Panic, Unsupported, counted};
use serde_json::{Value, json};

/// How many bytes of a text are kept, and how many lines of evidence.
const MOST: usize = 2048;
const MOST_EVIDENCE: usize = 500;
/// How long a list is told as a whole.
pub(crate) const MOST_ITEMS: usize = 20;

/// Returns the beginning of a text that may come from an answer, in one line and without what a terminal obeys.
pub fn harmless(text: &str) -> String {
    // Those that change the direction of a line, and some that nobody sees.
    let is_hidden = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let mut result = String::new();
    for letter in text.chars() {
        if result.len() > MOST {
            result.push('…');
            break;
        }
        match letter {
            '\n' | '\t' => result.push(' '),
            _ if letter.is_control() || is_hidden(letter) => result.extend(letter.escape_unicode()),
            _ => result.push(letter),
        }
    }
    result
}

/// Returns a text in which a list of more than twenty has its first items only.
fn short_lists(text: &str) -> String {
    let mut parts = text.split('[');
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let items: Vec<_> = part.split(']').next().unwrap_or_default().split(", ").collect();
        match part.split_once(']') {
            Some((_, rest)) if items.len() > MOST_ITEMS => {
                let more = items.len() - 8;
                short += &format!("[{}, … and {more} more]{rest}", items[..8].join(", "));
            }
            _ => short += &format!("[{part}"),
        }
    }
    short
}

/// What a grader says of an answer: right, or why not.
pub type Verdict = Result<(), Refusal>;

/// Grades an answer that is part of this program.
pub type Grade = fn() -> Verdict;

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Names the mistake. It never changes, so that scripts and the corpus can rely on it.
    pub id: String,
    /// Says what is wrong, without a capital at its start or a full stop at its end.
    pub sentence: String,
    /// What was seen, line by line.
    pub evidence: Vec<String>,
}

impl Refusal {
    /// Returns a refusal without evidence.
    pub fn new(id: &str, sentence: impl Into<String>) -> Self {
        let sentence = harmless(&short_lists(&sentence.into()));
        Self { id: id.into(), sentence, evidence: Vec::new() }
    }

    /// Adds what was seen.
    pub fn evidence(self, evidence: Vec<String>) -> Self {
        let evidence = evidence.iter().take(MOST_EVIDENCE).map(|line| harmless(line)).collect();
        Self { evidence, ..self }
    }

    /// Returns the refusal of an answer that polls in this line.
    pub fn polls(line: u32) -> Self {
        let at = at(line);
        let says =
            format!("a thread asks again and again{at} instead of sleeping until it is told");
        Self::new("busy_waiting", says)
    }

    /// Returns the refusal of an answer that has panicked.
    pub fn panicked(panic: &Panic) -> Self {
        let Panic { line, words } = panic;
        if words.contains("not yet implemented") {
            return Self::new("todo", format!("there is a `todo!()` left{}", at(*line)));
        }
        let words = words.lines().next().unwrap_or_default();
        Self::new("panicked", format!("it panicked{}: {words}", at(*line)))
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "id": self.id, "sentence": self.sentence, "evidence": self.evidence })
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let evidence = value["evidence"].as_array()?.iter().filter_map(text).collect();
        Some(Self::new(&text(&value["id"])?, text(&value["sentence"])?).evidence(evidence))
    }
}

impl From<&Unsupported> for Refusal {
    /// Returns the refusal of an answer that does what the grader can't follow.
    fn from(this: &Unsupported) -> Self {
        match this {
            Unsupported::Exit { .. } => {
                Self::new("exit", "an answer must not end the program: it returns")
            }
            Unsupported::NoModel { what, .. } => {
                let says = format!(
                    "the grader has no model of {what} for this exercise, so it can't judge the answer"
                );
                Self::new("no_model", says)
            }
            Unsupported::Threads { most, .. } => {
                let says = format!("it starts more than {most} threads at a time");
                Self::new("too_many_threads", says)
            }
        }
    }
}

fn at(line: u32) -> String {
    if line == 0 { String::new() } else { format!(" in line {line}") }
}

/// Refuses unless the results are the expected ones: `wrong_order` if they are in another order than the `inputs`,
/// such as `numbers`, and else `wrong_results` with this sentence.
///
/// # Errors
/// The refusal.
pub fn ensure_results(
    got: &[u64],
    expected: &[u64],
    inputs: &str,
    says: impl Into<String>,
) -> Verdict {
    let sorted = |numbers: &[u64]| {
        let mut numbers = numbers.to_vec();
        numbers.sort();
        numbers
    };
    let order = format!("the results are not in the order of the {inputs}");
    let same = got == expected || sorted(got) != sorted(expected);
    ensure(same, "wrong_order", order)?;
    let mut says = says.into();
    let difference = got.iter().zip(expected).position(|(got, expected)| got != expected);
    if let Some(at) = difference
        && expected.len() > MOST_ITEMS
    {
        says += &format!(". At index {at}, {} is expected, and {} came", expected[at], got[at]);
    }
    ensure(got == expected, "wrong_results", says)
}

/// Refuses unless three calls that all return 7 have brought these results of `function`: so it shows if an answer takes
/// equal results for one.
///
/// # Errors
/// The refusal `wrong_results`.
pub fn ensure_sevens(function: &str, got: &[u64]) -> Verdict {
    let says = format!("each of three calls returned 7, and `{function}` returned {got:?}");
    ensure(got == [7; 3], "wrong_results", says)
}

/// Returns `1 job was` or `2 jobs were`.
pub(crate) fn were(count: usize, noun: &str) -> String {
    format!("{} {}", counted(count, noun), if count == 1 { "was" } else { "were" })
}

/// Returns `1 other is` or `2 others are`.
pub(crate) fn are(others: usize) -> String {
    format!("{} {}", counted(others, "other"), if others == 1 { "is" } else { "are" })
}

/// Refuses unless the condition holds.
///
/// # Errors
/// The refusal.
pub fn ensure(holds: bool, id: &str, sentence: impl Into<String>) -> Verdict {
    if holds { Ok(()) } else { Err(Refusal::new(id, sentence)) }
}

#[cfg(test)]
mod tests {
    use super::{harmless, short_lists};

    #[test]
    fn a_list_is_short() {
        let numbers = |count| (0..count).collect::<Vec<u32>>();
        let short = format!("{:?} and {:?}", numbers(20), numbers(1));
        assert_eq!(short_lists(&short), short);
        let long = format!("{:?}, not {:?}", numbers(300), numbers(21));
        let list = "[0, 1, 2, 3, 4, 5, 6, 7, … and";
        assert_eq!(short_lists(&long), format!("{list} 292 more], not {list} 13 more]"));
    }

    #[test]
    fn a_text_is_cut_and_harmless() {
        assert_eq!(harmless("a\x1b[31mb\u{202e}\nc é"), "a\\u{1b}[31mb\\u{202e} c é");
        assert!(harmless(&"x".repeat(10_000)).len() < 2100);
    }
}
