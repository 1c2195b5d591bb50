use examples_testing::watched;
use examples_threads::std_channel::gets_by_worker;

#[test]
fn counts_come_in_the_order_of_the_parts() {
    assert_eq!(gets_by_worker(&[]), [0; 0]);
    let parts = &["", "GET /\nGET /", "POST /", "GET /\n"];
    for _ in 0..100 {
        let counts = watched("the channel to close", || gets_by_worker(parts));
        assert_eq!(counts, [0, 2, 0, 1]);
    }
}
