/// What a thread was doing when it was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadNow {
    /// Its number in the system.
    pub id: u32,
    /// Its name, cut at 15 bytes.
    pub name: String,
    /// What it was doing.
    pub activity: Activity,
    /// How often it has stopped running so far. If two looks find the same number and the thread was
    /// not running, it has not run in between.
    pub turns: u64,
}

/// What a thread is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Activity {
    /// It runs, or is ready to.
    Runs,
    /// It waits for time to pass.
    Sleeps,
    /// It waits for another thread: a lock, a channel, a join.
    WaitsForThread {
        /// Without a time limit.
        forever: bool,
    },
    /// It waits in another system call.
    Waits {
        /// The name of the call.
        call: String,
        /// As far as is known, without a time limit.
        forever: bool,
    },
}
