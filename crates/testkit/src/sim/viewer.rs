//! Viewers of the board who asked for it once, and only follow the live stream since: what is told them is what whoever
//! tells people of turns will hear.

use std::{
    collections::BTreeMap,
    pin::pin,
    task::{Context, Poll, Waker},
};

use access::Role;
use campaign::{Cell, CellKey};
use journal::Cursor;
use store::{Asked, LiveEvent, Store, Subscription};

use super::model::{Breach, scope};

/// One of them.
pub struct Viewer {
    role: Role,
    organisation: &'static str,
    following: Option<Subscription>,
    /// The place that was told last.
    cursor: Option<Cursor>,
    cells: BTreeMap<CellKey, Cell>,
}

impl Viewer {
    /// A viewer who has not asked yet.
    pub const fn new(role: Role, organisation: &'static str) -> Self {
        Self { role, organisation, following: None, cursor: None, cells: BTreeMap::new() }
    }

    /// The node is down: one comes back with the place that was told last.
    pub fn cut_off(&mut self) {
        self.following = None;
    }

    /// Hears what was told since, and holds the cells against the board that is shown to whoever asks now. How many
    /// events it was.
    pub async fn follow(&mut self, store: &Store) -> Result<u64, Breach> {
        let scope = scope(store, self.role, self.organisation);
        let mut told = 0;
        let following = match &mut self.following {
            Some(following) => following,
            None => self.following.insert(store.subscribe(&scope, self.cursor.as_ref())),
        };
        let mut reloads = self.cursor.is_none();
        while let Some(event) = waiting(following) {
            told += 1;
            let (LiveEvent::Cells { cursor, .. }
            | LiveEvent::Target { cursor, .. }
            | LiveEvent::Entry { cursor, .. }
            | LiveEvent::Reload { cursor }) = &event;
            self.cursor = Some(cursor.clone());
            match event {
                LiveEvent::Cells { cells, .. } => {
                    self.cells.extend(cells.into_iter().map(|cell| (cell.key(), cell)));
                }
                LiveEvent::Reload { .. } => reloads = true,
                LiveEvent::Target { .. } | LiveEvent::Entry { .. } => {}
            }
        }
        let shown = store.board_at(&scope, &Asked::default()).await?;
        if reloads {
            // Who sees what may be otherwise as well.
            self.following = Some(store.subscribe(&scope, None));
            self.cursor = Some(store.cursor(&scope));
            self.cells = shown.iter().map(|cell| (cell.key(), cell.clone())).collect();
        }
        let untold = shown.iter().find(|cell| self.cells.get(&cell.key()) != Some(cell));
        match untold {
            None if shown.len() == self.cells.len() => Ok(told),
            None => {
                Err(Breach::Untold(format!("{} sees {} cells too many", self.organisation, self.cells.len())))
            }
            Some(cell) => {
                let told = self.cells.get(&cell.key());
                Err(Breach::Untold(format!("{} was told {told:?}, and it is {cell:?}", self.organisation)))
            }
        }
    }
}

/// What waits to be heard.
fn waiting(following: &mut Subscription) -> Option<LiveEvent> {
    match pin!(following.next()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(event) => event,
        Poll::Pending => None,
    }
}
