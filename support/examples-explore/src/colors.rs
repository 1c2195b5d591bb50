//! Whether to print colors.

use std::env;
use std::ffi::OsString;

/// Returns whether what is printed to a stream has colors: a terminal shows them, unless its reader wants none.
pub fn are_wanted(is_terminal: bool) -> bool {
    is_terminal && allows(|name| env::var_os(name))
}

/// Returns whether the environment allows colors: <https://no-color.org>.
fn allows(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    variable("NO_COLOR").is_none_or(|value| value.is_empty())
        && variable("TERM").is_none_or(|terminal| terminal != "dumb")
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn the_reader_may_want_none() {
        let with = |name: &str, value: &str| {
            allows(|asked| (asked == name).then(|| value.to_owned().into()))
        };
        assert!(with("NO_COLOR", "") && with("TERM", "xterm"));
        assert!(!with("NO_COLOR", "1") && !with("TERM", "dumb"));
    }
}
