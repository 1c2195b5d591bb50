//! All orders that are not alike, with sleep sets (Godefroid, 1996).
//!
//! Two turns of different threads are independent if no object is used by both, but for reading. Two orders are alike
//! if one becomes the other when independent turns change places: no thread sees a difference. Here is one of each set
//! of orders that are alike.
//!
//! Why that is right: when all orders that go on with thread `a` were run, `a` sleeps while those are run that go on
//! with `b` instead. As long as only turns come that are independent of that of `a`, to let `a` go on now makes an
//! order that is like one that was run. So `a` sleeps until a turn depends on its own, and if all threads sleep, the
//! rest of the order is not needed. A turn is known by all that it may do, whatever else is chosen in it. What is not
//! known for certain depends on everything: time, `select!`, and the functions that look at an `Arc`.
//!
//! There is no bound, so that nothing is lost between a bound and what sleeps.

use super::Strategy;
use crate::choice::{Choice, Point};
use crate::touched::Touched;

/// A search that has chosen more often than this in one order is given up.
const DEEPEST: usize = 1000;
/// So is one in which more has happened that rarely does.
const MOST_RARE: usize = 3;

/// A search in one of each set of orders that are alike.
#[derive(Default)]
pub(crate) struct Unlike {
    path: Vec<Node>,
    at: usize,
    has_begun: bool,
    /// Where in the path the turn was chosen that is now.
    turn: Option<usize>,
    /// What was used in it so far.
    pub touched: Touched,
    /// Who sleeps, and what its next turn uses.
    asleep: Vec<(usize, Touched)>,
    rare: usize,
    /// From here on this order is like another one, which had its turn.
    is_alike: bool,
    /// One of each was run.
    pub is_done: bool,
    /// It does not end in time, or it can't tell which orders are alike.
    pub is_given_up: bool,
    /// How many orders it has begun.
    pub begun: u64,
}

enum Node {
    Turn(Turn),
    Other { option: usize, options: usize },
}

struct Turn {
    threads: Vec<usize>,
    chosen: usize,
    /// What the chosen thread used, in all orders that go on with it.
    touched: Touched,
    /// Those that need not be chosen, and what they use.
    asleep: Vec<(usize, Touched)>,
}

impl Turn {
    fn awake(&self) -> Option<usize> {
        awake(&self.threads, &self.asleep)
    }
}

fn awake(threads: &[usize], asleep: &[(usize, Touched)]) -> Option<usize> {
    threads.iter().position(|thread| asleep.iter().all(|(other, _)| other != thread))
}

impl Unlike {
    /// The turn has ended.
    fn end_turn(&mut self) {
        if let Some(at) = self.turn.take()
            && let Node::Turn(turn) = &mut self.path[at]
        {
            turn.touched.add(&self.touched);
            self.asleep.retain(|(_, touched)| touched.is_independent_of(&self.touched));
        }
        self.touched.clear();
    }

    /// Returns which thread goes on.
    fn choose_thread(&mut self, threads: &[usize]) -> usize {
        self.end_turn();
        if self.at == self.path.len() {
            let Some(chosen) = awake(threads, &self.asleep) else {
                self.is_alike = true;
                return 0;
            };
            let (threads, asleep) = (threads.to_vec(), std::mem::take(&mut self.asleep));
            self.path.push(Node::Turn(Turn {
                threads,
                chosen,
                touched: Touched::default(),
                asleep,
            }));
        }
        match &self.path[self.at] {
            Node::Turn(turn) if turn.threads == threads => {
                self.asleep.clone_from(&turn.asleep);
                self.turn = Some(self.at);
                self.at += 1;
                turn.chosen
            }
            _ => self.strays(),
        }
    }

    fn choose_other(&mut self, options: usize) -> usize {
        if self.at == self.path.len() {
            self.path.push(Node::Other { option: 0, options });
        }
        match self.path[self.at] {
            Node::Other { option, options: before } if before == options => {
                self.at += 1;
                option
            }
            _ => self.strays(),
        }
    }

    /// The program has not done the same again.
    fn strays(&mut self) -> usize {
        self.is_given_up = true;
        0
    }
}

impl Strategy for Unlike {
    /// Returns false also if it is given up.
    fn begin(&mut self) -> bool {
        self.path.truncate(self.at);
        (self.at, self.rare, self.turn, self.is_alike) = (0, 0, None, false);
        self.touched.clear();
        self.asleep.clear();
        self.begun += 1;
        if self.is_given_up || !std::mem::replace(&mut self.has_begun, true) {
            return !self.is_given_up;
        }
        while let Some(node) = self.path.last_mut() {
            match node {
                Node::Turn(turn) => {
                    let touched = std::mem::take(&mut turn.touched);
                    turn.asleep.push((turn.threads[turn.chosen], touched));
                    if let Some(next) = turn.awake() {
                        turn.chosen = next;
                        return true;
                    }
                }
                Node::Other { option, options } => {
                    *option += 1;
                    if option < options {
                        return true;
                    }
                }
            }
            self.path.pop();
        }
        self.is_done = true;
        false
    }

    fn choose(&mut self, Point { choice, options, threads, .. }: Point) -> usize {
        if self.is_given_up || self.is_alike {
            return 0;
        }
        if choice.is_of_threads() {
            return self.choose_thread(threads);
        }
        if choice == Choice::Time {
            self.end_turn();
            self.asleep.clear(); // It depends on everything.
        }
        let option = self.choose_other(options);
        self.rare += usize::from(choice == Choice::Rare && option == 1);
        self.is_given_up |= self.rare > MOST_RARE || self.at > DEEPEST;
        option
    }

    fn end(&mut self, _steps: usize) {
        self.end_turn();
    }
}
