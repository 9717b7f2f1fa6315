//! The board against its journal: now, in the past, and for each reader.

use std::sync::Arc;

use access::{Role, Scope};
use calendar::Instant;
use campaign::{Board, Body, Campaign, Cell, CellKey, Evidence, Finding, TargetState, board_at};
use journal::{Cursor, EntryId, Origin};
use store::{Asked, Disclosed, EvidenceView, ReadFault, Store};

use super::{Breach, Model, PAGE, oracle::contradiction, regulator, scope, slug};
use crate::sim::{
    node::NAME,
    world::{REGULATOR, TARGETS},
};

/// Boards of the past that are asked for again.
const REMEMBERED: usize = 12;

/// Entries after which every state of the board is compared, and not only its cells.
const COMPARED_EVERY: usize = 8;

const ISSUED: &str = "campaign.issued";

/// Cells about which people alone speak.
pub(super) const SIGNED: [(&str, &str); 8] = [
    ("di-dong", "truc"),
    ("buu-dien", "truc"),
    ("di-dong", "kiem-tra"),
    ("tram", "kiem-tra"),
    ("di-dong", "dien-tap"),
    ("buu-dien", "dien-tap"),
    ("di-dong", "ca-truc"),
    ("buu-dien", "ca-truc"),
];

/// Who asks for whose entries without any right to them.
const STRANGERS: [(&str, &str); 3] = [("di-dong", "buu-dien"), ("buu-dien", "di-dong"), ("tram", "buu-dien")];

/// A board as it was once answered.
pub(super) struct Past {
    at: Instant,
    known: Cursor,
    cells: Vec<Cell>,
}

/// A board that was found in order.
pub(super) struct Shown {
    moment: Instant,
    /// Which entries it had heard.
    pub(super) cursor: Cursor,
    /// How many entries were acknowledged by then.
    pub(super) acknowledged: usize,
    cells: Vec<Cell>,
}

impl Model {
    /// The board that lived through it all against one made from nothing but the entries, and against what a second
    /// hand makes of them.
    pub(super) async fn check_board(&mut self, store: &Store) -> Result<(), Breach> {
        let (scope, now) = (regulator(store), store.now());
        let lived = store.board_at(&scope, &Asked::default()).await?;
        let moment = store.board_moment();
        let rebuilt = self.rebuild(now);
        if self.places.len() >= self.compared + COMPARED_EVERY || self.compared == 0 {
            self.compared = self.places.len();
            let (lived_states, rebuilt_states) = (store.board_snapshot(), rebuilt.snapshot());
            if lived_states != rebuilt_states {
                return Err(Breach::Board(difference(&lived_states, &rebuilt_states)));
            }
        }
        let cells = rebuilt.cells_at(moment);
        if lived != cells {
            let differs = lived.iter().zip(&cells).find(|(lived, cell)| lived != cell);
            return Err(Breach::Board(format!("{differs:?} of {} and {}", lived.len(), cells.len())));
        }
        // Where the clock fell back, the board stays at the moment it had reached; else nothing is due on it.
        let due = |(lived, cell): (&Cell, Cell)| (*lived != cell).then_some(cell);
        if now > moment
            && let Some(cell) = lived.iter().zip(rebuilt.cells_at(now)).find_map(due)
        {
            return Err(Breach::Board(format!("by time alone it became {cell:?}")));
        }
        self.rebuilt = Some(rebuilt);
        let (cursor, acknowledged) = (store.cursor(&scope), self.acknowledged.len());
        self.shown = Some(Shown { moment, cursor, acknowledged, cells: lived });
        let Some(campaign) = self.issued().pop() else { return Ok(()) };
        let entries: Vec<&Evidence> = self.evidence().collect();
        let (mut figures, mut over) = (0, 0);
        for cell in &cells {
            let held = contradiction(&entries, &campaign, cell, moment);
            let says = |what| Breach::Verdict(format!("{:?} is {:?}, but {what}", cell.key(), cell.status));
            figures += held.map_err(says)?;
            let is_over = |finding: &Finding| finding.reason.code == "quality.over";
            over += u64::from(cell.findings.iter().any(is_over));
        }
        self.tally.figures += figures;
        self.tally.cells_over += over;
        Ok(())
    }

