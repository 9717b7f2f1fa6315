//! What people and agents want recorded, and the messages between them, the node and the witness.

use access::Role;
use calendar::{Clock, Instant};
use journal::{Draft, EntryId};
use simulator::{Fate, Link, Party};
use store::RecordFault;

use super::{
    ACT_EVERY_MS, Answer, CLIENTS, Event, ORGANISATIONS, PEOPLE, PROBE_EVERY_MS, PROBED_ON_MS,
    WATCH_EVERY_MS, World,
};
use crate::sim::{
    client::Client,
    model::{Breach, answers::Refusal, regulator, scope, slug},
    person,
};

impl World {
    pub(super) fn act(&mut self, number: usize) {
        let Self { people, clients, counted, .. } = self;
        let wait = people[number].wait_ms(ACT_EVERY_MS) + 1_000;
        if self.silent.contains_key(&number) {
            counted.silences += 1;
        } else {
            let draft = person::act(&clients[number], &mut people[number], counted);
            let contradicted = person::contradict(&clients[number], &mut people[number]);
            self.want(number, draft);
            if let Some(draft) = contradicted {
                self.schedule.after(0, Event::Contradict { client: number, draft: Box::new(draft) });
            }
        }
        if self.healed_at.is_none() {
            self.schedule.after(wait, Event::Act(number));
        }
    }

    pub(super) fn probe(&mut self) {
        let world_ms = self.time.now().as_ms();
        for number in PEOPLE..CLIENTS {
            let Self { agents, clients, sites, counted, .. } = self;
            let Some(agent) = agents.get_mut(&number) else { continue };
            let drafts: Vec<Draft> = agent.work(&clients[number].clock, sites, world_ms, counted);
            for draft in drafts {
                self.want(number, draft);
            }
        }
        let long_ms = PROBED_ON_MS + self.plan.stated_ahead_ms();
        let goes_on = |healed: Instant| self.time.now().ms_since(healed) < long_ms;
        if self.healed_at.is_none_or(goes_on) {
            self.schedule.after(PROBE_EVERY_MS, Event::Probe);
        }
    }

    fn want(&mut self, client: usize, draft: Draft) {
        let id = draft.id;
        self.model.ask(self.clients[client].role, draft.clone());
        self.clients[client].want(draft);
        self.send(client, id, 0);
    }

    /// Somebody says something else under an id that stands on record: he must not be told that it was recorded.
    pub(super) fn contradict(&mut self, client: usize, draft: Draft) -> Result<(), Breach> {
        let Client { organisation, role, .. } = &self.clients[client];
        let (organisation, role, id) = (organisation.clone(), *role, draft.id);
        let answer = self.node.call(async |store| {
            let scope = scope(store, role, organisation.as_str());
            store.record(&scope, &organisation, draft).await
        })?;
        self.counted.contradictions += u64::from(answer.is_some());
        match answer {
            None | Some(Err(RecordFault::Conflict { .. } | RecordFault::Environment(_))) => Ok(()),
            Some(Ok(_)) => Err(Breach::Confused(id)),
            Some(Err(fault)) => Err(Breach::Refused(id, format!("{fault}, where a conflict was foreseen"))),
        }
    }

    /// Sends a request, and thinks of asking again.
    pub(super) fn send(&mut self, client: usize, id: EntryId, attempt: u32) {
        let Some(draft) = self.clients[client].wanted(id).cloned() else { return };
        let party = self.clients[client].party.clone();
        self.sent += 1;
        let sent = self.sent;
        self.clients[client].asked(id, sent);
        for wait in self.fate(&party, &self.node_party.clone()) {
            self.schedule.after(wait, Event::AtNode { client, draft: Box::new(draft.clone()), sent });
        }
        self.schedule.after(Client::wait_ms(attempt), Event::Retry { client, id, attempt: attempt + 1 });
    }

    pub(super) fn fate(&mut self, from: &Party, to: &Party) -> Vec<i64> {
        match self.network.send(from, to) {
            Fate::Arrives(times) => {
                self.counted.doubled += u64::from(times.len() > 1);
                let usual_ms = Link::GOOD.delay_ms + Link::GOOD.jitter_ms;
                self.counted.delayed += times.iter().filter(|ms| **ms > usual_ms).count() as u64;
                times
            }
            Fate::Lost => {
                self.counted.lost += 1;
                Vec::new()
            }
            Fate::CutOff => {
                self.counted.cut_off += 1;
                Vec::new()
            }
        }
    }

