//! `serve`: the node, until it is told to stop.

use super::input;
use crate::{
    args::Serve,
    outcome::{Answer, Outcome},
};

/// Runs it.
pub fn run(flags: Serve) -> Outcome {
    let mut config = input::config(flags.config.as_deref())?;
    if let Some(listen) = flags.listen {
        config.http.listen = listen;
    }
    let taking = input::taking(&config)?;
    app::log_to_stderr();
    let order = app::ServeOrder { config, taking, data: flags.data, campaign: flags.campaign };
    input::runtime()?.block_on(app::serve(order)).map_err(super::fault_of)?;
    Ok(Answer::Yes)
}
