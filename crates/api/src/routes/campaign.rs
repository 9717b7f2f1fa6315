//! The campaign in force, as the viewer sees it, and its deadlines as a calendar file.

use axum::{Json, extract::State, response::Response};
use journal::Slug;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{board::slug, report::named};
use crate::{
    extract::Params,
    node::Node,
    problem::Problem,
    schedule::calendar_file,
    viewer::Viewer,
    wire::{CampaignView, DirectiveView, LunarView, OrganisationView, PeriodView},
};

/// `GET /campaign`.
#[utoipa::path(get, path = "/api/v1/campaign", responses((status = 200, body = CampaignView), (status = "4XX", body = Problem)))]
pub async fn show(State(node): State<Node>, viewer: Viewer) -> Result<Json<CampaignView>, Problem> {
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let now = node.now();
    let giao_thua = calendar::giao_thua_after(now);
    let sees = |organisation: &Slug| viewer.scope.sees(organisation);
    let periods = |list: &[campaign::Period]| list.iter().map(PeriodView::from).collect();
    Ok(Json(CampaignView {
        id: campaign.id.to_string(),
        title: campaign.title.clone(),
        digest: campaign.digest.to_string(),
        from: campaign.from,
        to: campaign.to,
        zone: campaign.zone.clone(),
        phases: periods(&campaign.phases),
        critical: periods(&campaign.critical),
        freeze: periods(&campaign.freeze),
        giao_thua,
        lunar: LunarView {
            text: calendar::lunar_text(calendar::lunar_of(giao_thua.local_date())),
            year_name: calendar::year_name(calendar::lunar_of(giao_thua.local_date()).year),
        },
        now,
        organisations: campaign
            .organisations
            .iter()
            .filter(|one| sees(&one.id))
            .map(|one| OrganisationView::of(one, sees))
            .collect(),
        directive: campaign.directives.first().map(|letter| DirectiveView {
            number: letter.number.clone(),
            issued: letter.issued.clone(),
            issuer: letter.issuer.clone(),
            subject: letter.subject.clone(),
        }),
    }))
}

/// Whose calendar.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// What this organisation owes; what everybody the viewer sees owes where absent.
    pub organisation: Option<String>,
}

/// `GET /campaign/calendar`: deadlines, periods and what was given to units as iCalendar.
#[utoipa::path(get, path = "/api/v1/campaign/calendar", params(Whose), responses((status = 200, body = String, content_type = "text/calendar"), (status = "4XX", body = Problem)))]
pub async fn calendar(
    State(node): State<Node>,
    viewer: Viewer,
    Params(whose): Params<Whose>,
) -> Result<Response, Problem> {
    let organisation = whose.organisation.map(|text| slug("organisation", text)).transpose()?;
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let file = calendar_file(&node.store, &viewer.scope, &campaign, organisation.as_ref()).await?;
    let name = format!("lich-{}.ics", campaign.id);
    Ok(named(file, "text/calendar; charset=utf-8", &name))
}
