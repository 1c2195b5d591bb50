use std::panic;
use std::sync::Mutex;

use examples_threads::poison::{Accounts, balances, repair, transfer};

/// Returns accounts that a transfer has left half changed.
fn poisoned() -> Accounts {
    let accounts = Mutex::new([10_000, 10_000]);
    panic::catch_unwind(|| transfer(&accounts, 15_000)).expect_err("it is too much");
    accounts
}

#[test]
fn a_poisoned_lock_fails_until_it_is_repaired() {
    let accounts = poisoned();
    for _ in 0..2 {
        assert!(accounts.is_poisoned());
        assert!(panic::catch_unwind(|| transfer(&accounts, 1)).is_err());
    }
    repair(&accounts);
    transfer(&accounts, 1);
    assert_eq!(balances(&accounts), [9_999, 10_001]);
}

#[test]
fn looking_at_the_balances_changes_nothing() {
    let accounts = poisoned();
    assert_eq!([balances(&accounts), balances(&accounts)], [[-5_000, 10_000]; 2]);
    assert!(accounts.is_poisoned());
}
