//! The node's configuration: one TOML file, every key with a default, every fault named at once.
//!
//! Only this crate reads configuration. A key nobody knows is a fault, so that a typing error never silently leaves
//! a default in force.

use std::{net::SocketAddr, path::Path};

use ipnet::IpNet;
use serde::Deserialize;

/// What `serve` is told about this node.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct NodeConfig {
    /// Who this node is.
    pub node: Node,
    /// Where it answers.
    pub http: Http,
    /// What it may probe.
    pub measure: Measure,
}

/// Identity of the node, and how it is tied to the world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Node {
    /// Name of the node in the origins of its logs, like a host name.
    pub name: String,
    /// Declares that the node has no way out, and may therefore take letters that bear a secrecy mark.
    pub isolated: bool,
    /// Address of the level above, if this node reports to one.
    pub uplink: Option<String>,
    /// Address of what sends its notifications, if it has one.
    pub notifier: Option<String>,
}

/// The HTTP listener.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Address and port.
    pub listen: SocketAddr,
}

/// The measuring engine.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Measure {
    /// Whether this node probes at all.
    pub enabled: bool,
    /// Ranges the administrator granted; a target outside them is never touched.
    pub granted: Vec<IpNet>,
}

impl Default for Node {
    fn default() -> Self {
        Self { name: "node.example".to_owned(), isolated: false, uplink: None, notifier: None }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 8080)) }
    }
}

impl Default for Measure {
    fn default() -> Self {
        let loopback = [
            IpNet::new_assert(std::net::Ipv4Addr::new(127, 0, 0, 0).into(), 8),
            IpNet::new_assert(std::net::Ipv6Addr::LOCALHOST.into(), 128),
        ];
        Self { enabled: true, granted: loopback.to_vec() }
    }
}

/// Why a configuration file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is no such configuration.
    #[error("{path}: {source}")]
    Faulty {
        /// The file.
        path: String,
        /// What is wrong, with line and column.
        source: toml::de::Error,
    },
}

impl NodeConfig {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, ConfigFault> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigFault::Unreadable { path: name.clone(), source })?;
        toml::from_str(&text).map_err(|source| ConfigFault::Faulty { path: name, source })
    }

    /// The file's configuration, or the defaults where no file is named.
    pub fn read_or_default(path: Option<&Path>) -> Result<Self, ConfigFault> {
        path.map_or_else(|| Ok(Self::default()), Self::read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_a_loopback_node() {
        let config: NodeConfig = toml::from_str("").unwrap();
        assert_eq!(config, NodeConfig::default());
        assert!(config.http.listen.ip().is_loopback());
        assert!(config.measure.granted.iter().all(|net| net.addr().is_loopback()));
    }

    #[test]
    fn an_unknown_key_is_a_fault_that_names_its_line() {
        let fault = toml::from_str::<NodeConfig>("[node]\nisolatd = true\n").unwrap_err();
        assert!(fault.to_string().contains("line 2"), "{fault}");
        assert!(fault.to_string().contains("isolatd"), "{fault}");
    }
}
