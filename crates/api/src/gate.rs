//! What each route asks of whoever comes. A route is made with its gates or not at all, so none is without a policy;
//! the store applies the policy to the organisation that is asked about.

use access::Action;
use axum::routing::MethodRouter;

use crate::node::Node;

/// Whom a method of a route lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody: it tells nothing that is not public.
    Public,
    /// A program that shows a source's secret.
    Secret,
    /// Whoever is signed in, about themselves.
    SignedIn,
    /// Whoever is signed in, of every organisation what the policy grants them: a list without the rest.
    Lists(&'static [Action]),
    /// Whoever the policy grants this for the organisation asked about; of several, the one that the request is for.
    Needs(&'static [Action]),
}

/// A path with its methods, and whom each lets in.
pub struct Route {
    /// The path below `/api/v1`.
    pub path: &'static str,
    /// The gate of each method.
    pub gates: &'static [(&'static str, Gate)],
    pub(crate) methods: MethodRouter<Node>,
}

impl Route {
    /// A route. One without a gate does not compile.
    pub(crate) fn new<const METHODS: usize>(
        path: &'static str,
        gates: &'static [(&'static str, Gate); METHODS],
        methods: MethodRouter<Node>,
    ) -> Self {
        const { assert!(METHODS > 0, "a route names whom each of its methods lets in") };
        Self { path, gates, methods }
    }
}
