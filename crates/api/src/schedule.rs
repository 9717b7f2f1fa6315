//! The calendar file of a campaign, as its reader sees it: what the download and the command line share.

use access::{Action, Scope};
use campaign::Campaign;
use journal::Slug;
use report::{DelegationEnd, Language, Schedule, Wording, ics};
use store::{Asked, PageAsked, ReadFault, Store};

/// Deadlines, periods and what was given to units; of one organisation alone where it is named.
pub async fn calendar_file(
    store: &Store,
    scope: &Scope,
    campaign: &Campaign,
    only: Option<&Slug>,
) -> Result<String, ReadFault> {
    let mut cells = store.board_at(scope, &Asked { at: None, known: None }).await?;
    let may = |action, organisation: &Slug| scope.may(action, organisation).is_ok();
    cells.retain(|cell| {
        campaign.find_obligation(&cell.obligation).is_some()
            && only.is_none_or(|only| *only == cell.organisation)
            && may(Action::ReadObligation, &cell.organisation)
    });
    for cell in &mut cells {
        // By when something is due stands in the campaign; what was promised or given since, on the board.
        if !may(Action::ReadBoard, &cell.organisation) {
            (cell.promised_until, cell.holder) = (None, None);
        }
    }
    let schedule = Schedule { campaign, cells: &cells, delegations: delegations(store, scope, only).await? };
    let words = Wording::of(Language::Vietnamese);
    Ok(ics(&schedule.name(words), store.node(), &schedule.events(words), store.now()))
}

/// The delegations that hold, or are to.
async fn delegations(
    store: &Store,
    scope: &Scope,
    only: Option<&Slug>,
) -> Result<Vec<DelegationEnd>, ReadFault> {
    let now = store.now();
    let (mut found, mut asked) = (Vec::new(), PageAsked::default());
    loop {
        let page = store.delegations(scope, &asked).await?;
        for one in page.lines.into_iter().map(|view| view.delegation) {
            let lasts = one.withdrawn_at.is_none() && now < one.until;
            if lasts && only.is_none_or(|only| *only == one.organisation) {
                let name = store.organisation_name(scope, &one.organisation);
                found.push(DelegationEnd {
                    organisation: name.unwrap_or_else(|| one.organisation.to_string()),
                    form: one.signed_as.prefix().to_owned(),
                    id: one.id,
                    until: one.until,
                });
            }
        }
        match page.next {
            Some(next) => asked.after = Some(next),
            None => return Ok(found),
        }
    }
}
