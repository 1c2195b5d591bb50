use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::{Assert, Data, IntoData};

use crate::order::Order;
use crate::{Ran, Section};

impl Section {
    /// Runs each listing on its own input, and checks exit status, stdout and stderr.
    ///
    /// Stdout must be as in `expected/NAME.txt`, where `[..]` stands for text that changes from
    /// run to run and `...` alone on a line for any number of lines. Where `expected/NAME.order`
    /// exists, the lines may come in any order but for what that file says. Stderr must be empty,
    /// or as in `expected/NAME.stderr`, masked in the same way.
    ///
    /// With `SNAPSHOTS=overwrite` in the environment these files are written instead; lines that still
    /// match keep their masks.
    ///
    /// # Panics
    /// If any listing differs; the message shows each difference.
    pub fn check_output(&self) {
        self.check_each_listing(|name| self.difference(name));
    }

    fn difference(&self, name: &str) -> Result<(), String> {
        let Ran { status, stdout, stderr } = self.run([name]);
        let named = |what: &str| format!("{}, listing `{name}`: {what}", self.name);
        if status != Some(0) {
            return Err(named(&format!("exit status {status:?}\n{stdout}{stderr}")));
        }

        let mut expected = self.expected(name, "txt");
        let order = self.path(&format!("expected/{name}.order"));
        if order.exists() {
            let order = Order::parse(&self.read(&format!("expected/{name}.order")));
            let problems = order.problems(&stdout);
            if !problems.is_empty() {
                return Err(named(&format!("{}\n{stdout}", problems.join("\n"))));
            }
            expected = expected.unordered();
        }
        compare(&named("stdout"), &stdout, expected)?;
        let expected = self.expected(name, "stderr");
        if stderr.is_empty()
            && !expected.source().is_some_and(|file| file.as_path().is_some_and(|at| at.exists()))
        {
            return Ok(());
        }
        compare(&named("stderr"), &stderr, expected)
    }

    /// Says whether `expected/NAME.txt` allows a recorded run, whose first line names the machine.
    pub(crate) fn can_print(&self, name: &str, recorded: &str) -> bool {
        let printed = recorded.split_once('\n').map_or("", |(_machine, printed)| printed);
        let mut expected = self.expected(name, "txt");
        if self.path(&format!("expected/{name}.order")).exists() {
            expected = expected.unordered();
        }
        Assert::new().try_eq(None, printed.into_data(), expected).is_ok()
    }

    fn expected(&self, name: &str, ending: &str) -> Data {
        Data::read_from(&self.path(&format!("expected/{name}.{ending}")), None)
    }
}

fn compare(what: &str, found: &str, expected: Data) -> Result<(), String> {
    // A quoted path of Windows: `?` doubles what separates the folders.
    let found = if cfg!(windows) { found.replace(r"\\", "/") } else { found.to_string() };
    Assert::new()
        .action_env(DEFAULT_ACTION_ENV)
        .try_eq(Some(&what), found.into_data(), expected)
        .map_err(|difference| difference.to_string())
}
