use std::fmt;

use serde::{Deserialize, Serialize};

use super::spread::{self, Spread};
use crate::harness::Unit;

/// Fewer runs can't tell where the median lies, see [`spread::interval`].
pub const FEWEST_RUNS: usize = 6;

/// A figure this near to where a rule decides may be beyond it the next time, in runs that are as quiet.
const BAND: f64 = 1.05;

/// A claim of the articles with all that measures and judges it; or a series, which has no rule.
pub struct Study {
    /// The name of its file, and on the command line.
    pub name: &'static str,
    /// Its number in the table of claims, such as `C4`; empty for a series.
    pub claim: &'static str,
    /// Where it stands in the articles.
    pub article: &'static str,
    /// What the article says, in one sentence.
    pub says: &'static str,
    /// The article's figure.
    pub figure: &'static str,
    pub contenders: Vec<Contender>,
    /// How often each contender runs, in turn with the others.
    pub rounds: usize,
    pub ratios: Vec<Ratio>,
    pub judged: Judged,
}

/// How a study comes to its verdict.
pub enum Judged {
    /// By a rule, from the medians of some rows.
    By(Rule),
    /// It can't be measured: by its sources, which the verdict names.
    Cited(fn() -> Verdict),
    /// Not at all: it is a series, which shows where things cross.
    Series,
}

/// One way of doing what the claim speaks of.
pub struct Contender {
    pub name: String,
    pub measure: Box<dyn Fn() -> anyhow::Result<Outcome>>,
    /// Whether a report may do without it, because it needs a program that may not be there.
    pub optional: bool,
    /// A variable in its process's environment, and its value.
    pub variable: Option<(&'static str, &'static str)>,
}

/// What a contender's process found out.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub figures: Vec<Figure>,
    /// What was computed, as `(what, value)`: contenders that computed the same must have the same value.
    pub result: Option<(String, u64)>,
}

/// One figure of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Empty if the contender's name says it all.
    pub what: String,
    /// In a series, what grows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<u64>,
    pub unit: Unit,
    pub value: f64,
}

/// The figures of all runs of one contender.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub contender: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<u64>,
    pub unit: Unit,
    pub samples: Vec<f64>,
}

/// A row made of two others, run by run: what slows the machine down for a while slows both.
pub struct Ratio {
    pub name: &'static str,
    pub over: &'static str,
    pub under: &'static str,
}

/// The rows on which a verdict depends, and the verdict for any values of them.
pub struct Rule {
    pub rows: Vec<&'static str>,
    decide: Decide,
}

type Decide = Box<dyn Fn(&[f64]) -> Verdict>;

/// What this machine says of a claim. The text says it in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum Verdict {
    Holds(String),
    HoldsBut(String),
    NotHere(String),
    TooNoisy(String),
    /// Nothing to judge: a row is missing, or it is a debug build.
    NotJudged(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Holds(text) => write!(f, "holds: {text}"),
            Verdict::HoldsBut(text) => write!(f, "holds, but {text}"),
            Verdict::NotHere(text) => write!(f, "not here, because {text}"),
            Verdict::TooNoisy(text) => write!(f, "too noisy to say: {text}"),
            Verdict::NotJudged(text) => write!(f, "not judged: {text}"),
        }
    }
}

impl Verdict {
    pub fn holds(text: impl Into<String>) -> Verdict {
        Verdict::Holds(text.into())
    }

    pub fn holds_but(text: impl Into<String>) -> Verdict {
        Verdict::HoldsBut(text.into())
    }

    pub fn not_here(text: impl Into<String>) -> Verdict {
        Verdict::NotHere(text.into())
    }

    fn text(&self) -> &str {
        match self {
            Verdict::Holds(text)
            | Verdict::HoldsBut(text)
            | Verdict::NotHere(text)
            | Verdict::TooNoisy(text)
            | Verdict::NotJudged(text) => text,
        }
    }

