// What a worker runs while it waits. About 10 minutes.
//
// `add` calls `words` for each page, and enters the results in the index, also for a page that is there
// already; if two jobs add the same page, either result may stay. `words` calls Rayon itself. While it waits
// there, its worker runs other jobs of the pool, on the same stack. They may add pages to the same index, and
// the same pages, so nothing that they need may be held during `words`, no other lock either. Let Rayon share
// out the calls, one for each page, to all of its threads if there are a hundred pages or more, and to two at
// least if there are four, and do not let a worker wait outside of Rayon: the pool may have only one. A pool
// of your own is allowed if it has as many threads in each call: `rayon::current_num_threads()`.
//
// Read: cargo page rayon/waiting_worker

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

/// What is known: how many words a page has.
type Index = Mutex<BTreeMap<u32, u64>>;

/// Enters what `words` returns for each page. What others enter meanwhile stays.
fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        // TODO: The worker that waits in `words` runs another job. What does that one wait for?
        let mut index = index.lock().unwrap();
        index.insert(*page, words(*page));
    });
}

/// Counts in two halves. The worker that began one waits for the other.
fn words(page: u32) -> u64 {
    let (left, right) = rayon::join(|| u64::from(page), || u64::from(page));
    left + right
}

fn main() {
    // Room to try things out; this line ends it when it stands still. As it is, that is a matter of luck.
    labs::trial();
    let index = Index::default();
    rayon::join(|| add(&index, &[1, 2, 3], words), || add(&index, &[4, 5, 6], words));
    println!("{:?}", index.into_inner().unwrap());
}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
