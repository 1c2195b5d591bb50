//! Orders that are too long for a line of a terminal: they are kept beside the program, and have a short name.

use std::env;
use std::fs;
use std::path::PathBuf;

use super::found::Ending;
use super::screen::MOST_ENDINGS;
use examples_engine::Order;

const NAME: &str = "way-";

/// Returns the name of the order of a way to end.
pub fn name(index: usize) -> String {
    format!("{NAME}{}", index + 1)
}

/// Keeps the orders of the ways to end that are shown.
pub fn keep(entry: &str, endings: &[Ending]) {
    let orders = endings.iter().take(MOST_ENDINGS).map(|ending| format!("{}\n", ending.run.order));
    if let Some(file) = file(entry) {
        // Without the file, the name is not known.
        let _ = fs::write(file, orders.collect::<String>());
    }
}

/// Returns an order by its name, or as it is written.
///
/// # Errors
/// A sentence about what is wrong with it.
pub fn order(entry: &str, text: &str) -> Result<Order, String> {
    let kept = || {
        let number: usize = text.strip_prefix(NAME)?.parse().ok()?;
        let orders = fs::read_to_string(file(entry)?).ok()?;
        orders.lines().nth(number.checked_sub(1)?).map(str::to_owned)
    };
    match kept() {
        Some(order) => order.parse(),
        None if text.starts_with(NAME) => {
            return Err(format!("there is no `{text}`: explore the file first"));
        }
        None => text.parse(),
    }
    .map_err(|error: examples_engine::NoOrder| error.to_string())
}

fn file(entry: &str) -> Option<PathBuf> {
    let name = format!("orders-{}", entry.replace("::", "."));
    Some(env::current_exe().ok()?.with_file_name(name))
}
