//! Charts as SVG.
//!
//! Widths are percentages and heights are pixels: a chart is as wide as its page and its words stay as large as they
//! are, on a telephone too. Colour is never the only signal: series differ in pattern, lines in dash and mark, and every
//! figure stands beside its mark.

use std::fmt::Write as _;

use super::{Bars, Chart, Intervals, Lines, html::escaped};
use crate::exact::Decimal;

/// How tall a line of words is, in pixels.
const LINE: usize = 22;
/// How tall a bar is, in pixels.
const BAR: usize = 16;
/// The fills of the series, by class; beyond the last they repeat.
const FILLS: usize = 4;

/// Draws a chart; `id` is its own on its page.
pub(super) fn drawn(chart: &Chart, id: &str) -> String {
    let (body, height) = match chart {
        Chart::Bars(bars) => bars_drawn(bars, id),
        Chart::Intervals(intervals) => intervals_drawn(intervals),
        Chart::Lines(lines) => lines_drawn(lines),
    };
    format!(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" width=\"100%\" height=\"{height}\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"{id}-title\">{}</title>\n<desc \
         id=\"{id}-desc\">{}</desc>\n{body}</svg>\n",
        escaped(chart.title()),
        escaped(&chart.description()),
    )
}

fn bars_drawn(bars: &Bars, id: &str) -> (String, usize) {
    let values = bars.groups.iter().flat_map(|(_, values)| values).flatten();
    let values = values.copied().chain(bars.reference.iter().map(|(_, value)| *value));
    let scale = nice_end(values.map(Decimal::to_f64).fold(0.0, f64::max));
    let mut body = patterns(id);
    let mut y = 0;
    if bars.series.len() > 1 {
        for (at, series) in bars.series.iter().enumerate() {
            let _ = writeln!(
                body,
                "<rect x=\"0\" y=\"{}\" width=\"24\" height=\"{BAR}\" class=\"mark\" fill=\"{}\"/>\
                 <text x=\"32\" y=\"{}\">{}</text>",
                y + 3,
                fill(id, at),
                y + BAR,
                escaped(series)
            );
            y += LINE;
        }
        y += 6;
    }
    if let Some((label, value)) = &bars.reference {
        let _ = writeln!(
            body,
            "<text x=\"0\" y=\"{}\">Dashed line: {}, {value}%</text>",
            y + BAR,
            escaped(label)
        );
        y += LINE + 6;
    }
    // Bars, then the line across them, then the words, so that no line runs through a figure.
    let (top, mut words) = (y, String::new());
    for (label, values) in &bars.groups {
        let _ =
            writeln!(words, "<text x=\"0\" y=\"{}\" class=\"label halo\">{}</text>", y + BAR, escaped(label));
        y += LINE;
        for (at, value) in values.iter().enumerate() {
            let base = y + BAR - 3;
            let _ = match value {
                Some(value) => {
                    // The figure stands behind its bar, which is why bars end before the edge.
                    let width = (value.to_f64() / scale * 80.0).clamp(0.0, 80.0);
                    let _ = writeln!(
                        body,
                        "<rect x=\"0\" y=\"{y}\" width=\"{width:.2}%\" height=\"{BAR}\" class=\"mark\" \
                         fill=\"{}\"/>",
                        fill(id, at),
                    );
                    writeln!(
                        words,
                        "<text x=\"{width:.2}%\" dx=\"6\" y=\"{base}\" class=\"halo\">{value}%</text>"
                    )
                }
                None => writeln!(words, "<text x=\"0\" y=\"{base}\" class=\"quiet halo\">not shown</text>"),
            };
            y += BAR + 4;
        }
        y += 6;
    }
    if let Some((_, value)) = &bars.reference {
        let x = (value.to_f64() / scale * 80.0).clamp(0.0, 80.0);
        let _ = writeln!(
            body,
            "<line x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{top}\" y2=\"{y}\" class=\"reference\"/>"
        );
    }
    (body + &words, y)
}

