use examples_threads::shared_counter::{with_atomic, with_copies, with_mutex, with_rwlock};

#[test]
fn no_step_of_the_counters_is_lost() {
    for _ in 0..20 {
        assert_eq!([with_mutex(), with_rwlock(), with_atomic()], [4_000; 3]);
    }
}

#[test]
fn a_moved_counter_stays_zero() {
    assert_eq!(with_copies(), (vec![1_000; 4], 0));
}
