//! Reads laid-out pages back as text.

use typst::layout::{Abs, Frame, FrameItem, Point};

/// The text of a frame in the order in which it was set, so that a table's cell is read to its end before the next
/// begins; a line for each baseline.
pub(crate) fn of_frame(frame: &Frame) -> String {
    let mut reading = Reading::default();
    reading.read(frame, Point::zero());
    if !reading.text.is_empty() {
        reading.text.push('\n');
    }
    reading.text
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

#[derive(Default)]
struct Reading {
    text: String,
    /// Baseline and right end of the run before.
    before: Option<(Abs, Abs)>,
}

impl Reading {
    fn read(&mut self, frame: &Frame, origin: Point) {
        for (at, item) in frame.items() {
            let at = origin + *at;
            match item {
                FrameItem::Group(group) => self.read(&group.frame, at),
                FrameItem::Text(run) => {
                    match self.before {
                        Some((baseline, _)) if baseline != at.y => self.text.push('\n'),
                        // Runs that do not touch stand in different columns.
                        Some((_, right)) if (at.x - right).abs() > Abs::pt(1.0) => self.text.push('\n'),
                        _ => {}
                    }
                    self.text.push_str(&run.text);
                    self.before = Some((at.y, at.x + run.width()));
                }
                _ => {}
            }
        }
    }
}
