//! Assignments: which unit or person carries out what an organisation owes. The owner answers for it all the same, and
//! alone says who: whoever holds an obligation is told of it, and sees nothing else of its owner's by that.

use access::{Action, Relation, Role, Scope, allows};
use campaign::{Cell, CellKey, Holder, Obligation, Status};
use journal::{Draft, Fact, Slug};

use crate::{
    OfCampaign, Store,
    accounts::Account,
    fault::{ReadFault, RecordFault},
    keyed::{Page, PageAsked},
    pages::of_campaign,
    rights::failed,
    sql::accounts as rows,
};

/// People offered at most, by login.
const MAX_PEOPLE: usize = 500;

const KIND: &str = "obligation.assigned";

/// An obligation that somebody holds for its owner.
#[derive(Clone, Debug)]
pub struct AssignmentView {
    /// Which cell.
    pub key: CellKey,
    /// Of which obligation.
    pub obligation: OfCampaign<Obligation>,
    /// How it stands.
    pub status: Status,
    /// Who holds it.
    pub holder: Holder,
    /// Name of the person it was given to; none when it was erased, or the viewer may not know.
    pub person: Option<String>,
    /// What was said with it.
    pub note: Option<String>,
    /// Whether it was given to the viewer, or to the viewer's unit.
    pub own: bool,
}

/// The viewer's own come first.
fn key(one: &AssignmentView) -> String {
    format!("{}~{}~{}", u8::from(!one.own), one.key.organisation, one.key.obligation)
}

impl Store {
    /// What is held for the organisations a viewer sees, and what was given to the viewer or its unit, which comes first.
    pub async fn assignments(
        &self,
        scope: &Scope,
        asked: &PageAsked,
    ) -> Result<Page<AssignmentView>, ReadFault> {
        self.core.shared.tick();
        let found: Vec<AssignmentView> = {
            let standing = self.core.shared.read();
            let board = &standing.board;
            let told = |cell: &Cell| {
                let holder = cell.holder.clone()?;
                let own = is_given_to(scope, &holder);
                let (campaign, obligation) = board
                    .find_obligation(&cell.obligation)
                    .filter(|_| own || scope.sees(&cell.organisation))?;
                let obligation = of_campaign(board, campaign, obligation)?;
                let (key, status) = (cell.key(), cell.status);
                Some(AssignmentView { key, obligation, status, holder, person: None, note: None, own })
            };
            board.assigned().filter_map(told).collect()
        };
        let mut page = Page::of(found, key, asked);
        for one in &mut page.lines {
            if one.own || scope.may(Action::ReadDisclosed, &one.key.organisation).is_ok() {
                let mut said = self.words_of(&one.key.organisation, one.holder.id).await?;
                (one.person, one.note) = (said.remove("person"), said.remove("note"));
            }
        }
        Ok(page)
    }

    /// The people to whom a viewer may give what its organisation owes, by login; nobody where it may not.
    pub async fn assignable(&self, scope: &Scope) -> Result<Vec<Account>, ReadFault> {
        if scope.may(Action::Assign, &scope.organisation).is_err() {
            return Ok(Vec::new());
        }
        let tree = self.tree();
        let within: Vec<&Slug> =
            tree.organisations().filter(|one| self.is_within(&scope.organisation, one)).collect();
        let mut connection =
            self.core.journal.within(within.iter().copied()).acquire().await.map_err(failed)?;
        let mut accounts = rows::page(&mut connection, (within.into_iter(), None), "", MAX_PEOPLE).await?;
        accounts.retain(|account| account.disabled_at.is_none() && carries_out(account.role));
        Ok(accounts)
    }

