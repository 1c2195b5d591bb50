use crate::harness::Unit;

/// How the runs of one measurement are spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub runs: usize,
    pub median: f64,
    pub lowest: f64,
    pub highest: f64,
}

impl Spread {
    /// Returns `None` if there are no samples.
    pub fn of(samples: &[f64]) -> Option<Spread> {
        let sorted = sorted(samples);
        let (&lowest, &highest) = (sorted.first()?, sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        Some(Spread { runs: sorted.len(), median, lowest, highest })
    }

    /// Returns the median and, if the runs differ, the range.
    pub fn show(&self, unit: Unit) -> String {
        let median = unit.show(self.median);
        let (lowest, highest) = (unit.show(self.lowest), unit.show(self.highest));
        if lowest == highest { median } else { format!("{median}  ({lowest} to {highest})") }
    }
}

/// Returns two samples between which the true median lies in 19 of 20 cases, or `None` if there are too
/// few samples for that: below six, even the whole range is not enough.
///
/// Each sample is below the true median with a chance of one half. So how many of them are below it is
/// like the heads of coins, whatever the shape of the spread: nothing here assumes a bell curve.
pub fn interval(samples: &[f64]) -> Option<(f64, f64)> {
    let sorted = sorted(samples);
    let drop = droppable(sorted.len())?;
    Some((sorted[drop], sorted[sorted.len() - 1 - drop]))
}

/// Returns how many samples can be left out at each end.
fn droppable(count: usize) -> Option<usize> {
    let mut chance = 0.5_f64.powi(count as i32); // that all coins show heads
    let mut sum = chance;
    let mut drop = None;
    for heads in 0..count {
        if 2.0 * sum > 0.05 {
            break;
        }
        drop = Some(heads);
        chance *= (count - heads) as f64 / (heads + 1) as f64;
        sum += chance;
    }
    drop
}

fn sorted(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_range() {
        let spread = Spread::of(&[3.0, 1.0, 2.0, 9.0]).unwrap();
        assert_eq!((spread.median, spread.lowest, spread.highest), (2.5, 1.0, 9.0));
        assert_eq!(Spread::of(&[5.0]).unwrap().show(Unit::Count), "5");
        assert_eq!(Spread::of(&[]), None);
    }

    #[test]
    fn the_interval_leaves_out_what_nineteen_in_twenty_allow() {
        // The chances are those of coins: 2 / 32 is above 5 %, 2 / 64 is not.
        assert_eq!(
            [5, 6, 8, 9, 11, 12].map(droppable),
            [None, Some(0), Some(0), Some(1), Some(1), Some(2)]
        );
        let samples: Vec<f64> = [7, 1, 9, 3, 5, 8, 2, 6, 4].map(f64::from).to_vec();
        assert_eq!(interval(&samples), Some((2.0, 8.0)));
        assert_eq!(interval(&samples[..5]), None);
    }

    #[test]
    fn the_interval_keeps_its_promise() {
        // Samples of a skewed spread whose true median is known: squares of even numbers below 1.
        let (mut inside, mut state) = (0, 7_u64);
        for _ in 0..2_000 {
            let samples: Vec<f64> = (0..9)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    ((state >> 33) as f64 / f64::from(1_u32 << 31)).powi(2)
                })
                .collect();
            let (from, to) = interval(&samples).unwrap();
            inside += usize::from((from..=to).contains(&0.25));
        }
        assert!(inside > 1_900, "{inside} of 2000");
    }
}
