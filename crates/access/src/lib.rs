//! The one policy: who may do what for whom, and what no node with a way out may take.
//!
//! [`allows`] is the whole table, role × relation → action; [`Scope`] applies it to one actor in one tree of
//! organisations, and every call of the store takes one. [`secrecy`] is the rule for every input that may carry a
//! secrecy mark. Pure: no clock, no storage, no network.
mod policy;
mod scope;
pub mod secrecy;
mod tree;

pub use policy::{Action, Relation, Role, SIGNED_FOR_ANOTHER, allows, matrix, may_be_delegated, opens};
pub use scope::{Delegated, Denied, KeyLimit, Scope, SignedAs};
pub use tree::Tree;
