//! Depth-first search with a bound, which grows: first all schedules that cost nothing, then all that cost at most
//! 1, and so on.

use super::Strategy;
use crate::choice::{Choice, Point};

/// What costs something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    /// The threads take turns; each one that is passed over costs 1 (Emmi, Qadeer and Rakamarić, 2011).
    Delays,
    /// Each thread that is stopped where it could go on costs 1 (Musuvathi and Qadeer, 2007).
    Preemptions,
}

/// A search in all schedules up to a bound.
pub(crate) struct Bounded {
    cost: Cost,
    bound: usize,
    path: Vec<Chosen>,
    at: usize,
    spent: usize,
    /// Something was left out, since it would have cost more.
    is_cut: bool,
    has_begun: bool,
    /// The bound below which all schedules were run.
    pub completed: Option<usize>,
    /// All schedules were run.
    pub is_done: bool,
    /// How often the program did not do the same again.
    pub strayed: u64,
}

struct Chosen {
    option: u16,
    options: u16,
    choice: Choice,
    /// What was spent before.
    spent: u16,
}

impl Bounded {
    pub fn new(cost: Cost) -> Self {
        Self {
            cost,
            bound: 0,
            path: Vec::new(),
            at: 0,
            spent: 0,
            is_cut: false,
            has_begun: false,
            completed: None,
            is_done: false,
            strayed: 0,
        }
    }

    fn costs(&self, choice: Choice, option: usize, options: usize) -> usize {
        let by_delays = self.cost == Cost::Delays;
        match choice {
            Choice::Preempt | Choice::Next | Choice::Aside if by_delays => option,
            // Not to step aside is as rare as a preemption.
            Choice::Aside => usize::from(option + 1 == options),
            Choice::Next => 0,
            Choice::Which if !by_delays => 0,
            Choice::Preempt | Choice::Which | Choice::Rare | Choice::Old | Choice::Time => {
                option.min(1)
            }
        }
    }
}

impl Strategy for Bounded {
    fn begin(&mut self) -> bool {
        self.path.truncate(self.at);
        self.at = 0;
        self.spent = 0;
        if !self.has_begun {
            self.has_begun = true;
            return true;
        }
        while let Some(Chosen { option, options, choice, spent }) = self.path.pop() {
            let next = option + 1;
            if next == options {
                continue;
            }
            let cost = self.costs(choice, next.into(), options.into());
            if usize::from(spent) + cost <= self.bound {
                self.path.push(Chosen { option: next, options, choice, spent });
                return true;
            }
            self.is_cut = true; // The options after that cost no less.
        }
        self.completed = Some(self.bound);
        self.is_done = !self.is_cut;
        self.bound += 1;
        self.is_cut = false;
        !self.is_done
    }

    fn choose(&mut self, Point { choice, options, .. }: Point) -> usize {
        let known = self.path.get(self.at);
        let is_same =
            |known: &Chosen| usize::from(known.options) == options && known.choice == choice;
        if !known.is_some_and(is_same) {
            self.strayed += u64::from(known.is_some());
            self.path.truncate(self.at);
            let options = options as u16; // There are far fewer threads.
            self.path.push(Chosen { option: 0, options, choice, spent: self.spent as u16 });
        }
        let option = self.path[self.at].option.into();
        self.at += 1;
        self.spent += self.costs(choice, option, options);
        option
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounded, Cost, Strategy};
    use crate::choice::{Choice, Point};

    /// Returns how many schedules of two threads with this many steps each there are with each bound.
    fn counts(cost: Cost, steps: usize) -> Vec<usize> {
        let mut search = Bounded::new(cost);
        let (mut all, mut count, mut completed) = (Vec::new(), 0, None);
        while search.begin() {
            if search.completed != completed {
                completed = search.completed;
                all.push(count);
                count = 0;
            }
            count += 1;
            let mut left = [steps, steps];
            let mut running = 0;
            while left[0] + left[1] > 0 {
                let choice = if left[running] > 0 { Choice::Preempt } else { Choice::Next };
                let is_left = |id: &usize| left[*id] > 0;
                let threads: Vec<_> = [running, 1 - running].into_iter().filter(is_left).collect();
                let options = threads.len();
                let point = Point { choice, options, threads: &threads, step: 0, events: 0 };
                running = threads[if options == 1 { 0 } else { search.choose(point) }];
                left[running] -= 1;
            }
        }
        assert_eq!(search.strayed, 0);
        all.push(count);
        all
    }

    #[test]
    fn each_bound_has_its_schedules_and_the_last_one_all() {
        // Two threads of three steps: 20 orders.
        let preemptions = counts(Cost::Preemptions, 3);
        assert_eq!(preemptions[0], 1);
        assert_eq!(preemptions.last(), Some(&20));
        assert!(preemptions.is_sorted());
        assert_eq!(counts(Cost::Delays, 3).last(), Some(&20));
    }
}
