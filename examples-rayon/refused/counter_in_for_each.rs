//! All workers add to one variable of the function that started them.
//!
//! Would go wrong: two workers read the same count and both add one, so one of the two is lost.
//! Paste: `cargo add rayon`

use rayon::prelude::*;

fn main() {
    let words = ["a", "rose", "is", "a", "rose"];
    let mut count = 0;
    //~ error[E0594]: cannot assign to `count`, as it is a captured variable in a `Fn` closure
    words.par_iter().filter(|word| word.len() > 1).for_each(|_| count += 1);
    println!("{count}");
}
