//! `measure probe`: one probe by hand, with every phase.

use super::input;
use crate::{
    args::{Format, Measure},
    outcome::{Answer, Fault, Outcome},
};
use measure::{Granted, Prober, ProberSpec, TargetSpec};
use std::sync::Arc;

/// Runs it: exit 1 when the target did not answer as it should.
pub fn run(command: Measure) -> Outcome {
    let Measure::Probe { target, config, timeout_ms, format } = command;
    let granted = match &config {
        Some(_) => input::config(config.as_deref())?.measure.granted.of_any(),
        None => Granted::loopback(),
    };
    let mut spec = TargetSpec::for_url(&target).map_err(|fault| {
        Fault::input(format!("{target}: {fault}"))
            .hint("icmp://HOST, tcp://HOST:PORT, dns://SERVER:PORT/NAME, http(s)://HOST[:PORT]/PATH, tls://HOST:PORT")
    })?;
    spec.timeout_ms = timeout_ms;
    let prober = Prober::new(ProberSpec {
        granted,
        clock: Arc::new(app::SystemClock),
        random: Arc::new(|| u64::from_ne_bytes(app::random())),
    });
    let outcome = input::runtime()?.block_on(prober.probe_once(&spec)).map_err(Fault::input)?;
    match format {
        Format::Json => input::print_json(&outcome)?,
        Format::Text => {
            let phases = &outcome.phases;
            let shown = [
                ("dns", phases.dns_us),
                ("connect", phases.connect_us),
                ("tls", phases.tls_us),
                ("first byte", phases.first_byte_us),
                ("total", Some(phases.total_us)),
            ];
            let phases: Vec<String> =
                shown.iter().filter_map(|(name, us)| us.map(|us| format!("{name} {us} µs"))).collect();
            input::print_line(&format!(
                "{target}: {} {} ({})",
                outcome.cause.name(),
                outcome.detail,
                phases.join(", ")
            ))?;
            if let Some(certificate) = &outcome.certificate {
                input::print_line(&format!("certificate until {}", certificate.not_after.edge()))?;
            }
        }
    }
    Ok(if outcome.cause == measure::Cause::Ok { Answer::Yes } else { Answer::No })
}
