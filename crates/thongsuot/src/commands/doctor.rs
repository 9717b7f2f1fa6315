//! `doctor`: what this machine gives the program, and what is missing.

use super::input;
use crate::{
    args::{Doctor, Format},
    outcome::{Answer, Outcome},
};
use serde::Serialize;
use std::net::TcpListener;

#[derive(Serialize)]
struct Finding {
    what: &'static str,
    fine: bool,
    detail: String,
}

/// Runs it: exit 1 when something is missing.
pub fn run(flags: &Doctor) -> Outcome {
    let config = input::config(flags.config.as_deref())?;
    let listen = config.http.listen;
    let bound = TcpListener::bind(listen);
    let mut findings = vec![Finding {
        what: "port",
        fine: bound.is_ok(),
        detail: bound.map_or_else(|error| format!("{listen}: {error}"), |_| format!("{listen} is free")),
    }];
    let ties = app::ties(&config, &app::Routes::read());
    findings.push(Finding {
        what: "isolation",
        fine: !config.node.isolated || ties.is_empty(),
        detail: match (config.node.isolated, ties.is_empty()) {
            (false, _) => "not declared; letters with a secrecy mark are refused".to_owned(),
            (true, true) => "declared, and true".to_owned(),
            (true, false) => ties.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        },
    });
    if !config.sources.is_empty() {
        let read = config.read_sources(&app::variable);
        let lines =
            |faults: Vec<_>| faults.iter().map(ToString::to_string).collect::<Vec<String>>().join("\n");
        findings.push(Finding {
            what: "sources",
            fine: read.is_ok(),
            detail: read.map_or_else(lines, |read| format!("{} in order", read.specs.len())),
        });
    }
    if let Some(data) = &flags.data {
        let opened = input::runtime()?.block_on(async {
            // What only looks begins no data directory.
            let store = app::open_existing(&config, data).await?;
            let logs = store.campaigns_in_force().len();
            store.close().await?;
            Ok::<_, app::AppFault>(logs)
        });
        findings.push(Finding {
            what: "data",
            fine: opened.is_ok(),
            detail: opened
                .map_or_else(|fault| fault.to_string(), |campaigns| format!("opens; {campaigns} campaigns")),
        });
    }
    match flags.format {
        Format::Json => input::print_json(&findings)?,
        Format::Text => {
            for finding in &findings {
                let mark = if finding.fine { "ok" } else { "no" };
                input::print_line(&format!("{mark}  {}: {}", finding.what, finding.detail))?;
            }
        }
    }
    Ok(if findings.iter().all(|finding| finding.fine) { Answer::Yes } else { Answer::No })
}
