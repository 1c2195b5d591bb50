use snapbox::{Assert, Data, IntoData};

use crate::order::Order;
use crate::{Ran, Section};

impl Section {
    /// Runs each listing on its own input, and checks exit status, stdout and stderr.
    ///
    /// Stdout is to be as in `expected/NAME.txt`, where `[..]` stands for text that changes from
    /// run to run and `...` alone on a line for any number of lines. Where `expected/NAME.order`
    /// exists, the lines may come in any order but for what that file says. Stderr is to be empty,
    /// or as in `expected/NAME.stderr`, masked in the same way.
    ///
    /// # Panics
    /// If any listing differs; the message shows each difference.
    pub fn check_output(&self) {
        let differences: Vec<_> =
            self.listings().iter().filter_map(|name| self.difference(name).err()).collect();
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }

    fn difference(&self, name: &str) -> Result<(), String> {
        let Ran { status, stdout, stderr } = self.run([name]);
        let named = |what: &str| format!("{}, listing `{name}`: {what}", self.name);

        if status != Some(0) {
            return Err(named(&format!("exit status {status:?}\n{stdout}{stderr}")));
        }
        let expected = Data::text(self.read(&format!("expected/{name}.txt")));
        let expected = match self.optional(name, "order") {
            None => expected,
            Some(order) => {
                let problems = Order::parse(&order).problems(&stdout);
                if !problems.is_empty() {
                    return Err(named(&format!("{}\n{stdout}", problems.join("\n"))));
                }
                expected.unordered()
            }
        };
        Assert::new()
            .try_eq(Some(&named("stdout")), stdout.into_data(), expected)
            .map_err(|difference| difference.to_string())?;
        let expected = self.optional(name, "stderr").unwrap_or_default();
        Assert::new()
            .try_eq(Some(&named("stderr")), stderr.into_data(), expected.into_data())
            .map_err(|difference| difference.to_string())
    }

    fn optional(&self, name: &str, ending: &str) -> Option<String> {
        let file = format!("expected/{name}.{ending}");
        self.path(&file).exists().then(|| self.read(&file))
    }
}
