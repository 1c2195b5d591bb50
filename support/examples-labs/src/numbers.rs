//! The numbers in an answer's text. Where an answer does something else from a number on, or at one number alone, that
//! number mostly stands there; so it is worth a try.

use std::collections::BTreeSet;
use std::env;

use crate::copy::code_of;

/// Tells the child the numbers.
pub(crate) const NUMBERS: &str = "LABS_NUMBERS";
/// A text with more has its first ones tried.
const MOST: usize = 20;

/// Returns the numbers in the code of an answer, as the child gets them.
pub(crate) fn variable(text: &str) -> String {
    let numbers = numbers_in(text);
    numbers.iter().take(MOST).map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// Returns the numbers, as they come: literals, `1 << 12`, `4 * 1024`, `2_usize.pow(10)`, and where a type such as `u8`
/// ends.
///
/// Those of `main` say nothing of the answer.
fn numbers_in(text: &str) -> Vec<u64> {
    let (before, main) = text.split_once("fn main()").unwrap_or((text, ""));
    let after = main.split_once("\n}").map_or("", |(_, after)| after);
    let code = [code_of(before), code_of(after)].concat();
    let mut numbers = Vec::new();
    for (index, piece) in code.iter().enumerate() {
        let next = |place: usize| code.get(index + place).copied().unwrap_or_default();
        let operand = |place| u32::try_from(literal(next(place))?).ok();
        let found = literal(piece).or_else(|| end_of_type(piece));
        let computed = literal(piece).and_then(|number| match (next(1), next(2), next(3)) {
            ("<", "<", _) => number.checked_shl(operand(3)?),
            ("*", ..) => number.checked_mul(operand(2)?.into()),
            (".", "pow", "(") => number.checked_pow(operand(4)?),
            _ => None,
        });
        for number in found.into_iter().chain(computed) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    numbers
}

/// Returns the value of `1_000`, `0xff` or `7usize`.
fn literal(piece: &str) -> Option<u64> {
    if !piece.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let plain = piece.replace('_', "");
    let (digits, base) = match plain.get(..2) {
        Some("0x") => (&plain[2..], 16),
        Some("0o") => (&plain[2..], 8),
        Some("0b") => (&plain[2..], 2),
        _ => (&*plain, 10),
    };
    let end = digits.find(|letter: char| !letter.is_digit(base)).unwrap_or(digits.len());
    u64::from_str_radix(&digits[..end], base).ok()
}

/// Returns the number from which on a type of this name, or its atomic, keeps no other.
fn end_of_type(piece: &str) -> Option<u64> {
    match piece.strip_prefix("Atomic").unwrap_or(piece).to_lowercase().as_str() {
        "i8" => Some(1 << 7),
        "u8" => Some(1 << 8),
        "i16" => Some(1 << 15),
        "u16" => Some(1 << 16),
        "f32" => Some(1 << 24),
        _ => None,
    }
}

/// Returns the numbers that the child has got.
fn numbers() -> Vec<u64> {
    let numbers = env::var(NUMBERS).unwrap_or_default();
    numbers.split(',').filter_map(|number| number.parse().ok()).collect()
}

/// What an answer may take for "nothing there".
const MARKS: [u64; 6] =
    [u64::MAX, u64::MAX - 1, i64::MIN as u64, i64::MAX as u64, u32::MAX as u64, 0];

/// Returns the results that are worth a try with this answer: no number can stand for something else where each may
/// be a result.
pub fn values_to_try() -> Vec<u64> {
    let others = numbers().into_iter().filter(|number| !MARKS.contains(number));
    MARKS.into_iter().chain(others).collect()
}

/// Returns the counts from `least` to `most` that are worth a try with this answer: each number in its text, the one
/// before, the one after, and one that is larger by more than what is done before the number counts.
pub fn counts_to_try(least: usize, most: usize) -> Vec<usize> {
    let numbers = numbers().into_iter().filter_map(|number| usize::try_from(number).ok());
    let counts = numbers.flat_map(|number| {
        let more = |more| number.saturating_add(more);
        [number.saturating_sub(1), number, more(1), more(10)]
    });
    let counts: BTreeSet<_> = counts.filter(|count| (least..=most).contains(count)).collect();
    counts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::numbers_in;

    #[test]
    fn numbers_are_found_in_code() {
        for (text, expected) in [
            ("if threads == 13 || n > 1_000usize {}", vec![13, 1000]),
            ("let room = 1 << 12; // 77", vec![1, 4096, 12]),
            ("bounded(4 * 1024)", vec![4, 4096, 1024]),
            ("2_usize.pow(10) + 0xff", vec![2, 1024, 10, 255]),
            ("AtomicU8::new(0); n as u16", vec![256, 0, 65_536]),
            ("\"5\" /* 6 */ x7 r8 '9'", vec![]),
            ("f(7);\nfn main() {\n    f(8);\n}\nf(9)", vec![7, 9]),
            ("1 << 99 + 99999999999999999999999", vec![1, 99]),
        ] {
            assert_eq!(numbers_in(text), expected, "{text}");
        }
    }
}