    /// The board that is shown is the one that was found in order; one of another moment is held against its entries.
    pub(super) async fn check_shown(&mut self, store: &Store, scope: &Scope) -> Result<(), Breach> {
        let Some(Shown { moment, cells, .. }) = &self.shown else { return Ok(()) };
        let shown = store.board_at(scope, &Asked::default()).await?;
        if *moment != store.board_moment() {
            return self.check_board(store).await;
        }
        match shown.iter().zip(cells).find(|(shown, cell)| shown != cell) {
            None if shown.len() == cells.len() => Ok(()),
            differs => Err(Breach::Board(format!("it moved by itself: {differs:?}"))),
        }
    }

    /// The board that has heard every entry once: made from nothing, or going on where no campaign came since.
    fn rebuild(&mut self, now: Instant) -> Board {
        let fresh = std::mem::take(&mut self.fresh);
        let is_issued = fresh.iter().any(|one| one.kind.as_str() == ISSUED);
        match self.rebuilt.take().filter(|_| !is_issued) {
            Some(mut board) => {
                for one in &fresh {
                    board.absorb(one);
                }
                board.settle(now);
                board
            }
            None => board_at(self.issued(), self.evidence(), now),
        }
    }

    /// What the index finds of one obligation against what the entries say, and the clear values beside them against
    /// what was said.
    pub(super) async fn check_index(&mut self, store: &Store, turn: usize) -> Result<(), Breach> {
        if self.issued().is_empty() {
            return Ok(());
        }
        let (organisation, obligation) = SIGNED[turn % SIGNED.len()];
        let (organisation, obligation) = (slug(organisation), slug(obligation));
        let own = self.evidence().filter(|one| one.organisation == organisation);
        let mut want: Vec<EntryId> =
            own.filter(|one| one.body.obligation() == Some(&obligation)).map(|one| one.id).collect();
        let key = CellKey { organisation, obligation };
        let mut found = self.find_by_index(store, &regulator(store), &key).await?;
        let owner = scope(store, Role::OperatorManager, key.organisation.as_str());
        self.find_by_index(store, &owner, &key).await?;
        want.sort_unstable();
        found.sort_unstable();
        if want == found { Ok(()) } else { Err(Breach::Index(format!("{key:?}: {found:?}, not {want:?}"))) }
    }

