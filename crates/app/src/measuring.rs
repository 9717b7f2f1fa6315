//! Joins the measuring engine to the store: targets from the campaigns in force, facts through `record()`.
//!
//! When a campaign is issued the engine is stopped and built anew; target states are handed over, so that a restart
//! is no edge.

use std::{collections::BTreeMap, sync::Arc};

use access::{Role, Scope, Tree};
use calendar::Clock;
use campaign::{Campaign, TargetState};
use journal::{Draft, EntryId, Origin, Slug};
use measure::{
    Engine, EngineFault, EngineSpec, Granted, Prober, ProberSpec, Sink, SinkFault, State, TargetSpec,
};
use store::{ReadFault, RecordFault, Store};

use crate::granting;

/// Opaque id of the measuring program as an actor.
pub const ACTOR: &str = "measure";

/// Takes the engine's facts to the journal.
pub struct StoreSink {
    store: Store,
    tree: Arc<Tree>,
}

impl StoreSink {
    /// A sink over this store, for the organisations of this tree.
    pub const fn new(store: Store, tree: Arc<Tree>) -> Self {
        Self { store, tree }
    }
}

impl Sink for StoreSink {
    fn record<'a>(
        &'a self,
        organisation: &'a Slug,
        draft: Draft,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), SinkFault>> + Send + 'a>> {
        Box::pin(self.state(organisation, draft))
    }
}

impl StoreSink {
    async fn state(&self, organisation: &Slug, draft: Draft) -> Result<(), SinkFault> {
        let scope = Scope::machine(ACTOR, organisation.clone(), &self.tree);
        let id = draft.id;
        if self.is_on_record(&scope, organisation, &draft).await? {
            return Ok(());
        }
        let beside = self.beside(organisation, draft)?;
        if self.is_on_record(&scope, organisation, &beside).await? {
            return Ok(());
        }
        Err(SinkFault::Refused(RecordFault::Conflict { id }.to_string()))
    }

    /// Records it; false where another entry has its id.
    async fn is_on_record(
        &self,
        scope: &Scope,
        organisation: &Slug,
        draft: &Draft,
    ) -> Result<bool, SinkFault> {
        let Err(fault) = self.store.record(scope, organisation, draft.clone()).await else {
            return Ok(true);
        };
        if !matches!(fault, RecordFault::Conflict { .. }) {
            return Err(unrecorded(organisation, fault));
        }
        // A process that was stopped between recording a period and hearing of it makes it again from the kept samples,
        // which hold less than it saw. What stands in the journal stays.
        let is_stated = self.is_stated(organisation, draft).await?;
        let Draft { id, kind, .. } = draft;
        if is_stated {
            tracing::info!(%organisation, %id, %kind, "it was stated before the restart");
        } else {
            tracing::error!(%organisation, %id, %kind, "another entry has a measurement's id");
        }
        Ok(is_stated)
    }

    /// The same draft under an id beside its own, for when another entry has that: made from it, so that a draft handed
    /// over twice is one fact here too.
    fn beside(&self, organisation: &Slug, draft: Draft) -> Result<Draft, SinkFault> {
        let origin = Origin::of(self.store.node(), organisation);
        let origin = origin.map_err(|fault| SinkFault::Refused(fault.to_string()))?;
        let id = EntryId::v8(&origin, &draft.source, &format!("beside/{}", draft.id));
        Ok(Draft { id, ..draft })
    }

    /// Whether the entry under the draft's id is this node's own statement of the same, by its log, source, kind, subject
    /// and time. It is read as whoever verifies the organisation reads it; what that one does not see is another's.
    async fn is_stated(&self, organisation: &Slug, draft: &Draft) -> Result<bool, SinkFault> {
        let reader = Scope::new(ACTOR, Role::Auditor, organisation.clone(), &self.tree);
        match self.store.find_evidence(&reader, draft.id).await {
            Ok(found) => {
                let entry = found.entry;
                Ok(entry.origin.organisation() == organisation
                    && (&entry.source, &entry.kind) == (&draft.source, &draft.kind)
                    && (&entry.subject, entry.held) == (&draft.subject, draft.held))
            }
            Err(ReadFault::Environment(fault)) => Err(SinkFault::Busy(fault.to_string())),
            Err(_) => Ok(false),
        }
    }
}

/// Why the store took nothing, as the engine is to hear it.
fn unrecorded(organisation: &Slug, fault: RecordFault) -> SinkFault {
    match fault {
        RecordFault::Environment(fault) => SinkFault::Busy(fault.to_string()),
        fault => {
            tracing::warn!(%organisation, %fault, "a measurement was refused");
            SinkFault::Refused(fault.to_string())
        }
    }
}

/// What the engine is to measure for a campaign.
pub fn specs(campaign: &Campaign) -> Vec<TargetSpec> {
    campaign.targets.iter().map(TargetSpec::from).collect()
}

/// What an engine is started with.
pub struct EngineOrder {
    /// Where facts go.
    pub store: Store,
    /// Where samples go.
    pub series: Arc<dyn series::SeriesStore>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where probes may go.
    pub granted: Granted,
    /// The node's name.
    pub node: String,
    /// The organisation that runs the node.
    pub node_organisation: Slug,
    /// What to measure.
    pub campaign: Arc<Campaign>,
    /// The organisations.
    pub tree: Arc<Tree>,
    /// How targets stood when last heard of.
    pub states: BTreeMap<Slug, TargetState>,
}

/// Builds the engine of a campaign.
pub fn engine(order: EngineOrder) -> Result<Engine, EngineFault> {
    let states =
        order.states.into_iter().filter_map(|(id, state)| Some((id, engine_state(state)?))).collect();
    let spec = EngineSpec {
        actor: ACTOR.to_owned(),
        campaign: Some(order.campaign.digest),
        summary_s: order.campaign.summary_s,
        states,
        ..EngineSpec::new(order.node, order.node_organisation, specs(&order.campaign))
    };
    let prober = Prober::new(ProberSpec {
        granted: granting::with_units(&order.granted, &order.campaign),
        clock: order.clock.clone(),
        random: Arc::new(|| u64::from_ne_bytes(crate::system::random())),
    });
    let sink = Arc::new(StoreSink::new(order.store, order.tree));
    Engine::new(spec, Arc::new(prober), order.series, sink, order.clock)
}

const fn engine_state(state: TargetState) -> Option<State> {
    match state {
        TargetState::Up => Some(State::Up),
        TargetState::Down => Some(State::Down),
        TargetState::Excluded | TargetState::Unknown => None,
    }
}
