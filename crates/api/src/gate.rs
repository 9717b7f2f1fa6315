//! What each route asks of whoever comes. A route is made with its gates or not at all, so none is without a policy;
//! the store applies the policy to the organisation that is asked about.

use std::sync::Arc;

use access::Action;
use axum::{extract::DefaultBodyLimit, middleware, routing::MethodRouter};

use crate::{
    declared,
    figures::{self, Counting},
    fresh,
    node::Node,
    once, openapi,
};

/// Largest body of a route that says nothing else: an inspection with every line and a note fits many times over.
const USUAL_BYTES: usize = 64 * 1024;

/// Whom a method of a route lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody: it tells nothing that is not public.
    Public,
    /// A program that shows a source's secret.
    Secret,
    /// Whoever is signed in, about themselves.
    SignedIn,
    /// Whoever is signed in, of every organisation what the policy grants them, by this action or by others: a list
    /// without the rest.
    Lists(Action, &'static [Action]),
    /// Whoever the policy grants this for the organisation asked about; of several, the one that the request is for.
    Needs(Action, &'static [Action]),
    /// A program on the same machine, that comes straight and for nobody else.
    Near,
}

/// What the writes of a route leave, by which one that comes again is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// A mark beside the entry that tells of the write.
    Mark,
    /// Entries that each have their id from what they say: to go over them again is the same.
    Ids,
    /// Nothing: it only looks.
    Nothing,
}

/// A path with its methods, and whom each lets in.
pub struct Route {
    /// The path; of what [`table`](crate::table) lists, the part below `/api/v1`.
    pub path: &'static str,
    /// The gate of each method.
    pub gates: &'static [(&'static str, Gate)],
    /// Largest body that is read, with an idempotency key and without.
    pub max_bytes: usize,
    /// What its writes leave.
    leaves: Leaves,
    /// Whether what is read here bears a tag; a stream has none.
    pub tagged: bool,
    methods: MethodRouter<Node>,
}

impl Route {
    /// A route. One without a gate does not compile.
    pub(crate) fn new<const METHODS: usize>(
        path: &'static str,
        gates: &'static [(&'static str, Gate); METHODS],
        methods: MethodRouter<Node>,
    ) -> Self {
        const { assert!(METHODS > 0, "a route names whom each of its methods lets in") };
        Self { path, gates, max_bytes: USUAL_BYTES, leaves: Leaves::Mark, tagged: true, methods }
    }

    /// The route with another limit of its body.
    pub(crate) fn up_to(self, max_bytes: usize) -> Self {
        Self { max_bytes, ..self }
    }

    /// The route, whose writes leave something else than usual.
    pub(crate) fn leaving(self, leaves: Leaves) -> Self {
        Self { leaves, ..self }
    }

    /// The route, of which no answer bears a tag.
    pub(crate) fn untagged(self) -> Self {
        Self { tagged: false, ..self }
    }

    /// Its methods, each held to the limit and carried out once for each idempotency key, asked by the parameters of its
    /// description alone, answered with a tag, and counted. `base` is what its path stands below.
    pub(crate) fn served(self, node: &Node, base: &str) -> MethodRouter<Node> {
        let once = once::Once { node: node.clone(), max_bytes: self.max_bytes, leaves: self.leaves };
        let named = openapi::named(&format!("{base}{}", self.path));
        let counting = Counting { figures: Arc::clone(&node.figures), route: self.path };
        let methods = self
            .methods
            .layer(DefaultBodyLimit::max(self.max_bytes))
            .layer(middleware::from_fn_with_state(once, once::once));
        let methods =
            if self.tagged { methods.layer(middleware::from_fn(fresh::conditional)) } else { methods };
        methods
            .layer(middleware::from_fn_with_state(named, declared::declared))
            .layer(middleware::from_fn_with_state(counting, figures::counted))
    }
}
