//! Administration of accounts: `ReadAccounts` and `ManageAccounts`, for one's own organisation and those below. An
//! account one does not manage is not there.

use access::Role;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, de::value::StrDeserializer};
use store::{Account, Invited};
use utoipa::IntoParams;

use super::{board::slug, paging::asked};
use crate::{
    code,
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    says,
    viewer::{Viewer, Writer},
    wire::{AccountView, AccountsPage, InvitationView, Invite, RoleChange, RoleName},
};

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `next` of the page before.
    pub after: Option<String>,
    /// Accounts on the page, at most 500; 100 where absent.
    pub limit: Option<usize>,
    /// Those of this role.
    #[param(value_type = Option<RoleName>)]
    pub role: Option<Role>,
}

/// `GET /accounts`.
#[utoipa::path(get, path = "/api/v1/accounts", params(Which), responses((status = 200, body = AccountsPage), (status = "4XX", body = Problem)))]
pub async fn page(
    State(node): State<Node>,
    viewer: Viewer,
    Params(Which { after, limit, role }): Params<Which>,
) -> Result<Json<AccountsPage>, Problem> {
    let asked = asked(after, limit);
    let found = node.store.accounts_of(&viewer.scope, role, asked.after.as_deref(), asked.limit).await?;
    let accounts = found.accounts.into_iter().map(|account| view(&node, &viewer, account)).collect();
    Ok(Json(AccountsPage { accounts, next: found.next }))
}

/// `POST /accounts`: makes an account that can't sign in until its code is used. The code is in this answer alone.
#[utoipa::path(post, path = "/api/v1/accounts", request_body = Invite, responses((status = 201, body = InvitationView), (status = "4XX", body = Problem)))]
pub async fn invite(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<Invite>,
) -> Result<Response, Problem> {
    let invited = Invited {
        login: body.login,
        name: body.name,
        role: role_of(&body.role)?,
        organisation: slug("organisation", body.organisation)?,
    };
    let code = code::fresh(&node);
    let (account, expires_at) = node.store.invite(&viewer.scope, invited, code::digest(&code)).await?;
    let answer = InvitationView { account: view(&node, &viewer, account), code, expires_at };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /accounts/{id}/invitation`: another code in the place of one that was lost or has expired.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/invitation", params(("id" = String, Path)), responses((status = 201, body = InvitationView), (status = "4XX", body = Problem)))]
pub async fn invite_again(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<Response, Problem> {
    let code = code::fresh(&node);
    let (account, expires_at) = node.store.invite_again(&viewer.scope, &id, code::digest(&code)).await?;
    let answer = InvitationView { account: view(&node, &viewer, account), code, expires_at };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /accounts/{id}/disable`: shuts it out and ends its sessions.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/disable", params(("id" = String, Path)), responses((status = 200, body = AccountView), (status = "4XX", body = Problem)))]
pub async fn disable(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<Json<AccountView>, Problem> {
    let account = node.store.disable_account(&viewer.scope, &id).await?;
    Ok(Json(view(&node, &viewer, account)))
}

/// `POST /accounts/{id}/enable`: lets it in again.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enable", params(("id" = String, Path)), responses((status = 200, body = AccountView), (status = "4XX", body = Problem)))]
pub async fn enable(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<Json<AccountView>, Problem> {
    let account = node.store.enable_account(&viewer.scope, &id).await?;
    Ok(Json(view(&node, &viewer, account)))
}

/// `POST /accounts/{id}/role`: gives it another role and ends its sessions.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/role", params(("id" = String, Path)), request_body = RoleChange, responses((status = 200, body = AccountView), (status = "4XX", body = Problem)))]
pub async fn change_role(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
    Body(body): Body<RoleChange>,
) -> Result<Json<AccountView>, Problem> {
    let account = node.store.set_role(&viewer.scope, &id, role_of(&body.role)?).await?;
    Ok(Json(view(&node, &viewer, account)))
}

/// `DELETE /accounts/{id}/sessions`: signs it out everywhere.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/sessions", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end_sessions(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<StatusCode, Problem> {
    node.store.end_sessions(&viewer.scope, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn role_of(word: &str) -> Result<Role, Problem> {
    let role = Role::deserialize(StrDeserializer::<serde::de::value::Error>::new(word));
    role.map_err(|_| Problem::bad_field("role", says::no_role()))
}

pub(super) fn view(node: &Node, viewer: &Viewer, account: Account) -> AccountView {
    let name = node.store.organisation_name(&viewer.scope, &account.organisation);
    AccountView {
        state: match (account.disabled_at, account.enrolled) {
            (Some(_), _) => "disabled",
            (None, false) => "invited",
            (None, true) => "active",
        },
        id: account.actor,
        login: account.login,
        name: account.name,
        role: account.role.to_string(),
        organisation_name: name.unwrap_or_else(|| account.organisation.to_string()),
        organisation: account.organisation.to_string(),
        created_at: account.created_at,
        disabled_at: account.disabled_at,
        failures: account.failures,
    }
}
