//! `make test-peers`: our answers against those of other people's programs, fetched from their registries: the lunar
//! calendar against PyPI's `lunar-vn`, and the exchange with Zabbix against Debian's.

mod lunar;
mod zabbix;

use crate::fault::Fault;
use crate::results;

/// Runs every comparison, or the one that is named, and writes a dated result.
pub fn run(words: &[&str]) -> Result<(), Fault> {
    let (name, runs) = match words {
        [] => ("peers", vec![lunar::run()?, zabbix::run()?]),
        ["lunar"] => ("peers-lunar", vec![lunar::run()?]),
        ["zabbix"] => ("peers-zabbix", vec![zabbix::run()?]),
        _ => return Err(Fault::usage("test-peers takes nothing, or one of: lunar, zabbix")),
    };
    results::write(name, &runs)?;
    Ok(())
}
