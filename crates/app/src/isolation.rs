//! Whether a node that calls itself isolated really is: no uplink, no notifier, no API that is told
//! anything, no default route.
//!
//! Only an isolated node may take a letter that bears a secrecy mark (access::secrecy). A declaration that the
//! machine contradicts stops the program before it reads anything.

use crate::{config::NodeConfig, source_config::SourceConfig};

/// What ties a node to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Tie {
    /// It reports to a level above.
    #[error("node.uplink is set")]
    Uplink,
    /// It sends notifications.
    #[error("node.notifier is set")]
    Notifier,
    /// It tells another system's API what people do.
    #[error("a source has an api")]
    Api,
    /// Its machine has a way out.
    #[error("this machine has a default route")]
    DefaultRoute,
}

/// The kernel's routing tables as text; passed in, so that tests need no network of their own.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    /// `/proc/net/route`.
    pub v4: String,
    /// `/proc/net/ipv6_route`.
    pub v6: String,
}

impl Routes {
    /// This machine's tables. One that cannot be read is taken as having a way out.
    pub fn read() -> Self {
        let unknown_v4 = "Iface\tDestination\tGateway\tFlags\nunknown\t00000000\t00000000\t0003\n";
        Self {
            v4: std::fs::read_to_string("/proc/net/route").unwrap_or_else(|_| unknown_v4.to_owned()),
            // A kernel without IPv6 has no such file and no such route.
            v6: std::fs::read_to_string("/proc/net/ipv6_route").unwrap_or_default(),
        }
    }

    fn has_default(&self) -> bool {
        const UP: u32 = 0x0001;
        const REJECT: u32 = 0x0200;
        let v4 = self.v4.lines().skip(1).any(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let flags = fields.get(3).and_then(|text| u32::from_str_radix(text, 16).ok()).unwrap_or(UP);
            // Destination and mask are both zero; the mask is the eighth column and absent in short tables.
            fields.get(1) == Some(&"00000000")
                && fields.get(7).is_none_or(|mask| *mask == "00000000")
                && flags & UP != 0
                && flags & REJECT == 0
        });
        let v6 = self.v6.lines().any(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let flags = fields.get(8).and_then(|text| u32::from_str_radix(text, 16).ok()).unwrap_or(UP);
            fields.first() == Some(&"00000000000000000000000000000000")
                && fields.get(1) == Some(&"00")
                && fields.get(9) != Some(&"lo")
                && flags & REJECT == 0
        });
        v4 || v6
    }
}

/// What ties this node to the world, each thing once.
pub fn ties(config: &NodeConfig, routes: &Routes) -> Vec<Tie> {
    let mut ties = Vec::new();
    if config.node.uplink.is_some() {
        ties.push(Tie::Uplink);
    }
    if config.node.notifier.is_some() {
        ties.push(Tie::Notifier);
    }
    if config.sources.iter().any(SourceConfig::has_api) {
        ties.push(Tie::Api);
    }
    if routes.has_default() {
        ties.push(Tie::DefaultRoute);
    }
    ties
}

/// Whether this node may take what bears a secrecy mark; an untrue declaration is refused with all its reasons.
pub fn taking(config: &NodeConfig, routes: &Routes) -> Result<access::secrecy::Taking, Vec<Tie>> {
    if !config.node.isolated {
        return Ok(access::secrecy::Taking { isolated: false });
    }
    let ties = ties(config, routes);
    if ties.is_empty() { Ok(access::secrecy::Taking { isolated: true }) } else { Err(ties) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    const HEAD: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";

    fn isolated() -> NodeConfig {
        let mut config = NodeConfig::default();
        config.node.isolated = true;
        config
    }

    #[test]
    fn a_node_without_any_tie_may_call_itself_isolated() {
        let routes = Routes {
            v4: format!("{HEAD}eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n"),
            v6: String::new(),
        };
        assert!(taking(&isolated(), &routes).unwrap().isolated);
    }

    #[test]
    fn every_tie_is_named_at_once() {
        let mut config = isolated();
        config.node.uplink = Some("https://tinh.example".to_owned());
        config.node.notifier = Some("smtp://mail.example".to_owned());
        let routes = Routes {
            v4: format!("{HEAD}eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\n"),
            v6: String::new(),
        };
        assert_eq!(
            taking(&config, &routes).unwrap_err(),
            vec![Tie::Uplink, Tie::Notifier, Tie::DefaultRoute]
        );
    }

    #[test]
    fn an_ipv6_default_route_counts_and_the_kernels_reject_route_does_not() {
        let zero = "0".repeat(32);
        let way_out =
            format!("{zero} 00 {zero} 00 fe800000000000000000000000000001 00000400 1 0 00000003 eth0\n");
        let reject = format!("{zero} 00 {zero} 00 {zero} ffffffff 1 0 00200200 lo\n");
        assert_eq!(ties(&isolated(), &Routes { v4: HEAD.to_owned(), v6: way_out }), vec![Tie::DefaultRoute]);
        assert_eq!(ties(&isolated(), &Routes { v4: HEAD.to_owned(), v6: reject }), vec![]);
    }

    #[test]
    fn a_node_that_does_not_call_itself_isolated_takes_no_marked_letter() {
        assert!(!taking(&NodeConfig::default(), &Routes::default()).unwrap().isolated);
    }
}
