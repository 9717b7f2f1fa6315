//! Takes down what hayro draws: letters, where they stand, and the straight lines that rule tables.

use std::panic::resume_unwind;

use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask, font::Glyph,
    hayro_cmap::BfString,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};

use crate::{Unseen, bounds};

/// Most lines that are taken down of a page: a ruled page of figures has some two thousand.
const MAX_RULES: usize = 20_000;
/// Longest path that is looked at for lines; pictures are drawn with longer ones.
const MAX_PATH: usize = 400;
/// Widest stroke that is a line, in points.
const MAX_STROKE: f64 = 3.0;
/// What a letter is wide of which nothing is said, of an em.
const USUAL_ADVANCE: f64 = 0.5;

/// Letters that stand for one glyph, and where it was drawn.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    /// Where they end in the page's text; they begin where the ones before end.
    end: usize,
    pub at: Point,
    /// Along the line, as long as an em.
    pub along: Vec2,
    /// How far the pen goes on, of an em.
    pub advance: f64,
    /// Whether somebody who looks at the page sees it.
    pub seen: bool,
}

/// A straight line from one point to another, along an edge of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule(pub Point, pub Point);

/// A page as it was drawn.
#[derive(Debug, Default)]
pub(super) struct PageDrawn {
    text: String,
    drawn: Vec<Drawn>,
    pub rules: Vec<Rule>,
    /// The ground that pictures cover, in square points.
    pub pictured: f64,
    /// How many shapes were drawn.
    pub shapes: usize,
}

impl PageDrawn {
    /// What was drawn, with the letters it stands for; none for a space without a name.
    pub(super) fn letters(&self) -> impl Iterator<Item = (&str, &Drawn)> {
        let mut from = 0;
        self.drawn.iter().map(move |one| {
            let letters = self.text.get(from..one.end).unwrap_or_default();
            from = one.end;
            (letters, one)
        })
    }

    /// How many glyphs it has.
    pub(super) fn count(&self) -> usize {
        self.drawn.len()
    }

    /// What was drawn after the first glyphs.
    pub(super) fn after(self, first: usize) -> Self {
        let from = first.checked_sub(1).and_then(|last| self.drawn.get(last)).map_or(0, |one| one.end);
        let text = self.text.get(from..).unwrap_or_default().to_owned();
        let rest = self.drawn.into_iter().skip(first);
        Self {
            text,
            drawn: rest.map(|one| Drawn { end: one.end - from, ..one }).collect(),
            ..Self::default()
        }
    }
}

/// Takes down what is drawn.
#[derive(Default)]
pub(super) struct Pen {
    page: PageDrawn,
    /// Whether spaces and lines are taken down as well.
    reads: bool,
    steps: usize,
    /// How many letters were drawn.
    drawn_count: usize,
    /// Of those, how many nobody can name.
    unnamed: usize,
}

impl Pen {
    /// One that takes down what reading needs.
    pub(super) fn reading() -> Self {
        Self { reads: true, ..Self::default() }
    }

    /// The page, and begins another.
    pub(super) fn take(&mut self) -> PageDrawn {
        std::mem::take(&mut self.page)
    }

    /// More than one letter in fifty that nobody can name, and the rest says nothing of what stands there.
    pub(super) fn check_names(&self) -> Result<(), Unseen> {
        if self.unnamed * 50 > self.drawn_count { Err(Unseen::Pdf) } else { Ok(()) }
    }

    fn step(&mut self) {
        self.steps += 1;
        if self.steps > bounds::MAX_STEPS {
            // Unwinds out of the drawing; it is caught where the thread began.
            resume_unwind(Box::new("too many steps"));
        }
    }

    fn rule(&mut self, from: Point, to: Point) {
        let way = to - from;
        let straight = way.x.abs() < MAX_STROKE || way.y.abs() < MAX_STROKE;
        if straight && way.hypot() > MAX_STROKE && self.page.rules.len() < MAX_RULES {
            self.page.rules.push(Rule(from, to));
        }
    }