    /// Returns the words that stand before the text.
    fn kind(&self) -> &'static str {
        match self {
            Verdict::Holds(_) => "holds",
            Verdict::HoldsBut(_) => "holds, but",
            Verdict::NotHere(_) => "not here",
            Verdict::TooNoisy(_) => "too noisy",
            Verdict::NotJudged(_) => "not judged",
        }
    }
}

impl Study {
    /// Adds a contender that does the same in each run.
    pub fn contender<F>(mut self, name: impl Into<String>, measure: F) -> Study
    where
        F: Fn() -> anyhow::Result<Outcome> + 'static,
    {
        let measure = Box::new(measure);
        self.contenders.push(Contender {
            name: name.into(),
            measure,
            optional: false,
            variable: None,
        });
        self
    }

    /// Adds a contender that not every machine has the program for.
    pub fn optional<F>(self, name: impl Into<String>, measure: F) -> Study
    where
        F: Fn() -> anyhow::Result<Outcome> + 'static,
    {
        let mut study = self.contender(name, measure);
        if let Some(last) = study.contenders.last_mut() {
            last.optional = true;
        }
        study
    }

    /// Sets a variable in the environment of the last contender's process.
    pub fn variable(mut self, name: &'static str, value: &'static str) -> Study {
        if let Some(last) = self.contenders.last_mut() {
            last.variable = Some((name, value));
        }
        self
    }

    /// Adds a row, `over` divided by `under`, run by run.
    pub fn ratio(mut self, name: &'static str, over: &'static str, under: &'static str) -> Study {
        self.ratios.push(Ratio { name, over, under });
        self
    }

    /// Judges by the values of these rows.
    pub fn rule<const N: usize>(
        mut self,
        rows: [&'static str; N],
        decide: fn([f64; N]) -> Verdict,
    ) -> Study {
        let decide = Box::new(move |values: &[f64]| {
            decide(values.try_into().expect("`judge` passes a value for each row"))
        });
        self.judged = Judged::By(Rule { rows: rows.to_vec(), decide });
        self
    }

    /// Whether it runs only if it is named.
    pub fn is_series(&self) -> bool {
        matches!(self.judged, Judged::Series)
    }

    /// Returns the rows made of others.
    pub fn derived(&self, rows: &[Row]) -> Vec<Row> {
        let made = self.ratios.iter().filter_map(|ratio| {
            let (over, under) = (find(rows, ratio.over)?, find(rows, ratio.under)?);
            let samples = over.samples.iter().zip(&under.samples).map(|(a, b)| a / b).collect();
            let contender = ratio.name.to_string();
            Some(Row { contender, what: String::new(), x: None, unit: Unit::Times, samples })
        });
        made.collect()
    }

    /// Returns the verdict on these rows; `None` for a series.
    ///
    /// The rule decides at the medians. The true medians may lie elsewhere, so it also decides at the ends
    /// of the intervals in which they lie in 19 of 20 cases. If it then says something else, the runs do
    /// not tell. And if it says something else a twentieth above or below the medians, they lie at a border:
    /// that is one verdict, whichever side they are on. Counts are exact, so they have no such band.
    pub fn judge(&self, rows: &[Row]) -> Option<Verdict> {
        let rule = match &self.judged {
            Judged::Series => return None,
            Judged::Cited(verdict) => return Some(verdict()),
            Judged::By(rule) => rule,
        };
        if let Some(name) = rule.rows.iter().find(|name| find(rows, name).is_none()) {
            return Some(Verdict::NotJudged(format!("there is no figure for \"{name}\"")));
        }
        let (mut medians, mut ends, mut bands) = (Vec::new(), Vec::new(), Vec::new());
        for row in rule.rows.iter().filter_map(|name| find(rows, name)) {
            let samples = &row.samples;
            let spread = Spread::of(samples)?; // A row has a sample at least.
            let Some(interval) = spread::interval(samples) else {
                let runs = samples.len();
                let text = format!("{FEWEST_RUNS} runs are needed, and there were {runs}");
                return Some(Verdict::TooNoisy(text));
            };
            medians.push(spread.median);
            ends.push(interval);
            let band = if row.unit == Unit::Count { 1.0 } else { BAND };
            bands.push((spread.median / band, spread.median * band));
        }
        let verdict = rule.decide(&medians);
        let is_quiet =
            ends.iter().zip(&bands).all(|(end, band)| end.0 >= band.0 && end.1 <= band.1);
        if let Some(other) = rule.other(&ends, &verdict).filter(|_| !is_quiet) {
            let text = format!(
                "the medians say \"{}\", and other values that the runs allow say \"{}\"",
                verdict.kind(),
                other.kind()
            );
            return Some(Verdict::TooNoisy(text));
        }
        Some(match rule.other(&bands, &verdict) {
            Some(other) => {
                let mut kinds = [verdict.kind(), other.kind()];
                kinds.sort_unstable();
                let [one, other] = kinds;
                let text = verdict.text();
                Verdict::holds_but(format!("at the border of \"{one}\" and \"{other}\": {text}"))
            }
            None => verdict,
        })
    }
}

impl Rule {
    /// Returns the verdict for these values of its rows, whatever the runs tell of them.
    pub fn decide(&self, values: &[f64]) -> Verdict {
        (self.decide)(values)
    }

