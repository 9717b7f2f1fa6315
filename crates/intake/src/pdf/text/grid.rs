//! Tables that are ruled: from the lines on a page the cells between them, and the letters in each.
//!
//! A line of text in one cell says nothing of the line beside it, so a table is taken out of the page before its rows are
//! made. What the lines do not part is one cell, over columns and over rows.

use super::sheet::{Letter, Line};

/// How far lines may miss each other and still meet, in points.
const REACH: f64 = 3.0;
/// Most lines of a page among which tables are looked for, once those that go on with each other are one.
const MAX_LINES: usize = 1_500;
/// Most cells of a table.
const MAX_CELLS: usize = 20_000;
/// How far above the line they stand on the middle of letters lies, of an em.
const MIDDLE: f64 = 0.3;

/// A table between lines.
#[derive(Debug)]
pub(super) struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// Which cell each place belongs to, row by row: the number of the first place of it.
    cells: Vec<usize>,
}

/// A line along one axis: where it lies, and from where to where it goes.
#[derive(Clone, Copy)]
struct Span {
    at: f64,
    from: f64,
    to: f64,
}

impl Grid {
    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Where it begins on the page.
    pub(super) fn top(&self) -> f64 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    /// The cell in which a letter stands.
    pub(super) fn cell_of(&self, letter: &Letter) -> Option<usize> {
        let place = |edges: &[f64], at: f64| {
            let after = edges.partition_point(|edge| *edge <= at);
            after.checked_sub(1).filter(|_| after < edges.len())
        };
        let column = place(&self.xs, f64::midpoint(letter.x0, letter.x1))?;
        let row = place(&self.ys, letter.y - MIDDLE * letter.size)?;
        self.cells.get(row * self.columns() + column).copied()
    }

    /// Where a cell ends on its right.
    pub(super) fn right_of(&self, cell: usize) -> f64 {
        let places = self.cells.iter().enumerate().filter(|(_, one)| **one == cell);
        let last = places.map(|(at, _)| at % self.columns().max(1)).max().unwrap_or(0);
        self.xs.get(last + 1).copied().unwrap_or(f64::INFINITY)
    }

    /// Its rows, each the cells in it from left to right. A cell over several rows is in each of them.
    pub(super) fn cells_by_row(&self) -> Vec<Vec<usize>> {
        let rows = (0..self.rows()).map(|row| {
            let from = row * self.columns();
            let mut cells = self.cells.get(from..from + self.columns()).unwrap_or_default().to_vec();
            cells.dedup();
            cells
        });
        rows.collect()
    }
}

/// The tables of a page.
pub(super) fn grids(lines: &[Line]) -> Vec<Grid> {
    let (mut flat, mut upright) = (Vec::new(), Vec::new());
    for Line { from, to } in lines {
        if (from.y - to.y).abs() <= (from.x - to.x).abs() {
            flat.push(Span { at: f64::midpoint(from.y, to.y), from: from.x.min(to.x), to: from.x.max(to.x) });
        } else {
            upright.push(Span {
                at: f64::midpoint(from.x, to.x),
                from: from.y.min(to.y),
                to: from.y.max(to.y),
            });
        }
    }
    let (flat, upright) = (merged(flat), merged(upright));
    if flat.len() + upright.len() > MAX_LINES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> =
        connected(&flat, &upright).into_iter().filter_map(|(flat, upright)| grid(&flat, &upright)).collect();
    grids.sort_by(|a, b| a.top().total_cmp(&b.top()));
    grids
}

/// Lines that go on with each other, as one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.at.is_finite() && span.from.is_finite() && span.to.is_finite());
    spans.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    // Those at one height stand beside each other, but not in the order in which they begin.
    let mut level: Vec<Span> = Vec::new();
    let mut out: Vec<Span> = Vec::new();
    let mut close = |level: &mut Vec<Span>| {
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut last: Option<Span> = None;
        for span in level.drain(..) {
            match last.as_mut() {
                Some(one) if span.from <= one.to + REACH => one.to = one.to.max(span.to),
                _ => out.extend(last.replace(span)),
            }
        }
        out.extend(last);
    };
    for span in spans {
        if level.first().is_some_and(|first| span.at - first.at > REACH / 2.0) {
            close(&mut level);
        }
        level.push(span);
    }
    close(&mut level);
    out
}

