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
    let added = input::runtime()?.block_on(app::add_account(&config, &data, order)).map_err(|fault| {
        let in_use = fault.is_in_use();
        let answer = super::fault_of(fault);
        if in_use { answer.hint("accounts are added while the node is stopped") } else { answer }
    })?;
    if let Some(warning) = added.warning {
        eprintln!("warning: {warning}");
    }
    Ok(Answer::Yes)
}
