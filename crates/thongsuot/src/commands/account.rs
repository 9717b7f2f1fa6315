//! `account add`.

use super::input;
use crate::{
    args::Account,
    outcome::{Answer, Fault, Outcome},
};
use std::io::BufRead;

/// Runs it.
pub fn run(command: Account) -> Outcome {
    let Account::Add { data, config, login, role, organisation, name, password_stdin: _ } = command;
    let config = input::config(config.as_deref())?;
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|error| Fault::input(format!("cannot read the password from standard input: {error}")))?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let order = app::AccountOrder { login, role, organisation, name, password };
    input::runtime()?.block_on(app::add_account(&config, &data, order)).map_err(super::fault_of)?;
    Ok(Answer::Yes)
}
