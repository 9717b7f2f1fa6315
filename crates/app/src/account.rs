//! Adding an account from the command line, while the node is stopped.

use std::path::Path;

use access::{Role, Scope, secrecy::Taking};
use journal::Slug;
use store::NewAccount;

use crate::{config::NodeConfig, fault::AppFault, opening, system::random};

/// An account to be made.
pub struct AccountOrder {
    /// Login.
    pub login: String,
    /// Role, by its word.
    pub role: String,
    /// Organisation, by its short name.
    pub organisation: String,
    /// Name shown to people.
    pub name: String,
    /// Password in the clear; it is hashed and forgotten.
    pub password: String,
}

/// An account that was made.
pub struct AddedAccount {
    /// What to look at again: accounts may be made before the campaign that knows their organisation is issued.
    pub warning: Option<String>,
}

/// Makes it.
pub async fn add_account(
    config: &NodeConfig,
    data: &Path,
    order: AccountOrder,
) -> Result<AddedAccount, AppFault> {
    let role: Role = serde_json::from_value(serde_json::Value::String(order.role.clone())).map_err(|_| {
        let known = Role::ALL.map(|role| role.to_string()).join(", ");
        AppFault::Input(format!("--role {}: not a role; one of {known}", order.role))
    })?;
    let organisation = Slug::new(order.organisation.clone())
        .map_err(|fault| AppFault::Input(format!("--organisation {}: {fault}", order.organisation)))?;
    let context = [order.login.as_str(), order.name.as_str(), organisation.as_str()];
    api::password::rule::check(&order.password, &context)
        .map_err(|what| AppFault::Input(format!("the password {what}")))?;
    let password_hash = api::password::hash(&order.password, random())
        .map_err(|fault| AppFault::Input(format!("the password cannot be hashed: {fault}")))?;
    let store = opening::open(config, data, Taking { isolated: false }).await?;
    let tree = store.tree();
    let issued = tree.organisations().next().is_some();
    let warning = (issued && !tree.contains(&organisation)).then(|| {
        let known = opening::listed(tree.organisations());
        format!("--organisation {organisation}: in no campaign issued here so far; there are {known}")
    });
    let scope = Scope::new(opening::ACTOR, Role::Administrator, organisation.clone(), &tree);
    let new = NewAccount { login: order.login, password_hash, role, organisation, name: order.name };
    let added = store.add_account(&scope, new).await;
    let closed = store.close().await;
    added?;
    closed?;
    Ok(AddedAccount { warning })
}
