//! Letters as rows: what stands on one line, cut where a gap is wider than any between words.

use super::sheet::Letter;
use crate::paper::raised_figure;

/// The widest step within a run of letters, of an em: more, and the pen went elsewhere.
const STEP: f64 = 1.2;
/// A gap that parts words where the file has no spaces of its own, of an em. A space has a quarter.
const WORD_GAP: f64 = 0.18;
/// The same where it has them: letters that are set wide apart have less.
const WORD_GAP_BESIDE_SPACES: f64 = 0.55;
/// A gap that no two words have, of an em, unless the whole line is stretched.
const CELL_GAP: f64 = 1.6;
/// How much wider than a line's other gaps it must be.
const STRETCHED: f64 = 2.2;
/// How far from each other the lines of one row may stand, of an em.
const SAME_ROW: f64 = 0.45;
/// A part of the letters below which a file has no spaces of its own.
const SPACES: usize = 20;

/// A word, and where it stands on its line.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    /// The line it stands on, and how large its letters are.
    pub y: f64,
    pub size: f64,
}

/// Words on one line, without a gap between.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub words: Vec<Word>,
}

impl Piece {
    pub(super) fn x0(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.x0)
    }

    pub(super) fn x1(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.x1)
    }

    pub(super) fn text(&self) -> String {
        joined(&self.words)
    }
}

/// Words with a space between.
pub(super) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// What stands on one line, from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub y: f64,
    pub size: f64,
    pub pieces: Vec<Piece>,
}

impl Row {
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.pieces.iter().flat_map(|piece| &piece.words)
    }

    pub(super) fn x0(&self) -> f64 {
        self.pieces.first().map_or(0.0, Piece::x0)
    }

    pub(super) fn x1(&self) -> f64 {
        self.pieces.last().map_or(0.0, Piece::x1)
    }

    /// The row as one line of running text.
    pub(super) fn spaced(&self) -> String {
        self.pieces.iter().map(Piece::text).collect::<Vec<_>>().join(" ")
    }

    /// The row as one line: with a tab between its pieces.
    pub(super) fn tabbed(&self) -> String {
        self.pieces.iter().map(Piece::text).collect::<Vec<_>>().join("\t")
    }
}

/// Letters drawn one after the other on one line.
struct Run<'a> {
    letters: Vec<&'a Letter>,
    /// Whether a space was drawn right before it.
    is_spaced: bool,
    x0: f64,
    /// Where its last letter ends, and where the pen stood.
    x1: f64,
    pen: f64,
    y: f64,
    size: f64,
}

/// Whether letters have spaces between them that the file names.
pub(super) fn has_spaces(letters: &[Letter]) -> bool {
    let spaces = letters.iter().filter(|letter| letter.is_blank()).count();
    spaces * SPACES >= letters.len()
}

/// The rows of these letters, from top to bottom.
pub(super) fn rows<'a>(letters: impl Iterator<Item = &'a Letter>, has_spaces: bool) -> Vec<Row> {
    let mut runs = runs(letters);
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Run<'_>>> = Vec::new();
    // The line that a row stands on is that of its longest run: a raised figure comes before it.
    let mut stands: Option<(f64, f64, f64)> = None;
    for run in runs {
        let joins = stands.is_some_and(|(y, size, _)| (run.y - y).abs() <= SAME_ROW * size.max(run.size));
        let length = run.x1 - run.x0;
        match rows.last_mut() {
            Some(row) if joins => {
                if stands.is_some_and(|(.., longest)| length > longest) {
                    stands = Some((run.y, run.size, length));
                }
                row.push(run);
            }
            _ => {
                stands = Some((run.y, run.size, length));
                rows.push(vec![run]);
            }
        }
    }
    let rows = with_raised(rows);
    rows.into_iter().map(|runs| row(runs, has_spaces)).filter(|row| !row.pieces.is_empty()).collect()
}

/// How far above a line the marks of its notes may stand, of an em.
const RAISED: f64 = 0.75;
/// Letters of such marks, as a part of those of the line.
const RAISED_SIZE: f64 = 0.8;

/// The rows, with small figures that were raised above the next row put where they belong: right beside its letters.
fn with_raised(rows: Vec<Vec<Run<'_>>>) -> Vec<Vec<Run<'_>>> {
    let mut out: Vec<Vec<Run<'_>>> = Vec::new();
    for mut row in rows {
        let belongs = |above: &Vec<Run<'_>>| {
            above.iter().all(|mark| {
                row.iter().any(|run| {
                    let raised = run.y - mark.y;
                    let beside = |letter: &&Letter| {
                        (mark.x0 - letter.x1).abs() < 0.25 * run.size
                            || (letter.x0 - mark.x1).abs() < 0.5 * run.size
                    };
                    mark.size < RAISED_SIZE * run.size
                        && (0.0..RAISED * run.size).contains(&raised)
                        && run.letters.iter().any(beside)
                })
            })
        };
        if out.last().is_some_and(belongs) {
            row.extend(out.pop().unwrap_or_default());
        }
        out.push(row);
    }
    out
}