fn intervals_drawn(intervals: &Intervals) -> (String, usize) {
    // A quarter to four times: what lies beyond is drawn at the edge with an arrow, and its figure stands beside it.
    const ENDS: (f64, f64) = (0.25, 4.0);
    const TICKS: [(f64, &str); 5] = [(0.25, "0.25"), (0.5, "0.5"), (1.0, "1"), (2.0, "2"), (4.0, "4")];
    let place = |ratio: f64| {
        let clamped = ratio.clamp(ENDS.0, ENDS.1);
        4.0 + 92.0 * (clamped / ENDS.0).ln() / (ENDS.1 / ENDS.0).ln()
    };
    let row = 2 * LINE + BAR + 8;
    let height = intervals.estimates.len() * row + LINE + 8;
    let [from, to] = intervals.band.map(|end| place(end.to_f64()));
    let plot = height - LINE - 4;
    let mut body = String::new();
    let _ = writeln!(
        body,
        "<rect x=\"{from:.2}%\" y=\"0\" width=\"{:.2}%\" height=\"{plot}\" class=\"band\"/>",
        (to - from).max(0.0)
    );
    for (ratio, label) in TICKS {
        let x = place(ratio);
        let class = if label == "1" { "parity" } else { "tick" };
        let _ = writeln!(
            body,
            "<line x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"0\" y2=\"{plot}\" class=\"{class}\"/>\
             <text x=\"{x:.2}%\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
            height - 6
        );
    }
    for (at, estimate) in intervals.estimates.iter().enumerate() {
        let y = at * row;
        let _ = writeln!(
            body,
            "<text x=\"0\" y=\"{}\" class=\"label halo\">{}</text>",
            y + BAR + 2,
            escaped(&estimate.label)
        );
        let middle = y + LINE + BAR / 2 + 4;
        let said = match (estimate.ratio, estimate.interval) {
            (Some(ratio), Some([from, to])) => {
                let [left, right] = [from, to].map(|end| place(end.to_f64()));
                let _ = writeln!(
                    body,
                    "<line x1=\"{left:.2}%\" x2=\"{right:.2}%\" y1=\"{middle}\" y2=\"{middle}\" class=\"whisker\"/>"
                );
                mark(&mut body, place(ratio.to_f64()), middle);
                format!("{ratio} (95% interval {from} to {to})")
            }
            (Some(ratio), None) => {
                mark(&mut body, place(ratio.to_f64()), middle);
                ratio.to_string()
            }
            (None, _) => estimate.reading.clone(),
        };
        let _ = writeln!(
            body,
            "<text x=\"0\" y=\"{}\" class=\"halo\">{}</text>",
            y + LINE + BAR + 20,
            escaped(&said)
        );
    }
    (body, height)
}

fn mark(body: &mut String, x: f64, y: usize) {
    let _ = writeln!(body, "<circle cx=\"{x:.2}%\" cy=\"{y}\" r=\"6\" class=\"point\"/>");
}

fn lines_drawn(lines: &Lines) -> (String, usize) {
    const PLOT: usize = 220;
    let values = lines.series.iter().flat_map(|(_, values)| values).flatten().copied();
    let scale = nice_end(values.map(Decimal::to_f64).fold(0.0, f64::max));
    let top = lines.series.len() * LINE + 10;
    let steps = lines.years.len().saturating_sub(1).max(1);
    let across = |at: usize| 8.0 + 84.0 * small(at) / small(steps);
    let down = |value: f64| small(top) + small(PLOT) * (1.0 - (value / scale).clamp(0.0, 1.0));
    let mut body = String::new();
    for step in 0..=4_usize {
        let value = scale * small(step) / 4.0;
        let y = down(value);
        let _ = writeln!(
            body,
            "<line x1=\"8%\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\" class=\"tick\"/>\
             <text x=\"0\" y=\"{y:.1}\" dy=\"4\">{value:.0}%</text>"
        );
    }
    for (at, year) in lines.years.iter().enumerate() {
        // The last two digits on a narrow page: a whole year would run into the next.
        let _ = writeln!(
            body,
            "<text x=\"{:.2}%\" y=\"{}\" text-anchor=\"middle\"><tspan class=\"wide\">{}</tspan>{:02}</text>",
            across(at),
            top + PLOT + LINE,
            year / 100,
            year % 100
        );
    }
    for (number, (label, values)) in lines.series.iter().enumerate() {
        let dash = number % FILLS;
        let key = number * LINE + BAR / 2 + 3;
        let _ = writeln!(
            body,
            "<line x1=\"0\" x2=\"36\" y1=\"{key}\" y2=\"{key}\" class=\"line dash{dash}\"/>\
             <text x=\"44\" y=\"{}\">{}</text>",
            number * LINE + BAR,
            escaped(label)
        );
        let pairs = values.iter().zip(values.iter().skip(1)).enumerate();
        for (at, pair) in pairs {
            if let (Some(one), Some(next)) = pair {
                let _ = writeln!(
                    body,
                    "<line x1=\"{:.2}%\" y1=\"{:.1}\" x2=\"{:.2}%\" y2=\"{:.1}\" class=\"line dash{dash}\"/>",
                    across(at),
                    down(one.to_f64()),
                    across(at + 1),
                    down(next.to_f64())
                );
            }
        }
        for (at, value) in values.iter().enumerate() {
            if let Some(value) = value {
                let y = down(value.to_f64());
                let _ = writeln!(
                    body,
                    "<circle cx=\"{:.2}%\" cy=\"{y:.1}\" r=\"5\" class=\"point\"/><text x=\"{:.2}%\" y=\"{y:.1}\" \
                     dy=\"-10\" text-anchor=\"middle\" class=\"halo\">{value}</text>",
                    across(at),
                    across(at)
                );
            }
        }
    }
    (body, top + PLOT + LINE + 8)
}

