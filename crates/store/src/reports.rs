//! Reports before they are signed: the board and the position it stands at taken together, the drafts kept so far with
//! who signed them, and what was withdrawn from being counted.

use access::{Action, Scope};
use calendar::Instant;
use campaign::{Body, Cell, DraftedReport, Evidence, Paper};
use journal::{Cursor, Draft, EntryId, Fact, Hash, Slug};

use crate::{
    EvidenceView, Store,
    campaigns::evidence_of,
    core::reading,
    fault::{ReadFault, RecordFault},
    keyed::{Page, PageAsked, newest_first},
    projections::Topic,
    says,
    sql::{Place, StoredEntry},
};

/// Drafts of a paper looked at, newest first.
const MAX_DRAFTS: usize = 50;

/// The live board and where the viewer's logs stand, of one moment.
#[derive(Clone, Debug)]
pub struct BoardNow {
    /// The moment.
    pub at: Instant,
    /// How far each of the viewer's logs had come.
    pub cursor: Cursor,
    /// Every cell the viewer sees, in the order of the board.
    pub cells: Vec<Cell>,
}

/// A report that was drawn up.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// The entry.
    pub view: EvidenceView,
    /// What it says.
    pub report: DraftedReport,
    /// Who signed it, first signature first.
    pub attested: Vec<EvidenceView>,
}

impl Store {
    /// The live board with the position it stands at: nothing comes between the two.
    pub fn board_now(&self, scope: &Scope) -> BoardNow {
        self.core.shared.tick();
        let standing = self.core.shared.read();
        let at = standing.board.now();
        let page =
            standing.board.page(None, usize::MAX, at, |organisation| scope.sees(organisation), |_| true);
        let cells = page.cells.into_iter().map(std::borrow::Cow::into_owned).collect();
        BoardNow { at, cursor: standing.cursor(scope), cells }
    }

    /// The reports of a paper that the viewer's organisation drew up on one organisation, or on everything it sees; newest
    /// first.
    pub async fn drafted(
        &self,
        scope: &Scope,
        paper: Paper,
        about: Option<&Slug>,
    ) -> Result<Vec<Drafted>, ReadFault> {
        let asked = PageAsked { after: None, limit: MAX_DRAFTS };
        Ok(self.drafted_page(scope, paper, about, &asked).await?.lines)
    }

    /// A page of them.
    pub async fn drafted_page(
        &self,
        scope: &Scope,
        paper: Paper,
        about: Option<&Slug>,
        asked: &PageAsked,
    ) -> Result<Page<Drafted>, ReadFault> {
        let own = &scope.organisation;
        reading(scope, Action::ReadReport, own, "report")?;
        self.core.settle_index().await?;
        let places = self.core.indexed(scope).all_places(&Topic::Reports(own.clone()).text()).await?;
        let mut all = self.at_places(scope, &places).await?;
        let is_wanted = |body: &Body| {
            matches!(body, Body::ReportDrafted(report)
                if report.paper == paper && report.about.as_ref() == about)
        };
        all.retain(|(_, evidence)| is_wanted(&evidence.body));
        let key = |(_, one): &(StoredEntry, Evidence)| newest_first(one.recorded_at, &one.id.to_string());
        let page = Page::of(all, key, asked);
        Ok(Page { lines: self.with_signatures(scope, page.lines).await?, next: page.next })
    }

    /// One of them.
    pub async fn find_drafted(&self, scope: &Scope, id: EntryId) -> Result<Drafted, ReadFault> {
        let (own, absent) = (&scope.organisation, || ReadFault::NotFound("report"));
        reading(scope, Action::ReadReport, own, "report")?;
        let (stored, entry) = self.core.seen(scope).find_by_id(id).await?.ok_or_else(absent)?;
        let evidence = Evidence::keep(&entry, stored.place.index);
        if evidence.organisation != *own {
            return Err(absent());
        }
        self.with_signatures(scope, vec![(stored, evidence)]).await?.pop().ok_or_else(absent)
    }

    async fn with_signatures(
        &self,
        scope: &Scope,
        found: Vec<(StoredEntry, Evidence)>,
    ) -> Result<Vec<Drafted>, ReadFault> {
        let mut drafts = Vec::with_capacity(found.len());
        for view in self.views(scope, found, |_| false).await? {
            let Body::ReportDrafted(report) = Evidence::keep(&view.entry, view.index).body else { continue };
            let mut attested = Vec::new();
            for answer in self.answers(scope, view.entry.id).await? {
                if answer.kind.as_str() == "report.attested" {
                    attested.push(self.find_evidence(scope, answer.id).await?);
                }
            }
            drafts.push(Drafted { view, report, attested });
        }
        Ok(drafts)
    }

    /// All corrections of what is about an organisation, newest first, as far as the viewer sees them.
    pub async fn corrections(
        &self,
        scope: &Scope,
        organisation: &Slug,
    ) -> Result<Vec<EvidenceView>, ReadFault> {
        reading(scope, Action::ReadEvidence, organisation, "organisation")?;
        self.core.settle_index().await?;
        let topic = Topic::Corrections(organisation.clone()).text();
        let places = self.core.indexed(scope).all_places(&topic).await?;
        let found = self.at_places(scope, &places).await?;
        self.views(scope, found, |_| false).await
    }

    async fn at_places(
        &self,
        scope: &Scope,
        places: &[Place],
    ) -> Result<Vec<(StoredEntry, Evidence)>, ReadFault> {
        let stored = self.core.seen(scope).entries_at(places).await?.into_iter();
        stored
            .map(|stored| {
                let evidence = evidence_of(&stored)?;
                Ok((stored, evidence))
            })
            .collect()
    }

    /// A signature stands by one draft of the signer's organisation, to the letter.
    pub(crate) async fn check_attested(&self, writer: &Slug, draft: &Draft) -> Result<(), RecordFault> {
        if draft.kind.as_str() != "report.attested" {
            return Ok(());
        }
        let absent = || RecordFault::NotFound("drafted report");
        let id = draft.answers.first().copied().ok_or_else(absent)?;
        let (_, entry) = self.core.of(writer).find_by_id(id).await?.ok_or_else(absent)?;
        if entry.kind.as_str() != "report.drafted" || entry.origin.organisation() != writer {
            return Err(RecordFault::field("answers", says::no_report_of_yours(id)));
        }
        // Under which delegation it is signed is the signature's own.
        let own = |name: &&String| !["delegation", "signed_as"].contains(&name.as_str());
        let differs = |name: &&String| own(name) && entry.facts.get(*name) != draft.facts.get(*name);
        match entry.facts.keys().chain(draft.facts.keys()).find(differs) {
            Some(name) => Err(RecordFault::field(&format!("facts.{name}"), says::not_as_drafted())),
            None => Ok(()),
        }
    }

    /// The document of a drafted report; none once it was erased.
    pub async fn drafted_document(&self, scope: &Scope, id: EntryId) -> Result<Vec<u8>, ReadFault> {
        let view = self.find_evidence(scope, id).await?;
        let document = view.private.as_ref().and_then(|private| private.get("document"));
        let digest = match (view.entry.kind.as_str(), document) {
            ("report.drafted", Some(crate::Disclosed::Value(Fact::Text(text)))) => Hash::parse(text).ok(),
            _ => None,
        };
        self.get_blob(scope, digest.ok_or(ReadFault::NotFound("report"))?).await
    }
}
