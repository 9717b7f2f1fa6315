//! The measuring engines of a serving node: one for every campaign in force that names targets, stopped and built anew
//! when another campaign is issued, so that a first campaign is measured without a restart.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use api::Measurer;
use calendar::Clock;
use campaign::{Campaign, Said, Target, file::ProbeFault};
use measure::{EngineFigures, EngineHandle, Granted};
use store::Store;
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

use crate::{
    campaign_file,
    fault::AppFault,
    granting,
    measuring::{EngineOrder, engine},
    opening,
    system::SystemClock,
};

/// The handles of the engines that run now. Cheap to clone; all clones see the same engines.
#[derive(Clone, Default)]
pub struct Handles(Arc<RwLock<Vec<EngineHandle>>>);

impl Handles {
    fn set(&self, handles: Vec<EngineHandle>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = handles;
    }

    /// What the first engine that knows it answers.
    pub fn find<T>(&self, ask: impl Fn(&EngineHandle) -> Option<T>) -> Option<T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).iter().find_map(ask)
    }

    /// How each engine does.
    pub fn figures(&self) -> Vec<EngineFigures> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).iter().map(EngineHandle::figures).collect()
    }
}

/// The engine's side of campaigns, as the API asks for it.
pub struct Desk {
    /// Where probes may go; none where this node does not measure.
    pub granted: Option<Granted>,
    /// Rung when a campaign came into force.
    pub bell: Arc<Notify>,
}

impl Measurer for Desk {
    fn takes(&self, target: &Target) -> Result<(), ProbeFault> {
        campaign_file::probe(target)
    }

    fn warnings(&self, campaign: &Campaign) -> Vec<Said> {
        let outside =
            self.granted.iter().flat_map(|granted| granting::ungranted(campaign, granted, SystemClock.now()));
        outside.map(|target| target.said()).collect()
    }

    fn find_probed<'a>(&self, campaign: &Campaign, among: &[&'a Target]) -> Option<&'a Target> {
        let granted = self.granted.as_ref().filter(|_| !among.is_empty())?;
        let granted = granting::with_units(granted, campaign);
        among.iter().copied().find(|target| granting::is_probed(target, &granted, SystemClock.now()))
    }

    fn campaign_issued(&self) {
        self.bell.notify_one();
    }
}

/// What engines are made with.
#[derive(Clone)]
pub struct Engines {
    /// Where facts go, and which campaigns are in force.
    pub store: Store,
    /// Where samples go.
    pub series: Arc<dyn series::SeriesStore>,
    /// The node's name.
    pub node: String,
    /// Where probes may go; none where this node does not measure.
    pub granted: Option<Granted>,
    /// Told of the engines that run.
    pub handles: Handles,
}

/// Engines that run until told otherwise.
pub struct Running {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Engines {
    /// Starts an engine for every campaign in force that names targets.
    pub fn start(&self) -> Result<Running, AppFault> {
        let (stop, stopping) = watch::channel(false);
        let (mut tasks, mut handles) = (Vec::new(), Vec::new());
        if let Some(granted) = &self.granted {
            for campaign in self.store.campaigns_in_force() {
                let Some(engine) = self.engine_of(campaign, granted)? else { continue };
                handles.push(engine.handle());
                let mut until = stopping.clone();
                tasks.push(tokio::spawn(engine.run(async move {
                    // A sender that is gone has stopped as well.
                    let _ = until.wait_for(|stopping| *stopping).await;
                })));
            }
        }
        self.handles.set(handles);
        Ok(Running { stop, tasks })
    }

    /// Puts on record what may be probed, as it is granted now.
    pub async fn tell_granted(&self) {
        if let Some(granted) = &self.granted {
            granting::tell(&self.store, &self.store.campaigns_in_force(), granted).await;
        }
    }

    fn engine_of(
        &self,
        campaign: Arc<Campaign>,
        granted: &Granted,
    ) -> Result<Option<measure::Engine>, AppFault> {
        let Some(regulator) = campaign.authority().cloned().filter(|_| !campaign.targets.is_empty()) else {
            return Ok(None);
        };
        granting::warn(&campaign, granted, SystemClock.now());
        let tree = self.store.tree();
        let scope = access::Scope::new(opening::ACTOR, access::Role::RegulatorHead, regulator.clone(), &tree);
        let known = self.store.targets(&scope).into_iter();
        let states: BTreeMap<_, _> = known.map(|detail| (detail.target.id, detail.now.state)).collect();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Ok(Some(engine(EngineOrder {
            store: self.store.clone(),
            series: self.series.clone(),
            clock,
            granted: granted.clone(),
            node: self.node.clone(),
            node_organisation: regulator,
            campaign,
            tree,
            states,
        })?))
    }

    /// Keeps the engines those of the campaigns in force, from `running` on, until the node stops.
    pub async fn keep(self, mut running: Running, bell: Arc<Notify>, mut stopping: watch::Receiver<bool>) {
        loop {
            let stops = tokio::select! {
                () = bell.notified() => false,
                // A sender that is gone has stopped as well.
                _ = stopping.wait_for(|stopping| *stopping) => true,
            };
            running.end().await;
            if stops {
                return;
            }
            self.tell_granted().await;
            running = match self.start() {
                Ok(running) => running,
                Err(fault) => {
                    tracing::error!(%fault, "the campaign issued is not measured");
                    Running { stop: watch::channel(false).0, tasks: Vec::new() }
                }
            };
        }
    }
}

impl Running {
    /// Stops them, and waits until they have handed over what they had.
    async fn end(&mut self) {
        // Nobody left to tell means that they ended by themselves.
        let _ = self.stop.send(true);
        for task in self.tasks.drain(..) {
            if let Err(fault) = task.await {
                tracing::error!(%fault, "the measuring engine ended badly");
            }
        }
    }
}