    /// Returns a verdict of another kind, if the rule has one for values at the ends of these intervals.
    fn other(&self, intervals: &[(f64, f64)], verdict: &Verdict) -> Option<Verdict> {
        // Each corner takes one end of each interval.
        let mut corners = (0..1_usize << intervals.len()).map(|corner| {
            let end = |(index, &(from, to))| if corner >> index & 1 == 0 { from } else { to };
            let values: Vec<f64> = intervals.iter().enumerate().map(end).collect();
            self.decide(&values)
        });
        corners.find(|other| other.kind() != verdict.kind())
    }
}

impl Default for Study {
    /// Nine runs leave out the slowest and the fastest of them, see [`spread::interval`].
    fn default() -> Study {
        Study {
            name: "",
            claim: "",
            article: "",
            says: "",
            figure: "none",
            contenders: Vec::new(),
            rounds: 9,
            ratios: Vec::new(),
            judged: Judged::Series,
        }
    }
}

impl Figure {
    pub fn new(what: impl Into<String>, unit: Unit, value: f64) -> Figure {
        Figure { what: what.into(), x: None, unit, value }
    }

    pub fn nanoseconds(what: impl Into<String>, value: f64) -> Figure {
        Figure::new(what, Unit::Nanoseconds, value)
    }

    pub fn bytes(what: impl Into<String>, value: f64) -> Figure {
        Figure::new(what, Unit::Bytes, value)
    }

    pub fn count(what: impl Into<String>, value: f64) -> Figure {
        Figure::new(what, Unit::Count, value)
    }

    /// The same as a point of a series.
    pub fn at(mut self, x: usize) -> Figure {
        self.x = Some(x as u64);
        self
    }
}

impl Outcome {
    pub fn new<const N: usize>(figures: [Figure; N]) -> Outcome {
        Outcome { figures: figures.into(), result: None }
    }

    /// Returns the outcome of a contender whose name says what its one time is.
    pub fn time(nanoseconds: f64) -> Outcome {
        Outcome::new([Figure::nanoseconds("", nanoseconds)])
    }

    /// Adds what was computed, which must be the same for all contenders that computed it.
    pub fn computed(mut self, what: impl Into<String>, value: u64) -> Outcome {
        self.result = Some((what.into(), value));
        self
    }
}

impl Row {
    /// Returns the row's name: the contender's, and what was measured.
    pub fn name(&self) -> String {
        match self.what.as_str() {
            "" => self.contender.clone(),
            what => format!("{}, {what}", self.contender),
        }
    }
}

/// Returns the row of that name.
pub fn find<'a>(rows: &'a [Row], name: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.x.is_none() && row.name() == name)
}
