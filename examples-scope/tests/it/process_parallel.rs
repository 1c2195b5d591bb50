use examples_scope::process_parallel::{Error, process_item, process_parallel};

fn panicked() -> Result<u64, Error> {
    Err(Error::Panicked("attempt to divide by zero".to_string()))
}

#[test]
fn no_items_have_no_results() {
    assert_eq!(process_parallel(&[]), []);
}

/// From fewer items than cores to several a core, and all the uneven chunks between.
#[test]
fn each_item_has_its_result_in_the_order_of_the_items() {
    for len in 1..=4 * num_cpus::get() + 1 {
        let data: Vec<_> = (0..len).map(|n| format!("pears {n} 1")).collect();
        let expected: Vec<_> = (0..len as u64).map(Ok).collect();
        assert_eq!(process_parallel(&data), expected, "{len} items");
    }
}

#[test]
fn a_panic_costs_only_its_own_item() {
    let len = 4 * num_cpus::get();
    for bad in 0..len {
        let mut data: Vec<_> = (0..len).map(|n| format!("pears {n} 1")).collect();
        data[bad] = "plums 500 0".to_string();
        let mut expected: Vec<_> = (0..len as u64).map(Ok).collect();
        expected[bad] = panicked();
        assert_eq!(process_parallel(&data), expected, "item {bad} of {len} panics");
    }
}

#[test]
fn a_panic_of_every_item_is_an_error_for_every_item() {
    let data = vec!["plums 500 0".to_string(); 4 * num_cpus::get() + 1];
    assert!(process_parallel(&data).into_iter().all(|result| result == panicked()));
}

#[test]
fn an_order_of_another_form_is_malformed() {
    for order in ["", "pears", "pears 1200", "pears 1200 4 5", "pears x 4", "pears -1 4", "1 2"] {
        assert_eq!(process_item(order), Err(Error::Malformed), "{order:?}");
    }
    assert_eq!(process_item(&format!("pears 1{:020} 4", 0)), Err(Error::Malformed), "above u64");
    assert_eq!(process_item("  pears\t1200  4 "), Ok(300));
}

/// `taskset`, where there is one, starts a program on one of the cores that this one may use.
#[cfg(target_os = "linux")]
#[test]
fn both_counts_know_the_affinity_mask() {
    use crate::section::SECTION;

    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let cores = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap();
    let first = cores.trim().split([',', '-']).next().unwrap();
    if std::process::Command::new("taskset").arg("--version").output().is_err() {
        println!("not tested: there is no taskset here");
        return;
    }
    let listing = SECTION.command(["process_parallel"]);
    let mut pinned = std::process::Command::new("taskset");
    pinned.args(["-c", first]).arg(listing.get_program()).args(listing.get_args());
    let ran = SECTION.finish(pinned);
    assert_eq!(ran.stdout.lines().next(), Some("cores: 1 by num_cpus, 1 by std"), "{ran:?}");
}
