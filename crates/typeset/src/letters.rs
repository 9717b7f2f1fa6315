//! Reads laid-out pages back as text, line by line.

use typst::layout::{Abs, Frame, FrameItem, Point};

/// The text of a frame from top to bottom and left to right; items on one baseline make one line.
pub(crate) fn of_frame(frame: &Frame) -> String {
    let mut runs = Vec::new();
    collect(frame, Point::zero(), &mut runs);
    runs.sort_by(|a, b| (a.baseline, a.left).cmp(&(b.baseline, b.left)));
    let mut text = String::new();
    let mut before: Option<&Run> = None;
    for run in &runs {
        match before {
            Some(last) if last.baseline != run.baseline => text.push('\n'),
            // Runs that do not touch stand in different columns.
            Some(last) if run.left > last.right + Abs::pt(1.0) => text.push(' '),
            _ => {}
        }
        text.push_str(&run.text);
        before = Some(run);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// How many glyphs no bundled font could supply.
#[cfg(test)]
pub(crate) fn missing_glyphs(frame: &Frame) -> usize {
    frame
        .items()
        .map(|(_, item)| match item {
            FrameItem::Group(group) => missing_glyphs(&group.frame),
            FrameItem::Text(text) => text.glyphs.iter().filter(|glyph| glyph.id == 0).count(),
            _ => 0,
        })
        .sum()
}

struct Run {
    baseline: Abs,
    left: Abs,
    right: Abs,
    text: String,
}

fn collect(frame: &Frame, origin: Point, runs: &mut Vec<Run>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(group) => collect(&group.frame, at, runs),
            FrameItem::Text(text) => {
                runs.push(Run {
                    baseline: at.y,
                    left: at.x,
                    right: at.x + text.width(),
                    text: text.text.to_string(),
                });
            }
            _ => {}
        }
    }
}