fn runs<'a>(letters: impl Iterator<Item = &'a Letter>) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let mut blank: Option<&Letter> = None;
    for letter in letters {
        let goes_on = runs.last().is_some_and(|run| {
            let step = letter.x0 - run.pen;
            (letter.size - run.size).abs() < 0.08 * run.size
                && (letter.y - run.y).abs() < 0.08 * run.size
                && (-0.4 * run.size..STEP * run.size).contains(&step)
        });
        match runs.last_mut() {
            Some(run) if goes_on => {
                run.pen = letter.x1;
                if !letter.is_blank() {
                    run.x1 = run.x1.max(letter.x1);
                }
                run.letters.push(letter);
            }
            // A space begins nothing.
            _ if letter.is_blank() => blank = Some(letter),
            _ => runs.push(Run {
                letters: vec![letter],
                is_spaced: blank.take().is_some_and(|blank| {
                    (letter.x0 - blank.x1).abs() < 0.3 * letter.size
                        && (letter.y - blank.y).abs() < letter.size
                }),
                x0: letter.x0,
                x1: letter.x1,
                pen: letter.x1,
                y: letter.y,
                size: letter.size,
            }),
        }
    }
    runs
}

fn row(mut runs: Vec<Run<'_>>, has_spaces: bool) -> Row {
    runs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let longest = runs.iter().max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)));
    let (y, size) = longest.map_or((0.0, 1.0), |run| (run.y, run.size));
    let usual = usual_gap(&runs, has_spaces);
    let wide = if has_spaces { WORD_GAP_BESIDE_SPACES } else { WORD_GAP };
    let mut pieces: Vec<Piece> = Vec::new();
    // Where the pen stood, and where ink was last; a space that is drawn moves the pen alone.
    let (mut pen, mut ink, mut spaced) = (f64::NEG_INFINITY, f64::NEG_INFINITY, false);
    let mut was_raised = false;
    let first = |at: usize, run: &Run<'_>| at == 0 && run.is_spaced;
    let mut letters: Vec<(&Run<'_>, &Letter, bool)> = runs
        .iter()
        .flat_map(|run| {
            run.letters.iter().enumerate().map(move |(at, letter)| (run, *letter, first(at, run)))
        })
        .collect();
    // Letters that one font lacks are drawn from another afterwards, into the gaps that were left.
    if runs.windows(2).any(|pair| pair[1].x0 < pair[0].x1 - 0.2 * size) {
        letters.sort_by(|(_, a, _), (_, b, _)| a.x0.total_cmp(&b.x0));
    }
    for (run, letter, after_space) in letters {
        spaced |= after_space;
        if letter.is_blank() {
            (spaced, pen) = (true, letter.x1);
            continue;
        }
        let gap = letter.x0 - ink;
        // No cell begins so: "Số:      /STTTT-BCVT" leaves room for a number.
        let apart = gap > CELL_GAP * size
            && usual.is_none_or(|usual| gap > STRETCHED * usual)
            && !letter.text.starts_with('/');
        // The mark that a note begins with is no part of its first word.
        let is_noted = is_raised(run, y, size);
        let opens_note = was_raised && !is_noted && pieces.len() == 1 && pieces[0].words.len() == 1;
        let parted = spaced || opens_note || letter.x0 - pen > wide * letter.size.min(size);
        was_raised = is_noted;
        let begun = || Word {
            text: letter.text.to_string(),
            x0: letter.x0,
            x1: letter.x1,
            y: letter.y,
            size: letter.size,
        };
        match pieces.last_mut() {
            Some(piece) if !apart => match piece.words.last_mut() {
                Some(word) if !parted => push(word, letter, run, y, size),
                _ => piece.words.push(begun()),
            },
            _ => pieces.push(Piece { words: vec![begun()] }),
        }
        (spaced, pen) = (false, letter.x1);
        ink = ink.max(letter.x1);
    }
    Row { y, size, pieces }
}

/// Whether letters are small and stand above the line of a row.
fn is_raised(run: &Run<'_>, y: f64, size: f64) -> bool {
    run.size < RAISED_SIZE * size && run.y < y - 0.15 * size
}

fn push(word: &mut Word, letter: &Letter, run: &Run<'_>, y: f64, size: f64) {
    // The mark of a note behind a figure would make another figure of it; behind a letter it is "16h00" as well.
    let raised = is_raised(run, y, size)
        && word.text.ends_with(|c: char| c.is_ascii_digit() || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c))
        && letter.text.chars().all(|c| c.is_ascii_digit());
    if raised {
        word.text.extend(letter.text.chars().map(raised_figure));
    } else {
        word.text.push_str(&letter.text);
    }
    word.x1 = word.x1.max(letter.x1);
}

/// The gap that most words of a line have between them, where there are enough to tell.
fn usual_gap(runs: &[Run<'_>], has_spaces: bool) -> Option<f64> {
    const ENOUGH: usize = 4;
    let mut gaps: Vec<f64> = Vec::new();
    let mut last: Option<&Letter> = None;
    let mut letters: Vec<&Letter> = runs.iter().flat_map(|run| run.letters.iter().copied()).collect();
    letters.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    for letter in letters.into_iter().filter(|letter| !letter.is_blank()) {
        if let Some(last) = last {
            let gap = letter.x0 - last.x1;
            if gap > if has_spaces { 0.15 } else { WORD_GAP } * letter.size {
                gaps.push(gap);
            }
        }
        last = Some(letter);
    }
    gaps.sort_by(f64::total_cmp);
    (gaps.len() >= ENOUGH).then(|| gaps.get(gaps.len() / 2).copied()).flatten()
}
