//! Tables: one of tasks charges somebody with each of its rows, one of figures or telephones asks nothing.
use super::super::clause::{Clause, Place, analyse};
use super::super::layout::{Cell, cells};
use super::super::name::full_names;
use super::super::text::spells_any;
use super::Walk;
use crate::letter::{Modality, Why};

/// Longest number of a row, with the gap behind it, in characters.
const MAX_NUMBER: usize = 6;

/// Which column holds what, as the heading row says.
struct Columns {
    count: usize,
    task: usize,
    who: Option<usize>,
}

impl Walk<'_> {
    /// Takes the table that begins at `at`; nothing if none does, else the paragraph behind it.
    pub(super) fn table(&mut self, at: usize) -> Option<usize> {
        let end = (at..self.frame.tail)
            .find(|row| !self.paragraphs[*row].row && !self.paragraphs[*row].furniture)
            .unwrap_or(self.frame.tail);
        if end < at + 2 {
            return None;
        }
        self.close_scopes(&self.paragraphs[at]);
        let columns = self.columns(at);
        for row in at..end {
            let paragraph = &self.paragraphs[row];
            let words = self.text.chars()[paragraph.start..paragraph.end].iter().any(|c| c.is_alphanumeric());
            match &columns {
                Some(columns) if row > at && !paragraph.furniture && words => self.task(row, columns),
                _ => self.leave(paragraph.start, paragraph.end, Why::Statement),
            }
        }
        // What was announced is told with the last row.
        self.scopes.retain(|scope| !scope.tells || scope.title.is_some());
        Some(end)
    }

    /// Whether a table begins at `at` that gives no tasks.
    pub(super) fn is_a_form(&self, at: usize) -> bool {
        let rows = self.paragraphs[at..self.frame.tail].iter().take_while(|row| row.row).count();
        rows > 1 && self.columns(at).is_none()
    }

    fn cells_of(&self, row: usize) -> Vec<Cell> {
        let paragraph = &self.paragraphs[row];
        cells(self.text, paragraph.from, paragraph.end)
    }

    /// The columns of a table of tasks: one says what, another who or by when.
    fn columns(&self, heading: usize) -> Option<Columns> {
        const TASK: [&str; 8] = [
            "nhiệm vụ",
            "nội dung",
            "công việc",
            "việc",
            "hoạt động",
            "nội dung công việc",
            "yêu cầu",
            "giải pháp",
        ];
        const WHO: [&str; 10] = [
            "chủ trì",
            "đơn vị",
            "cơ quan",
            "thực hiện",
            "phụ trách",
            "người",
            "bộ phận",
            "doanh nghiệp",
            "trách nhiệm",
            "phân công",
        ];
        const DUE: [&str; 6] =
            ["thời hạn", "thời gian", "hoàn thành", "hạn", "tiến độ", "thời điểm hoàn thành"];
        let cells = self.cells_of(heading);
        let find = |words: &[&str], from: usize| {
            (from..cells.len()).find(|cell| {
                let tokens = self.tokens(cells[*cell].0, cells[*cell].1);
                (0..tokens.len()).any(|at| spells_any(tokens, at, words) > 0)
            })
        };
        let task = find(&TASK, 0)?;
        let due = find(&DUE, task + 1);
        let who = find(&WHO, task + 1).filter(|who| Some(*who) != due);
        (who.is_some() || due.is_some()).then_some(Columns { count: cells.len(), task, who })
    }

    fn task(&mut self, row: usize, columns: &Columns) {
        let cells = self.cells_of(row);
        // A row without its number, or with its last cell left empty, still has its task before whom it charges.
        let shift =
            usize::from(cells.len() + 1 == columns.count && columns.task > 0 && !self.is_figure(cells[0]));
        let cell = |column: usize| column.checked_sub(shift).and_then(|column| cells.get(column)).copied();
        let (Some(task), Some(last)) = (cell(columns.task), cells.last().copied()) else {
            self.leave(self.paragraphs[row].start, self.paragraphs[row].end, Why::Statement);
            return;
        };
        let who = columns.who.and_then(cell).and_then(|(from, to)| self.name(from, to));
        let names = who.map(|who| full_names(&who)).unwrap_or_default();
        for name in &names {
            self.note_name(Some(name));
        }
        let analysed = analyse(self.tokens(task.0, task.1), Place { listed: true, point: true });
        let clause =
            Clause { nature: Ok(analysed.nature.unwrap_or(Modality::Must)), subject: None, ..analysed };
        // The row's number goes the way of a point's.
        if task.0 > self.paragraphs[row].from + MAX_NUMBER {
            self.leave(self.paragraphs[row].from, task.0, Why::Statement);
        }
        self.claim(task.0, last.1, &clause, row, &mut None, false);
        if let Some((obligation, from_letter)) = self.found.last_mut()
            && !names.is_empty()
        {
            obligation.addressees = names;
            *from_letter = false;
        }
    }

    fn is_figure(&self, cell: Cell) -> bool {
        let tokens = self.tokens(cell.0, cell.1);
        tokens.first().is_some_and(|token| token.number(3).is_some())
            && tokens.iter().skip(1).all(|token| !token.is_word())
    }
}