    /// What the index finds for a reader; the clear values that this one may read are held against what was said.
    async fn find_by_index(
        &mut self,
        store: &Store,
        reader: &Scope,
        key: &CellKey,
    ) -> Result<Vec<EntryId>, Breach> {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = store.evidence(reader, key, before, PAGE as usize).await?;
            for item in page.items {
                self.check_clear(&item)?;
                found.push(item.entry.id);
            }
            before = page.next;
            if before.is_none() {
                return Ok(found);
            }
        }
    }

    /// The clear values of an entry are what was said.
    fn check_clear(&mut self, item: &EvidenceView) -> Result<(), Breach> {
        let Some((_, asked)) = self.asked.get(&item.entry.id) else { return Ok(()) };
        // Whoever asks here is of the organisation that the entry is about, or of one above it: both may read them.
        let id = item.entry.id;
        let Some(clear) = &item.private else {
            return Err(Breach::Index(format!("the clear values of {id} are hidden")));
        };
        for (field, value) in &asked.private {
            if clear.get(field) != Some(&Disclosed::Value(value.clone())) {
                let is = clear.get(field);
                return Err(Breach::Index(format!("{field} of {id} is {is:?}, and not what was said")));
            }
            self.tally.clear_values += 1;
        }
        Ok(())
    }

    /// Everything was mended: each target was last seen to answer, and no cell about targets is down or silent.
    pub fn check_back(&self, store: &Store) -> Result<(), Breach> {
        for target in TARGETS {
            let turns = self.evidence().filter_map(|one| match &one.body {
                Body::TargetTurned { target: turned, to, .. } if turned.as_str() == target => {
                    Some(((one.held.from, one.id), *to))
                }
                _ => None,
            });
            let last = turns.max_by_key(|(at, _)| *at).map(|(_, to)| to);
            if last != Some(TargetState::Up) {
                return Err(Breach::NotArrived(format!("{target} was mended and last seen {last:?}")));
            }
        }
        // The board that is shown may have run ahead with a clock that was wrong: what counts is how it stands now.
        let now = store.now();
        let board = board_at(self.issued(), self.evidence(), now).cells_at(now);
        let findings = board.iter().flat_map(|cell| &cell.findings);
        let lost = [
            "availability.down",
            "availability.dark",
            "availability.silent",
            "availability.unheard",
            "quality.over",
            "quality.silent",
            "quality.unheard",
        ];
        match findings.into_iter().find(|finding| lost.contains(&finding.reason.code)) {
            Some(finding) => {
                Err(Breach::NotArrived(format!("all was mended, and still {:?}", finding.reason)))
            }
            None => Ok(()),
        }
    }

    /// The campaigns in force, in the order in which they were issued.
    pub(super) fn issued(&self) -> Vec<Arc<Campaign>> {
        let log = self.logs.iter().find(|(organisation, _)| organisation.as_str() == REGULATOR);
        let entries = log.into_iter().flat_map(|(_, log)| &log.seen);
        entries
            .filter(|seen| seen.evidence.kind.as_str() == ISSUED)
            .filter_map(|seen| self.campaigns.get(&seen.evidence.campaign?).cloned())
            .collect()
    }

    /// Nobody reads what is another's: by five questions, the board and the cursor it is not there.
    pub(super) async fn check_secrecy(&mut self, store: &Store, turn: usize) -> Result<(), Breach> {
        if self.issued().is_empty() {
            return Ok(());
        }
        let (reader, foreign) = STRANGERS[turn % STRANGERS.len()];
        let scope = scope(store, Role::OperatorManager, reader);
        let organisation = slug(foreign);
        let leaks = |what: String| Breach::Leak(format!("{reader} asked {foreign} for {what}"));
        let (_, obligation) = SIGNED[turn % SIGNED.len()];
        let last = self.logs.get(&organisation).and_then(|log| log.seen.last());
        match (turn % 5, last.map(|last| last.evidence.id)) {
            (0, _) => is_kept(store.entries(&scope, &organisation, None, 1).await),
            (1, _) => is_kept(store.proof(&scope, &organisation, 0).await),
            (2, _) => is_kept(store.checkpoint(&scope, &organisation).await.map(|head| head.note)),
            (3, Some(last)) => is_kept(store.find_evidence(&scope, last).await),
            _ => {
                let key = CellKey { organisation: organisation.clone(), obligation: slug(obligation) };
                is_kept(store.evidence(&scope, &key, None, 1).await)
            }
        }?;
        let origin = Origin::of(NAME, &organisation).expect("the names make an origin");
        if store.cursor(&scope).size(&origin) > 0 {
            return Err(leaks("how much there is of it".to_owned()));
        }
        let board = store.board_at(&scope, &Asked::default()).await?;
        if let Some(cell) = board.iter().find(|cell| cell.organisation == organisation) {
            return Err(leaks(format!("its board, and sees {:?}", cell.key())));
        }
        self.tally.kept_secret += 1;
        Ok(())
    }

    /// Keeps a board, to be asked for again.
    pub async fn remember(&mut self, store: &Store) -> Result<(), Breach> {
        let scope = regulator(store);
        let (at, known) = (store.now(), store.cursor(&scope));
        let cells = store.board_at(&scope, &Asked { at: Some(at), known: None }).await?;
        if self.past.len() < REMEMBERED && !cells.is_empty() {
            self.past.push(Past { at, known, cells });
        }
        Ok(())
    }

    /// Asks again for every board that was kept.
    pub async fn check_past(&self, store: &Store) -> Result<u64, Breach> {
        let scope = regulator(store);
        for Past { at, known, cells } in &self.past {
            let asked = Asked { at: Some(*at), known: Some(known.clone()) };
            let now = store.board_at(&scope, &asked).await?;
            if now != *cells {
                let changed = now.iter().zip(cells).find(|(now, then)| now != then);
                return Err(Breach::Past(format!("at {at} by {}: {changed:?}", known.encode())));
            }
        }
        Ok(self.past.len() as u64)
    }
}

/// What is another's is answered as what is not there, or not at all.
fn is_kept<T: std::fmt::Debug>(answer: Result<T, ReadFault>) -> Result<(), Breach> {
    match answer {
        Err(ReadFault::NotFound(_)) => Ok(()),
        Err(ReadFault::Environment(fault)) => Err(Breach::Unreadable(fault.to_string())),
        other => Err(Breach::Leak(format!("what is another's is {other:?}"))),
    }
}

/// The first place where two snapshots differ.
fn difference(one: &[u8], other: &[u8]) -> String {
    let at = one.iter().zip(other).position(|(one, other)| one != other);
    let at = at.unwrap_or(one.len().min(other.len()));
    let around = |bytes: &[u8]| {
        let from = at.saturating_sub(80);
        String::from_utf8_lossy(&bytes[from.min(bytes.len())..bytes.len().min(at + 80)]).into_owned()
    };
    format!("…{}… is …{}…", around(one), around(other))
}
