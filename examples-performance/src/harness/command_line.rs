use std::ffi::OsString;
use std::path::PathBuf;

/// What the reader asks for.
#[derive(Debug, PartialEq)]
pub enum Request {
    Help,
    List,
    Run(Options),
}

/// What to measure, and where the report goes besides the terminal.
#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// All claims if it is empty.
    pub names: Vec<String>,
    pub json: Option<PathBuf>,
    pub svg: Option<PathBuf>,
    /// A report to show in place of measuring.
    pub from: Option<PathBuf>,
    /// Whether to show verdicts without the figures.
    pub verdicts: bool,
    /// How often each contender runs, if not as often as its claim says.
    pub rounds: Option<usize>,
}

/// Reads the arguments that follow the program's name.
///
/// # Errors
/// If they can't be understood; the text says why.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('l') | Long("list") => return Ok(Request::List),
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("svg") => options.svg = Some(parser.value()?.into()),
            Long("from") => options.from = Some(parser.value()?.into()),
            Long("verdicts") => options.verdicts = true,
            Long("rounds") => {
                let rounds: usize = parser.value()?.parse()?;
                if rounds == 0 {
                    return Err("--rounds 0: expected a number above 0".into());
                }
                options.rounds = Some(rounds);
            }
            Value(name) => options.names.push(name.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Request::Run(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Request, String> {
        let words = line.split_whitespace().map(OsString::from);
        parse(words).map_err(|error| error.to_string())
    }

    #[test]
    fn names_and_options_in_any_order() {
        assert_eq!(words(""), Ok(Request::Run(Options::default())));
        let options = Options {
            names: vec!["channels".to_string(), "sockets".to_string()],
            json: Some("r.json".into()),
            svg: Some("plots".into()),
            from: None,
            verdicts: true,
            rounds: Some(3),
        };
        let line = "channels --json r.json --verdicts --rounds 3 sockets --svg=plots";
        assert_eq!(words(line), Ok(Request::Run(options)));
        assert_eq!(words("--list"), Ok(Request::List));
        assert_eq!(words("channels -h"), Ok(Request::Help));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(words("--fast").unwrap_err().contains("--fast"));
        assert!(words("--rounds 0").unwrap_err().contains("above 0"));
        assert!(words("--rounds many").is_err());
        assert!(words("--json").is_err());
    }
}
