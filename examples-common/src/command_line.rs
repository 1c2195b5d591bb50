use std::ffi::OsString;

/// What the reader asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Request {
    /// Run every listing in reading order.
    All,
    /// Run one listing; the rest of the command line is its own.
    One { name: String, input: Vec<OsString> },
    /// Show the names, with a line about each.
    List,
    /// Say how to use the program.
    Help,
}

/// Reads the arguments that follow the program's name.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Request, lexopt::Error> {
    use lexopt::prelude::*;

    let mut parser = lexopt::Parser::from_args(arguments);
    let request = match parser.next()? {
        None => Request::All,
        Some(Short('h') | Long("help")) => Request::Help,
        Some(Short('l') | Long("list")) => Request::List,
        Some(Value(name)) => {
            let name = name.string()?;
            return Ok(Request::One { name, input: parser.raw_args()?.collect() });
        }
        Some(other) => return Err(other.unexpected()),
    };
    match parser.next()? {
        None => Ok(request),
        Some(extra) => Err(extra.unexpected()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_means_all() {
        assert_eq!(parse_words(""), Ok(Request::All));
    }

    #[test]
    fn what_follows_a_name_is_the_listings_own() {
        let input = ["--list", "-x", "--", "dir"].map(OsString::from).to_vec();
        let expected = Request::One { name: "images".into(), input };
        assert_eq!(parse_words("images --list -x -- dir"), Ok(expected));
    }

    #[test]
    fn list_and_help_stand_alone() {
        assert_eq!(parse_words("--list"), Ok(Request::List));
        assert_eq!(parse_words("-h"), Ok(Request::Help));
        assert!(parse_words("--list images").is_err());
        assert!(parse_words("--lost").is_err());
    }
}