/// The patterns that series are filled with, which differ without colour.
fn patterns(id: &str) -> String {
    let pattern = |name: usize, base: &str, drawing: &str| {
        format!(
            "<pattern id=\"{id}-fill{name}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"8\" height=\"8\" fill=\"{base}\"/>{drawing}</pattern>"
        )
    };
    format!(
        "<defs>{}{}{}{}</defs>\n",
        pattern(0, "#005eb8", ""),
        pattern(
            1,
            "#fff",
            "<path d=\"M0 8L8 0M-2 2L2 -2M6 10L10 6\" stroke=\"#212b32\" stroke-width=\"2\"/>"
        ),
        pattern(2, "#768692", "<circle cx=\"4\" cy=\"4\" r=\"2\" fill=\"#fff\"/>"),
        pattern(3, "#fff", "<path d=\"M0 4H8\" stroke=\"#005eb8\" stroke-width=\"3\"/>"),
    )
}

fn fill(id: &str, series: usize) -> String {
    format!("url(#{id}-fill{})", series % FILLS)
}

/// The end of a scale of percentages: the first that holds everything and falls into four round steps.
fn nice_end(most: f64) -> f64 {
    [4.0, 8.0, 12.0, 16.0, 20.0, 40.0, 60.0, 80.0]
        .into_iter()
        .find(|end| most <= *end)
        .unwrap_or(100.0_f64.max(most))
}

/// A small number of rows, years or steps.
fn small(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::super::Estimate;
    use super::*;
    use crate::{Interval, exact::Proportion};

    fn percentage(part: u64) -> Option<Decimal> {
        Proportion::new(part, 1_000).unwrap().percentage(1)
    }

    #[test]
    fn a_chart_has_a_title_a_description_and_every_figure_in_words() {
        let bars = Bars::new("Staff by band <all>", ["White", "BME"])
            .with_group("Band 5", [percentage(577), percentage(423)])
            .with_group("Band 9", [percentage(900), None])
            .with_reference("All staff", percentage(286).unwrap());
        let svg = drawn(&bars.into(), "c1");
        for text in [
            "role=\"img\"",
            "<title id=\"c1-title\">Staff by band &lt;all&gt;",
            "57.7%",
            "42.3%",
            "not shown",
            "28.6%",
        ] {
            assert!(svg.contains(text), "{text}");
        }
        assert!(svg.contains("The lowest is 42.3% (Band 5), the highest 90.0% (Band 9)."));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn a_ratio_is_never_shown_with_a_per_cent_sign() {
        let place = |n, d| crate::exact::Ratio::new(n, d).unwrap().rounded(2);
        let chart = Intervals::new("Ratios", [place(4, 5), place(5, 4)])
            .with(Estimate::new("Indicator 2", Some(place(8, 5)), Interval::new(1.4, 1.9), "above 1"))
            .with(Estimate::new("Indicator 3", Some(place(100, 1)), None, "far above 1"))
            .with(Estimate::new("Indicator 4", None, Interval::new(0.1, 9.0), "too few people"));
        let svg = drawn(&chart.into(), "c2");
        let words: String =
            svg.split("<text").skip(1).filter_map(|t| t.split_once('>')?.1.split('<').next()).collect();
        assert!(words.contains("1.60 (95% interval 1.40 to 1.90)") && words.contains("too few people"));
        assert!(!words.contains("1.60%") && !words.contains("100.00%"));
    }

    #[test]
    fn a_line_is_broken_where_a_year_is_missing() {
        let chart = Lines::new("BME staff", [2021, 2022, 2023, 2024])
            .with_series("All staff", [percentage(224), None, percentage(264), percentage(286)]);
        let svg = drawn(&chart.into(), "c3");
        // The key, and one line between 2023 and 2024.
        assert_eq!(svg.matches("class=\"line dash0\"").count(), 2);
    }
}