    pub(super) fn at_node(&mut self, client: usize, draft: Draft, sent: u64) -> Result<(), Breach> {
        self.counted.overtaken += u64::from(sent < self.arrived);
        self.arrived = self.arrived.max(sent);
        let Client { organisation, role, party, .. } = &self.clients[client];
        let (organisation, role, party) = (organisation.clone(), *role, party.clone());
        let id = draft.id;
        let foreseen = self.model.foresee(&draft, &organisation, self.node.clock().now());
        let answer = self.node.call(async |store| {
            let scope = scope(store, role, organisation.as_str());
            store.record(&scope, &organisation, draft).await
        })?;
        let answer = match answer {
            None => {
                self.counted.unanswered += 1;
                return Ok(());
            }
            Some(Ok(receipt)) => {
                if let Some(refusal) = foreseen.filter(|_| !receipt.replayed) {
                    return Err(Breach::Taken(id, refusal));
                }
                self.note(format_args!("{id} at {}/{}", receipt.origin, receipt.index));
                Answer::Recorded(Box::new(receipt))
            }
            // Its campaign may still be on the way.
            Some(Err(RecordFault::Environment(_))) => Answer::Later,
            Some(Err(_)) if !self.is_campaign_known() => Answer::Later,
            Some(Err(fault)) => {
                self.note(format_args!("{id} refused: {fault}"));
                if self.model.holds(id) {
                    return Err(Breach::NotArrived(format!(
                        "{id} stands on record and was refused: {fault}"
                    )));
                }
                if !foreseen.is_some_and(|refusal| refusal.is_of(&fault)) {
                    return Err(Breach::Refused(id, format!("{fault}, where {foreseen:?} was foreseen")));
                }
                self.counted.foreseen += 1;
                // What a program measured it sends again, once its time has come by the node's clock as well.
                let comes = matches!(foreseen, Some(Refusal::NotOver | Refusal::ToCome));
                if comes && role == Role::Machine { Answer::Later } else { Answer::Refused }
            }
        };
        for wait in self.fate(&self.node_party.clone(), &party) {
            self.schedule.after(wait, Event::AtClient { client, id, sent, answer: answer.clone() });
        }
        Ok(())
    }

    pub(super) fn is_campaign_known(&self) -> bool {
        self.node.store().is_some_and(|store| !store.campaigns_in_force().is_empty())
    }

    pub(super) fn at_client(
        &mut self,
        client: usize,
        id: EntryId,
        sent: u64,
        answer: Answer,
    ) -> Result<(), Breach> {
        match answer {
            Answer::Later => Ok(()),
            // Nobody reads the answer to a request that was given up: the one sent since may have found the clock right.
            Answer::Refused if !self.clients[client].waits_for(id, sent) => {
                self.counted.given_up += 1;
                Ok(())
            }
            Answer::Refused => {
                self.counted.refused += u64::from(self.clients[client].told_refused(id));
                Ok(())
            }
            Answer::Recorded(receipt) => {
                self.counted.replayed += u64::from(receipt.replayed);
                self.counted.acknowledged += 1;
                self.clients[client].told_recorded(id);
                let organisation = self.clients[client].organisation.clone();
                self.model.acknowledge(&organisation, *receipt)
            }
        }
    }

    pub(super) fn watch(&mut self) -> Result<(), Breach> {
        let organisation = ORGANISATIONS[self.watching.below(ORGANISATIONS.len() as u64) as usize];
        let wait = self.watching.wait_ms(WATCH_EVERY_MS) + 1_000;
        self.schedule.after(wait, Event::Watch);
        let asked = self.node.call(async |store| {
            let organisation = slug(organisation);
            let head = store.checkpoint(&regulator(store), &organisation).await.ok()?;
            Some((head.note, store.verifier_key(&organisation)?))
        })?;
        if let Some((note, vkey)) = asked.flatten() {
            for wait in self.fate(&self.node_party.clone(), &Party::new("witness")) {
                let (note, vkey) = (note.clone(), vkey.clone());
                self.schedule.after(wait, Event::AtWitness { note, vkey });
            }
        }
        Ok(())
    }
}
