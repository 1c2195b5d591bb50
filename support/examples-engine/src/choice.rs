//! What a schedule chooses, and the order that its choices make.

use std::fmt;
use std::str::FromStr;

/// What is chosen. Option 0 is always what happens if nothing special does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Which thread runs next, where the running one, option 0, can go on.
    Preempt,
    /// Which thread runs next, where the running one can't go on.
    Next,
    /// Which thread runs next, where the running one, the last option, steps aside.
    Aside,
    /// Whose time limit passes. Option 0 is the one that ends first.
    Time,
    /// Which of several that are alike: the thread that is notified, the arm of `select!`.
    Which,
    /// Whether something happens that rarely does, option 1: a wake-up without a notification.
    Rare,
    /// How old a value a load returns, or before how many values that are there already a store takes its place.
    Old,
}

impl Choice {
    /// Returns whether it is about which thread runs next.
    pub fn is_of_threads(self) -> bool {
        matches!(self, Self::Preempt | Self::Next | Self::Aside)
    }
}

/// A place in a schedule at which something is chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point<'a> {
    pub choice: Choice,
    /// From how many.
    pub options: usize,
    /// The threads that the options are, if they are threads.
    pub threads: &'a [usize],
    /// How many steps there were before.
    pub step: usize,
    /// How many events there were before, if they are recorded.
    pub events: usize,
}

/// The choices of one schedule, which can be made again.
///
/// Its text names those that are not 0, such as `17:1,23:2`: the choice with the index 17 was 1. The text of an
/// order in which nothing special happens is `0`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Order(pub(crate) Vec<u16>);

impl Order {
    /// Returns the indices of the choices that are not 0.
    pub(crate) fn special(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.0.iter().enumerate().filter_map(|(index, option)| (*option > 0).then_some(index))
    }

    /// Returns the order that differs in one choice, and in which nothing special happens after `end`.
    pub(crate) fn without(&self, index: usize) -> Self {
        let mut order = self.clone();
        order.0[index] = 0;
        order
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let special: Vec<_> = self.special().map(|at| format!("{at}:{}", self.0[at])).collect();
        if special.is_empty() { f.pad("0") } else { f.pad(&special.join(",")) }
    }
}

/// Says that a text is no order.
#[derive(Debug, PartialEq, Eq)]
pub struct NoOrder;

impl fmt::Display for NoOrder {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad("an order looks like `17:1,23:2`")
    }
}

impl std::error::Error for NoOrder {}

impl FromStr for Order {
    type Err = NoOrder;
    fn from_str(text: &str) -> Result<Self, NoOrder> {
        /// More choices than any schedule has.
        const MOST: usize = 1_000_000;
        let mut order = Order::default();
        if text == "0" {
            return Ok(order);
        }
        for special in text.split(',') {
            let (index, option) = special.split_once(':').ok_or(NoOrder)?;
            let index: usize = index.parse().map_err(|_| NoOrder)?;
            if index < order.0.len() || index >= MOST {
                return Err(NoOrder);
            }
            order.0.resize(index, 0);
            order.0.push(option.parse().map_err(|_| NoOrder)?);
        }
        Ok(order)
    }
}

#[cfg(test)]
mod tests {
    use super::{NoOrder, Order};

    #[test]
    fn an_order_can_be_written_and_read() {
        let order = Order(vec![0, 0, 3, 0, 1]);
        assert_eq!(order.to_string(), "2:3,4:1");
        assert_eq!("2:3,4:1".parse(), Ok(order));
        assert_eq!("0".parse(), Ok(Order::default()));
        assert_eq!(Order(vec![0, 0]).to_string(), "0");
        for text in ["", "1", "1:", "2:1,1:1", "1:1,", "99999999999:1"] {
            assert_eq!(text.parse::<Order>(), Err(NoOrder), "{text}");
        }
    }
}
