//! A drill before an audience: played so that simulated seconds pass in real ones, on a board that people watch.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use access::{Role, Scope};
use calendar::{Clock, Instant};
use campaign::Campaign;
use journal::Slug;
use simulator::WorldTime;
use store::{NewAccount, RecordFault, Store};

use crate::{fault::DrillFault, node::Node};

/// The longest wait before it is looked whether the play was stopped: people do not notice it, and a page's clock goes
/// on smoothly.
const SLICE: Duration = Duration::from_millis(50);
/// Further behind than this the play does not hurry to catch up: the machine was asleep.
const MOST_BEHIND: Duration = Duration::from_secs(5);
/// No password fits this: who is not watched signs in nowhere.
const NO_PASSWORD: &str = "none";
/// The name under which the audience is shown.
const SHOWN_NAME: &str = "Người dự diễn tập";

/// Who watches a play, and how fast it is.
pub struct Audience<'a> {
    /// Simulated seconds in a real one; at least 1.
    pub speed: u32,
    /// The hash of the password with which the audience signs in.
    pub password_hash: String,
    /// Serves a node's store. Called within the runtime of a node that was started, at each start: what serves it ends
    /// with that runtime.
    pub serve: &'a mut dyn FnMut(&Store) -> io::Result<()>,
}

/// A sign-in of a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// What is typed: the id of the organisation.
    pub login: Slug,
    /// As what.
    pub role: Role,
}

/// Who may sign in to the board of a drill: the desk of the authority, and whoever manages each organisation directly
/// below it.
pub fn sign_ins(campaign: &Campaign) -> Vec<SignIn> {
    let Some(authority) = campaign.authority() else { return Vec::new() };
    let role = |id: &Slug| if id == authority { Role::RegulatorDesk } else { Role::OperatorManager };
    let near = campaign
        .organisations
        .iter()
        .filter(|one| one.id == *authority || one.parent.as_ref() == Some(authority));
    near.map(|one| SignIn { login: one.id.clone(), role: role(&one.id) }).collect()
}

/// Makes the accounts of a drill. Watched or not they stand in its journal, so that both are the same story.
pub async fn make_accounts(
    store: &Store,
    sign_ins: &[SignIn],
    hash: Option<&str>,
) -> Result<(), RecordFault> {
    let tree = store.tree();
    for SignIn { login, role } in sign_ins {
        let scope = Scope::new("drill", Role::Administrator, login.clone(), &tree);
        let new = NewAccount {
            login: login.to_string(),
            password_hash: hash.unwrap_or(NO_PASSWORD).to_owned(),
            role: *role,
            organisation: login.clone(),
            name: SHOWN_NAME.to_owned(),
        };
        store.add_account(&scope, new).await?;
    }
    Ok(())
}

/// How a play keeps to real time.
pub struct Pace {
    speed: i64,
    since: tokio::time::Instant,
    from: Instant,
}

impl Pace {
    /// From now on, at this moment of the drill.
    pub fn new(speed: u32, from: Instant) -> Self {
        Self { speed: i64::from(speed.max(1)), since: tokio::time::Instant::now(), from }
    }

    fn now(&self) -> Instant {
        let passed_us = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        self.from.plus_ms(passed_us.saturating_mul(self.speed) / 1_000)
    }

    /// Waits until a moment of the drill has come, with its clock going on; false where it is stopped before.
    pub fn wait(
        &mut self,
        at: Instant,
        (node, time): (&Node, &WorldTime),
        stop: &AtomicBool,
    ) -> Result<bool, DrillFault> {
        loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let left_ms = at.ms_since(self.now());
            if left_ms <= 0 {
                let behind = Duration::from_millis((-left_ms / self.speed).unsigned_abs());
                if behind > MOST_BEHIND {
                    self.since += behind;
                }
                return Ok(true);
            }
            time.set(self.now().max(time.now()));
            let left = Duration::from_micros((left_ms.saturating_mul(1_000) / self.speed).unsigned_abs());
            node.rest(left.clamp(Duration::from_millis(1), SLICE))?;
        }
    }
}
