//! A page set upright: letters with their places, counted from its upper left corner, and the lines that rule it.

use hayro_syntax::page::Page;
use kurbo::{Point, Vec2};

use super::super::pen::{Drawn, PageDrawn, Rule};

/// How far a line of letters may lean and still be one of the page, as a part of its length: three degrees.
const LEANING: f64 = 0.05;
/// How far outside the page a letter may begin and still be on it, in points.
const MARGIN: f64 = 2.0;
/// Words by which an office's signing program says who signed when: they stand beside the letter.
const SIGNING: [&str; 10] = [
    "ký bởi",
    "người ký",
    "ký số",
    "ngày ký",
    "thời gian ký",
    "digitally signed",
    "signature",
    "signed by",
    "signing time",
    "cơ quan:",
];

/// One letter, or a few that are one glyph; none for a space.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub text: Box<str>,
    /// Where it begins and where the next begins.
    pub x0: f64,
    pub x1: f64,
    /// The line it stands on, downwards from the head of the page.
    pub y: f64,
    pub size: f64,
}

impl Letter {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && *self.text != *"\u{a0}"
    }
}

/// A line along an edge of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub from: Point,
    pub to: Point,
}

/// A page set upright.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub width: f64,
    pub letters: Vec<Letter>,
    pub lines: Vec<Line>,
    /// What stands beside the letter: words that lean, a line each.
    pub leaning: Vec<String>,
    /// And what a signing program put there.
    pub beside: Vec<Letter>,
    /// Whether it is a picture of a page.
    pub is_pictured: bool,
}

/// Which way up the letters of a page are.
#[derive(Clone, Copy)]
struct Upright {
    along: Vec2,
    corner: Point,
    width: f64,
    height: f64,
}

impl Upright {
    fn of(page: &Page<'_>, drawn: &PageDrawn) -> Self {
        const WAYS: [Vec2; 4] =
            [Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0), Vec2::new(-1.0, 0.0), Vec2::new(0.0, -1.0)];
        let count = |way: &Vec2| drawn.letters().filter(|(_, one)| goes(one.along, *way)).count();
        let along = WAYS.into_iter().rev().max_by_key(count).unwrap_or(WAYS[0]);
        let area = page.intersected_crop_box();
        let (x0, y0, x1, y1) = (area.x0, area.y0, area.x1, area.y1);
        // The corner at the beginning of the uppermost line.
        let corner = Point::new(
            if along.x + along.y > 0.0 { x0 } else { x1 },
            if along.x - along.y > 0.0 { y1 } else { y0 },
        );
        let (width, height) = (x1 - x0, y1 - y0);
        let lies = along.x == 0.0;
        Self {
            along,
            corner,
            width: if lies { height } else { width },
            height: if lies { width } else { height },
        }
    }

    fn place(&self, point: Point) -> Point {
        let way = point - self.corner;
        Point::new(way.dot(self.along), -self.along.cross(way))
    }

    fn holds(&self, point: Point) -> bool {
        (-MARGIN..self.width + MARGIN).contains(&point.x)
            && (-MARGIN..self.height + MARGIN).contains(&point.y)
    }
}

fn goes(along: Vec2, way: Vec2) -> bool {
    let size = along.hypot();
    size > 0.0 && along.dot(way) > 0.0 && along.cross(way).abs() < LEANING * size
}

/// Sets a page upright. `put_upon` is what annotations draw on it.
pub(super) fn upright(page: &Page<'_>, drawn: &PageDrawn, put_upon: Option<PageDrawn>) -> Sheet {
    let way = Upright::of(page, drawn);
    let mut sheet = Sheet { width: way.width, ..Sheet::default() };
    take(drawn, way, &mut sheet);
    let seen = sheet.letters.iter().filter(|letter| !letter.is_blank()).count();
    let ground = way.width * way.height;
    sheet.is_pictured =
        seen < FEW_LETTERS && (drawn.pictured > PICTURED * ground || drawn.shapes > MANY_SHAPES);
    if let Some(put_upon) = put_upon {
        let mut upon = Sheet::default();
        take(&put_upon, way, &mut upon);
        let words: String =
            upon.letters.iter().map(|letter| if letter.is_blank() { " " } else { &letter.text }).collect();
        let words = words.to_lowercase();
        // A number or a day that the office put in goes with the line it stands on.
        let signs = SIGNING.iter().any(|sign| words.contains(sign));
        if signs {
            sheet.beside.append(&mut upon.letters);
        } else {
            sheet.letters.append(&mut upon.letters);
        }
        sheet.leaning.append(&mut upon.leaning);
    }
    sheet
}

/// Fewest letters of a page that is no picture: scanners put the page's number under theirs.
const FEW_LETTERS: usize = 40;
/// The part of the ground that a picture of a page covers at least.
const PICTURED: f64 = 0.3;
/// Shapes of a page whose letters were drawn as such.
const MANY_SHAPES: usize = 400;

fn take(drawn: &PageDrawn, way: Upright, sheet: &mut Sheet) {
    let mut pen: Option<Point> = None;
    for (text, one) in drawn.letters().filter(|(_, one)| one.seen) {
        let place = way.place(one.at);
        let size = one.along.hypot();
        if !way.holds(place) || !(size.is_finite() && size > 0.0) {
            continue;
        }
        let letter = letter(text, one, place, size);
        if !goes(one.along, way.along) {
            lean(&mut sheet.leaning, &letter, pen.map(|pen| pen.distance(one.at)));
            pen = Some(one.at + one.advance * one.along);
            continue;
        }
        match sheet.letters.last_mut() {
            // A mark that is drawn by itself belongs to the letter before it.
            Some(last) if is_mark(text) && (last.y - letter.y).abs() < size => {
                last.text = format!("{}{text}", last.text).into();
            }
            _ => sheet.letters.push(letter),
        }
    }
    let line = |Rule(from, to): &Rule| Line { from: way.place(*from), to: way.place(*to) };
    sheet.lines = drawn.rules.iter().map(line).collect();
}

/// Adds a letter to the line that was drawn last, or begins one where the pen went elsewhere.
fn lean(lines: &mut Vec<String>, letter: &Letter, step: Option<f64>) {
    const ELSEWHERE: f64 = 1.5;
    const APART: f64 = 0.2;
    match (lines.last_mut(), step) {
        (Some(line), Some(step)) if step < ELSEWHERE * letter.size => {
            if step > APART * letter.size || letter.is_blank() {
                line.push(' ');
            }
            line.push_str(letter.text.trim());
        }
        _ => lines.push(letter.text.to_string()),
    }
}

fn letter(text: &str, one: &Drawn, place: Point, size: f64) -> Letter {
    // What stands for nothing is no letter; a dash that breaks a word is looked at where lines are joined.
    let text: String =
        text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{200b}' | '\u{feff}')).collect();
    Letter { text: text.into(), x0: place.x, x1: place.x + one.advance * size, y: place.y, size }
}

fn is_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| ('\u{300}'..='\u{36f}').contains(&c))
}
