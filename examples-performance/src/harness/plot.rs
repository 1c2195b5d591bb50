//! Draws the series of a report. The pictures follow the reader's choice of light or dark, without a script.

use std::error::Error;
use std::fmt::Write;

use examples_timeline::draw::palette::{self, GRID, GROUND, INK, LINES, css};
use plotters::prelude::*;

use super::report::{Report, Table, tables};
use super::unit::thousands;
use crate::harness::Unit;

const PANEL: (u32, u32) = (440, 300);
/// A picture of one panel.
const SINGLE: (u32, u32) = (720, 360);
const LEGEND: u32 = 40;

/// Returns a picture for each series and metric of the report, with the name of its file.
///
/// # Errors
/// If the plotting library can't draw one.
pub fn plots(report: &Report) -> anyhow::Result<Vec<(String, String)>> {
    let mut plots = Vec::new();
    for record in &report.studies {
        let tables = tables(&record.rows);
        let mut metrics: Vec<&str> = Vec::new();
        for metric in tables.iter().flat_map(|table| &table.metrics) {
            if !metrics.contains(metric) {
                metrics.push(metric);
            }
        }
        for metric in metrics {
            let panels: Vec<_> =
                tables.iter().filter(|table| table.metrics.contains(&metric)).collect();
            let title = format!("{} {metric}", record.name);
            // The words may come from a file, and must not lead out of the folder.
            let is_safe = |c: char| c.is_alphanumeric() || "_-".contains(c);
            let name: String =
                title.trim().replace(' ', "-").chars().filter(|c| is_safe(*c)).collect();
            let name = format!("{name}.svg");
            let picture = draw(title.trim(), metric, &panels);
            plots.push((name, picture.map_err(|error| anyhow::anyhow!("{title}: {error}"))?));
        }
    }
    Ok(plots)
}

fn draw(title: &str, metric: &str, panels: &[&Table]) -> Result<String, Box<dyn Error>> {
    let columns = panels.len().min(3);
    let lines = panels.len().div_ceil(columns);
    let (width, height) = if panels.len() == 1 { SINGLE } else { PANEL };
    let size = (width * columns as u32, height * lines as u32 + LEGEND);
    let mut contenders: Vec<&str> = Vec::new();
    for contender in panels.iter().flat_map(|table| &table.contenders) {
        if !contenders.contains(contender) {
            contenders.push(contender);
        }
    }
    let color = |contender: &str| {
        let place = contenders.iter().position(|name| *name == contender).unwrap_or(0);
        rgb(LINES[place % LINES.len()])
    };

    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        root.fill(&rgb(GROUND))?;
        let (charts, legend) = root.split_vertically(size.1 - LEGEND);
        for (area, table) in charts.split_evenly((lines, columns)).iter().zip(panels) {
            panel(area, table, metric, color)?;
        }
        let mut at = (16, LEGEND as i32 / 2);
        for contender in &contenders {
            legend.draw(&Circle::new(at, 5, color(contender).filled()))?;
            let style = font(16).color(&rgb(INK));
            legend.draw(&Text::new((*contender).to_string(), (at.0 + 10, at.1 - 7), style))?;
            at.0 += 36 + 7 * contender.chars().count() as i32; // A letter is about 7 wide.
        }
        root.present()?;
    }
    Ok(for_light_and_dark(&svg, title))
}

fn panel(
    area: &DrawingArea<SVGBackend, plotters::coord::Shift>,
    table: &Table,
    metric: &str,
    color: impl Fn(&str) -> RGBColor,
) -> Result<(), Box<dyn Error>> {
    let mut unit = Unit::Count;
    let mut lines = Vec::new();
    for contender in &table.contenders {
        let point = |&x: &u64| {
            let (value, its_unit) = table.median(metric, contender, x)?;
            unit = its_unit;
            (value > 0.0).then_some((x as f64, value)) // On a logarithmic axis there is no 0.
        };
        let points: Vec<(f64, f64)> = table.points.iter().filter_map(point).collect();
        lines.push((contender, points));
    }
    let values = || lines.iter().flat_map(|(_, points)| points).map(|point| point.1);
    let (low, high) = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
    let (first, last) = (table.points.first(), table.points.last());
    let x = |point: Option<&u64>| point.copied().unwrap_or(1) as f64;
    // Memory is counted in powers of two.
    let base = if unit == Unit::Bytes { 4.0 } else { 10.0 };
    let (mut low, mut high) = (low * 0.7, high * 1.4);
    if high.log(base).floor() - low.log(base).ceil() < 1.0 {
        // An axis with one label shows no size.
        (low, high) = (base.powf(low.log(base).floor()), base.powf(high.log(base).ceil()));
    }
    let mut chart = ChartBuilder::on(area)
        .caption(table.title, font(19).color(&rgb(INK)))
        .margin(12)
        .margin_right(24)
        .x_label_area_size(24)
        .y_label_area_size(68)
        .build_cartesian_2d(
            (x(first) * 0.9..x(last) * 1.1).log_scale(),
            (low..high).log_scale().base(base),
        )?;
    chart
        .configure_mesh()
        .bold_line_style(rgb(GRID))
        .light_line_style(TRANSPARENT)
        .axis_style(rgb(INK))
        .label_style(font(16).color(&rgb(INK)))
        .x_label_formatter(&|x| thousands(*x))
        .y_label_formatter(&|y| unit.show(*y).replace(".00 ", " ").replace(".0 ", " "))
        .y_labels(8)
        .draw()?;
    for (contender, points) in lines {
        let style = color(contender);
        chart.draw_series(LineSeries::new(points, style.stroke_width(2)).point_size(3))?;
    }
    Ok(())
}

fn font(size: u32) -> FontDesc<'static> {
    ("sans-serif", size).into_font()
}

/// Adds a title for those who can't see the picture, and colors for a dark ground. Style sheets are
/// stronger than the attributes in which the library writes colors.
fn for_light_and_dark(svg: &str, title: &str) -> String {
    let mut style = String::from("@media (prefers-color-scheme: dark) {\n");
    for palette::Color { light, dark } in [GROUND, INK, GRID].iter().chain(&LINES) {
        let [light, dark] = [light, dark].map(|shade| css(*shade));
        for attribute in ["fill", "stroke"] {
            writeln!(style, "  [{attribute}=\"{light}\"] {{ {attribute}: {dark}; }}")
                .expect("a string takes all that is written to it");
        }
    }
    style.push('}');
    let (head, body) = svg.split_once('>').unwrap_or((svg, ""));
    format!("{head} role=\"img\">\n<title>{title}</title>\n<style>\n{style}\n</style>{body}\n")
}

/// The color as the library wants it, on a light ground.
fn rgb(color: palette::Color) -> RGBColor {
    let [_, r, g, b] = color.light.to_be_bytes();
    RGBColor(r, g, b)
}