    /// The lines of a path that is stroked.
    fn stroked(&mut self, path: &BezPath) {
        let (mut at, mut first) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match element {
                PathEl::MoveTo(point) => (at, first) = (*point, *point),
                PathEl::LineTo(point) => {
                    self.rule(at, *point);
                    at = *point;
                }
                PathEl::ClosePath => {
                    self.rule(at, first);
                    at = first;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => at = *point,
            }
        }
    }

    /// The lines of a path that is filled: rectangles that are as thin as one.
    fn filled(&mut self, path: &BezPath) {
        let mut one = BezPath::new();
        for element in path.elements() {
            if matches!(element, PathEl::MoveTo(_)) {
                self.thin(one.bounding_box());
                one = BezPath::new();
            }
            one.push(*element);
        }
        self.thin(one.bounding_box());
    }

    fn thin(&mut self, area: Rect) {
        let middle = area.center();
        if area.height() <= MAX_STROKE && area.width() > area.height() {
            self.rule(Point::new(area.x0, middle.y), Point::new(area.x1, middle.y));
        } else if area.width() <= MAX_STROKE {
            self.rule(Point::new(middle.x, area.y0), Point::new(middle.x, area.y1));
        }
    }
}

impl<'a> Device<'a> for Pen {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.step();
    }

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.step();
        self.page.shapes += 1;
        if !self.reads || path.elements().len() > MAX_PATH {
            return;
        }
        let path = transform * path.clone();
        match mode {
            PathDrawMode::Fill(_) => self.filled(&path),
            PathDrawMode::Stroke(_) => self.stroked(&path),
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        self.step();
        let placed = transform * glyph_transform;
        let at = placed * Point::ZERO;
        // An outline has a thousand units to the em.
        let along = (placed * Point::new(1000.0, 0.0)) - at;
        let advance = match glyph {
            Glyph::Outline(shape) => shape.advance_width().map(|width| f64::from(width) / 1000.0),
            Glyph::Type3(_) => None,
        };
        let begin = self.page.text.len();
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => self.page.text.push(letter),
            Some(BfString::String(letters)) => self.page.text.push_str(&letters),
            // A space, which some programs do not name.
            None if matches!(glyph, Glyph::Outline(shape) if shape.outline().elements().is_empty()) => {}
            None => {
                self.page.text.push(char::REPLACEMENT_CHARACTER);
                self.unnamed += 1;
            }
        }
        let is_named = self.page.text.len() > begin;
        if is_named && self.is_drawn_again(begin, at, along) {
            self.page.text.truncate(begin);
            return;
        }
        self.drawn_count += usize::from(is_named);
        if is_named || self.reads {
            self.page.drawn.push(Drawn {
                end: self.page.text.len(),
                at,
                along,
                advance: advance.filter(|width| width.is_finite()).unwrap_or(USUAL_ADVANCE),
                seen: !matches!(mode, GlyphDrawMode::Invisible),
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.step();
        // A dot of a picture is a square of one by one before it is placed.
        let dots = f64::from(image.width()) * f64::from(image.height());
        self.page.pictured += transform.determinant().abs() * dots;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl Pen {
    /// Whether the letter that was just named was drawn there a moment ago: some programs make it bold by filling and
    /// stroking it, or by drawing it twice, a hair apart.
    fn is_drawn_again(&self, begin: usize, at: Point, along: Vec2) -> bool {
        let Some(last) = self.page.drawn.last() else { return false };
        let letters = self.page.text.get(begin..);
        let before = self.page.drawn.len().checked_sub(2).and_then(|place| self.page.drawn.get(place));
        let from = before.map_or(0, |one| one.end);
        last.at.distance(at) < 0.1 * along.hypot() && self.page.text.get(from..begin) == letters
    }
}