/// Groups of lines that meet each other.
fn connected(flat: &[Span], upright: &[Span]) -> Vec<(Vec<Span>, Vec<Span>)> {
    let meets = |a: &Span, b: &Span| {
        (a.from - REACH..=a.to + REACH).contains(&b.at) && (b.from - REACH..=b.to + REACH).contains(&a.at)
    };
    let mut group: Vec<usize> = (0..flat.len() + upright.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for (one, a) in flat.iter().enumerate() {
        for (other, b) in upright.iter().enumerate().filter(|(_, b)| meets(a, b)) {
            let (first, second) = (root(&mut group, one), root(&mut group, flat.len() + other));
            group[first.max(second)] = first.min(second);
            debug_assert!(meets(b, a));
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Span>, Vec<Span>)> =
        std::collections::BTreeMap::new();
    for at in 0..group.len() {
        let found = groups.entry(root(&mut group, at)).or_default();
        match flat.get(at) {
            Some(span) => found.0.push(*span),
            None => found.1.extend(upright.get(at - flat.len())),
        }
    }
    groups.into_values().filter(|(flat, upright)| !flat.is_empty() && !upright.is_empty()).collect()
}

/// The table that lines make, if they make one: two columns at least.
fn grid(flat: &[Span], upright: &[Span]) -> Option<Grid> {
    let edges = |own: &[Span], across: &[Span]| {
        // A table may be open at its sides: there the lines across end.
        let ends = across.iter().flat_map(|span| [span.from, span.to]);
        let mut all: Vec<f64> = own.iter().map(|span| span.at).chain(ends).collect();
        all.sort_by(f64::total_cmp);
        all.dedup_by(|next, last| *next - *last <= REACH);
        all
    };
    let (xs, ys) = (edges(upright, flat), edges(flat, upright));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns < 2 || rows < 1 || columns * rows > MAX_CELLS {
        return None;
    }
    let drawn = |spans: &[Span], at: f64, across: f64| {
        spans.iter().any(|span| {
            (span.at - at).abs() <= REACH && (span.from - REACH..=span.to + REACH).contains(&across)
        })
    };
    let middle = |edges: &[f64], at: usize| f64::midpoint(edges[at], edges[at + 1]);
    let mut cells: Vec<usize> = (0..columns * rows).collect();
    for row in 0..rows {
        for column in 0..columns {
            let at = row * columns + column;
            if column > 0 && !drawn(upright, xs[column], middle(&ys, row)) {
                cells[at] = cells[at - 1];
            } else if row > 0 && !drawn(flat, ys[row], middle(&xs, column)) {
                cells[at] = cells[at - columns];
            }
        }
    }
    Some(Grid { xs, ys, cells })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Point;

    fn line(x0: f64, y0: f64, x1: f64, y1: f64) -> Line {
        Line { from: Point::new(x0, y0), to: Point::new(x1, y1) }
    }

    #[test]
    fn what_no_line_parts_is_one_cell() {
        // Two columns; the left cell of the second and third row is one.
        let mut lines = vec![line(10.0, 10.0, 110.0, 10.0), line(10.0, 70.0, 110.0, 70.0)];
        lines.extend([line(10.0, 30.0, 110.0, 30.0), line(60.0, 50.0, 110.0, 50.0)]);
        lines.extend([10.0, 60.0, 110.0].map(|x| line(x, 10.0, x, 70.0)));
        let grids = grids(&lines);
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].cells_by_row(), [vec![0, 1], vec![2, 3], vec![2, 5]]);
    }

    #[test]
    fn a_line_under_words_and_a_frame_are_no_tables() {
        let frame = [line(0.0, 0.0, 500.0, 0.0), line(0.0, 0.0, 0.0, 800.0), line(500.0, 0.0, 500.0, 800.0)];
        assert!(grids(&frame).is_empty());
        assert!(grids(&[line(100.0, 50.0, 200.0, 50.0)]).is_empty());
        assert!(grids(&[]).is_empty());
    }
}
