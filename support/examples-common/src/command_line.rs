use std::ffi::OsString;

use examples_timeline::Output;

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

/// Reads the arguments that follow the program's name. `--timeline` is the runner's wherever it
/// stands before a `--`; all else after a listing's name is the listing's.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<(Request, Option<Output>), lexopt::Error> {
    let (mut timeline, mut others, mut is_ours) = (None, Vec::new(), true);
    let mut arguments = arguments.into_iter().peekable();
    while let Some(argument) = arguments.next() {
        is_ours &= argument != "--";
        match argument.to_str().and_then(|text| text.strip_prefix("--timeline")) {
            Some("") if is_ours => {
                let next = arguments.peek().and_then(|next| next.to_str()).unwrap_or_default();
                if !next.starts_with('-') && output(next).is_ok() {
                    return Err(format!("--timeline {next}: write --timeline={next}").into());
                }
                timeline = Some(Output::Terminal);
            }
            Some(value) if is_ours && value.starts_with('=') => {
                timeline = Some(output(&value[1..])?)
            }
            _ => others.push(argument),
        }
    }
    Ok((request(others)?, timeline))
}

fn output(file: &str) -> Result<Output, lexopt::Error> {
    Output::file(file)
        .ok_or_else(|| format!("--timeline={file}: expected FILE.svg or FILE.json").into())
}

fn request(arguments: Vec<OsString>) -> Result<Request, lexopt::Error> {
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
    use examples_timeline::Format;

    fn parse_line(line: &str) -> Result<(Request, Option<Output>), String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    fn parse_words(line: &str) -> Result<Request, String> {
        parse_line(line).map(|(request, _)| request)
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

    #[test]
    fn timeline_is_the_runners_wherever_it_stands() {
        let one = |input: &[&str]| Request::One {
            name: "images".into(),
            input: input.iter().map(OsString::from).collect(),
        };
        let svg = Output::File(Format::Svg, "a b.SVG".into());
        let words = ["--timeline=a b.SVG", "images", "dir"].map(OsString::from);
        assert_eq!(parse(words).unwrap(), (one(&["dir"]), Some(svg)));

        let terminal = || Some(Output::Terminal);
        assert_eq!(parse_line("--timeline"), Ok((Request::All, terminal())));
        assert_eq!(parse_line("images --timeline dir"), Ok((one(&["dir"]), terminal())));
        let json = Some(Output::File(Format::Json, "t.json".into()));
        assert_eq!(parse_line("images dir --timeline=t.json"), Ok((one(&["dir"]), json)));
        assert_eq!(
            parse_line("images -- --timeline"),
            Ok((one(&["--", "--timeline"]), None)),
            "what follows `--` is the listing's"
        );
        assert_eq!(parse_line("images --timelines"), Ok((one(&["--timelines"]), None)));
    }

    #[test]
    fn a_timeline_is_svg_or_json() {
        for file in ["", "picture.png", "svg", ".svg"] {
            let said = parse_line(&format!("images --timeline={file}")).unwrap_err();
            assert_eq!(said, format!("--timeline={file}: expected FILE.svg or FILE.json"));
        }
        assert!(parse_line("--timelines").is_err());
        let said = parse_line("images --timeline t.svg").unwrap_err();
        assert_eq!(said, "--timeline t.svg: write --timeline=t.svg");
        let svg = Output::File(Format::Svg, "t.svg".into());
        assert_eq!(parse_line("--timeline --timeline=t.svg"), Ok((Request::All, Some(svg))));
    }
}
