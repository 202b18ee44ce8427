//! The comparison as a picture.
//!
//! In: lines of results. Out: an SVG of bars on a logarithmic scale, with a ground of its own in light and in dark.
//! Never here: fonts, scripts, links to elsewhere.

#![expect(clippy::format_push_string, reason = "reads better than `write!`, and time is of no matter here")]

use crate::peers::{OURS, PLAIN};
use crate::results::{Line, number};

/// One block of bars: what stands above it, and where its numbers are.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// What the numbers are.
    pub title: &'a str,
    /// The lines to look in.
    pub lines: &'a [Line],
    /// A part of the table's name.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
}

const WIDTH: f64 = 760.0;
const LEFT: f64 = 170.0;
const BAR: f64 = 330.0;
const ROW: f64 = 20.0;
const STYLE: &str = "
  .ground { fill: #ffffff; stroke: #d0d7de }
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 } .faint { fill: #59636e } .line { stroke: #d0d7de }
  .other { fill: #9aa4b2 } .ours { fill: #1f6feb }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc } .faint { fill: #9198a1 } .line { stroke: #3d444d }
    .other { fill: #656c76 } .ours { fill: #4493f8 }
  }
";

/// Draws the blocks below each other, all on one scale.
pub fn draw(blocks: &[Block<'_>]) -> String {
    let mut body = String::new();
    let mut top = 56.0;
    let scale = Scale::over(blocks.iter().flat_map(rows).map(|line| line.value));
    for block in blocks {
        top += 26.0;
        body += &text(16.0, top, "title", block.title);
        let ours = rows(block).find(|line| line.row == OURS).map(|line| line.value);
        let first = top + 8.0;
        let count = rows(block).count();
        body += &scale.grid(first, ROW * f64::from(u32::try_from(count).unwrap_or_default()));
        for line in rows(block) {
            let class = if line.row == OURS { "ours" } else { "other" };
            body += &text(LEFT - 10.0, top + ROW + 2.0, "label", &line.row);
            let (width, y) = (scale.length(line.value), top + 11.0);
            body += &format!(
                "<rect class='{class}' x='{LEFT}' y='{y:.1}' width='{width:.1}' height='14' rx='2'/>\n"
            );
            let times =
                ours.filter(|_| line.row != OURS).map(|ours| format!("  ({}×)", number(line.value / ours)));
            let value = format!("{} ns{}", number(line.value), times.unwrap_or_default());
            body += &text(LEFT + width + 8.0, top + ROW + 2.0, "value", &value);
            top += ROW;
        }
        top += 12.0;
    }
    let height = top + 14.0;
    let heading = text(16.0, 28.0, "title", "Nanoseconds of CPU per span, shorter is better")
        + &text(
            16.0,
            47.0,
            "faint",
            "logarithmic scale: a line is ten times the one before; in brackets, times ours",
        );
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}' role='img' aria-label='CPU time per span of otlp-runtime and of other libraries'>\n<style>{STYLE}  .label {{ text-anchor: end }}\n</style>\n<rect class='ground' x='0.5' y='0.5' width='{}' height='{}' rx='8'/>\n{heading}{body}</svg>\n",
        WIDTH - 1.0,
        height - 1.0,
    )
}

/// The lines of a block; the plain program is none.
fn rows<'a>(block: &Block<'a>) -> impl Iterator<Item = &'a Line> {
    let (table, column) = (block.table, block.column);
    block
        .lines
        .iter()
        .filter(move |line| line.table.contains(table) && line.column == column && line.row != PLAIN)
}

fn text(x: f64, y: f64, class: &str, words: &str) -> String {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    format!("<text class='{class}' x='{x:.1}' y='{y:.1}'>{words}</text>\n")
}

/// From a power of ten below all values to one above.
#[derive(Clone, Copy, Debug)]
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values
            .map(f64::log10)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        Self { low: low.floor(), high: high.ceil() }
    }

    fn length(self, value: f64) -> f64 {
        BAR * (value.log10() - self.low) / (self.high - self.low)
    }

    fn grid(self, top: f64, height: f64) -> String {
        let mut lines = String::new();
        let mut power = self.low;
        while power <= self.high {
            let (x, bottom) = (LEFT + self.length(10_f64.powf(power)), top + height);
            lines +=
                &format!("<line class='line' x1='{x:.1}' y1='{top:.1}' x2='{x:.1}' y2='{bottom:.1}'/>\n");
            power += 1.0;
        }
        lines
    }
}