    /// What is given is given to somebody of the owner's, whose name goes along as a commitment; what is taken back is
    /// what was given last.
    pub(crate) async fn check_assigned(
        &self,
        organisation: &Slug,
        draft: &mut Draft,
    ) -> Result<(), RecordFault> {
        if draft.kind.as_str() != KIND {
            return Ok(());
        }
        // What comes again is told so by the writer.
        let again = self.core.of(organisation).find_place(draft.id).await?.is_some();
        self.check_person(organisation, draft, again).await?;
        match draft.facts.get("change").and_then(Fact::as_text) {
            Some("withdrawn") => self.check_taken_back(organisation, draft, again).await,
            _ => Ok(()),
        }
    }

    async fn check_person(
        &self,
        organisation: &Slug,
        draft: &mut Draft,
        again: bool,
    ) -> Result<(), RecordFault> {
        let text = |field: &str| draft.facts.get(field).and_then(Fact::as_text).map(str::to_owned);
        let (account, unit) = (text("account"), text("unit"));
        let Some(actor) = account else { return Ok(()) };
        let account = {
            let tree = self.tree();
            let within = tree.organisations().filter(|one| self.is_within(organisation, one));
            let journal = self.core.journal.within(within.chain([organisation]));
            let mut connection = journal.acquire().await.map_err(failed)?;
            rows::find_actor(&mut connection, &actor).await?
        };
        let fits = |account: &Account| {
            let unit =
                unit.as_deref().map_or_else(|| Some(organisation.clone()), |unit| Slug::new(unit).ok());
            self.is_within(organisation, &account.organisation)
                && unit.is_some_and(|unit| self.is_within(&unit, &account.organisation))
                && carries_out(account.role)
                && (again || account.disabled_at.is_none())
        };
        // One answer for whoever is unknown, elsewhere, shut out or does not act.
        let nobody = || RecordFault::field("facts.account", "is nobody this could be given to");
        let account = account.filter(fits).ok_or_else(nobody)?;
        let name = Fact::Text(account.name);
        if draft.private.get("person").is_some_and(|given| *given != name) {
            return Err(RecordFault::field("private.person", "is not the name of the account"));
        }
        draft.private.insert("person".to_owned(), name);
        Ok(())
    }

    /// Whether it is this organisation, or a unit of it.
    fn is_within(&self, organisation: &Slug, one: &Slug) -> bool {
        let standing = self.core.shared.read();
        one == organisation
            || standing.campaigns.iter().any(|issued| issued.campaign.is_unit_of(one, organisation))
    }

    async fn check_taken_back(
        &self,
        organisation: &Slug,
        draft: &Draft,
        again: bool,
    ) -> Result<(), RecordFault> {
        let absent = || RecordFault::NotFound("assignment");
        let id = draft.answers.first().copied().ok_or_else(absent)?;
        let (_, entry) = self.core.of(organisation).find_by_id(id).await?.ok_or_else(absent)?;
        let same = |field: &str| entry.facts.get(field) == draft.facts.get(field);
        if entry.kind.as_str() != KIND || entry.origin.organisation() != organisation || !same("obligation") {
            return Err(absent());
        }
        let obligation =
            entry.facts.get("obligation").and_then(Fact::as_text).and_then(|id| Slug::new(id).ok());
        let key = CellKey { organisation: organisation.clone(), obligation: obligation.ok_or_else(absent)? };
        let holds = {
            self.core.shared.tick();
            let standing = self.core.shared.read();
            let cell = standing.board.held(&key);
            cell.and_then(|cell| cell.holder.as_ref()).is_some_and(|holder| holder.id == id)
        };
        if holds || again {
            Ok(())
        } else {
            Err(RecordFault::field("answers", "names what nobody holds any more"))
        }
    }
}

/// Whether it was given to this person, or to the unit this person is of.
fn is_given_to(scope: &Scope, holder: &Holder) -> bool {
    let person = holder.account.as_ref().is_some_and(|account| account.as_str() == scope.actor);
    let reads = scope.may(Action::ReadDisclosed, &scope.organisation).is_ok();
    reads && (person || holder.unit.as_ref() == Some(&scope.organisation))
}

/// Whether an account of this role does something about an obligation of its organisation.
fn carries_out(role: Role) -> bool {
    allows(role, Relation::Own, Action::Promise)
}
