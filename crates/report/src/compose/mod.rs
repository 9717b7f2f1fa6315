//! From what a paper says to how it is laid out: the parts, the tables and the sentences.
//!
//! Each paper has a file of its own for what stands between head and signature. The order of a report is that of an
//! official one: basis, what was asked, how it stands, what cannot be concluded; papers that say how something stands
//! have the annexes by which a reader follows any figure back. Every word comes from [`Wording`].

mod annex;
mod assignment;
mod direction;
pub(crate) mod frame;
mod gaps;
mod grounds;
mod minutes;
mod plan;
mod quote;
mod results;
mod situation;
mod summary;
mod upward;
pub(crate) mod workbook;

use campaign::Paper;

use crate::{
    model::Model,
    outline::{Block, Cell, Outline},
    wording::Wording,
};

/// Lays a model out in the words of a language, as the paper it is.
pub fn outline(model: &Model, words: &Wording) -> Outline {
    let body = match model.paper {
        Paper::Results => results::body(model, words),
        Paper::Situation => situation::body(model, words),
        Paper::Upward => upward::body(model, words),
        Paper::Direction => direction::body(model, words),
        Paper::Plan => plan::body(model, words),
        Paper::Assignment => assignment::body(model, words),
        Paper::Minutes => minutes::body(model, words),
    };
    let annexes = if says_how_it_stands(model.paper) {
        vec![annex::seals(model, words), annex::evidence(model, words)]
    } else {
        Vec::new()
    };
    Outline {
        meta: frame::meta(model, words),
        head: frame::head(model, words),
        body,
        closing: frame::closing(model, words),
        annexes,
    }
}

/// What rests on evidence takes along where it stands; what is asked of somebody rests on none.
const fn says_how_it_stands(paper: Paper) -> bool {
    matches!(paper, Paper::Results | Paper::Situation | Paper::Upward | Paper::Minutes)
}

/// The parts of a paper, numbered as they come.
#[derive(Default)]
struct Parts {
    passed: usize,
}

impl Parts {
    /// The heading of the next one.
    fn next(&mut self, key: &str, words: &Wording) -> Block {
        const NUMERALS: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
        let numeral = NUMERALS.get(self.passed).copied().unwrap_or("–");
        self.passed += 1;
        Block::Heading { level: 1, text: format!("{numeral}. {}", words.text(key, &[])) }
    }
}

/// A header row's words, or a row of plain cells.
fn plain_cells<const N: usize>(texts: [String; N]) -> Vec<Cell> {
    texts.map(Cell::plain).to_vec()
}
