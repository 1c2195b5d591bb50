use std::fmt;

use indicatif::HumanCount;
use serde::{Deserialize, Serialize};

pub const KIB: f64 = 1024.0;
pub const MIB: f64 = 1024.0 * KIB;
pub const MICROSECOND: f64 = 1e3;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Nanoseconds,
    Bytes,
    Count,
    /// How many times as large one figure is as another.
    Times,
}

impl Unit {
    /// Returns the value with three digits and a fitting unit, such as `12.3 ms`.
    pub fn show(self, value: f64) -> String {
        let steps: &[(f64, &str)] = match self {
            Unit::Nanoseconds => &[(1e9, " s"), (1e6, " ms"), (1e3, " µs"), (1.0, " ns")],
            Unit::Bytes => &[(KIB * MIB, " GiB"), (MIB, " MiB"), (KIB, " KiB"), (1.0, " B")],
            Unit::Times => return format!("{} ×", digits(value)),
            Unit::Count => return thousands(value),
        };
        // 999.6 ns is 1.00 µs, not 1000 ns.
        let step = steps.iter().find(|(size, _)| value.abs() >= size * 0.9995);
        let (size, name) = step.or(steps.last()).expect("each unit has steps");
        format!("{}{name}", digits(value / size))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::Nanoseconds => "time",
            Unit::Bytes => "memory",
            Unit::Count => "number",
            Unit::Times => "ratio",
        })
    }
}

/// Three digits are as many as a measurement is good for.
fn digits(value: f64) -> String {
    let decimals = match value.abs() {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

/// Returns a number with a comma between each three digits.
pub fn thousands(value: f64) -> String {
    HumanCount(value.round_ties_even() as u64).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_a_fitting_unit() {
        let nanoseconds = [0.5, 31.23, 999.6, 4_100.0, 12_345_678.0, 2.5e9];
        let shown = nanoseconds.map(|value| Unit::Nanoseconds.show(value));
        assert_eq!(shown, ["0.50 ns", "31.2 ns", "1.00 µs", "4.10 µs", "12.3 ms", "2.50 s"]);
        let shown = [440.0, 10.0 * KIB, 158.0 * MIB].map(|value| Unit::Bytes.show(value));
        assert_eq!(shown, ["440 B", "10.0 KiB", "158 MiB"]);
        assert_eq!(Unit::Times.show(1.834), "1.83 ×");
        let shown = [0.0, 999.0, 1_000.0, 1_234_567.0].map(|value| Unit::Count.show(value));
        assert_eq!(shown, ["0", "999", "1,000", "1,234,567"]);
    }
}
