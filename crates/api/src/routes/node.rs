//! The node itself: what it is called, and whether it records.

use axum::{Json, extract::State};
use store::Damage;

use crate::{
    node::Node,
    problem::Problem,
    viewer::Person,
    wire::{DamagedView, DrillView, NodeView, RollbackView},
};

/// `GET /node`.
#[utoipa::path(get, path = "/api/v1/node", responses((status = 200, body = NodeView), (status = "4XX", body = Problem)))]
pub async fn show(State(node): State<Node>, viewer: Person) -> Json<NodeView> {
    let rollbacks = node.store.rollbacks(&viewer.scope).into_iter();
    Json(NodeView {
        name: node.store.node().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        recording: !node.store.is_in_doubt(),
        rollbacks: rollbacks
            .map(|found| RollbackView {
                organisation: found.origin.organisation().to_string(),
                forked: found.forked,
                found_size: found.found_size,
                kept_size: found.kept_size,
            })
            .collect(),
        damaged: damaged(&node.store.damages(&viewer.scope)),
        drill: node.played.map(|played| DrillView { speed: played.speed, clock: node.now() }),
    })
}

/// One line for each log; damages come in the order of logs and entries.
fn damaged(damages: &[Damage]) -> Vec<DamagedView> {
    let of_log = |log: &[Damage]| {
        let first = log.first()?;
        Some(DamagedView {
            organisation: first.organisation.to_string(),
            entries: log.chunk_by(|a, b| a.index == b.index).count() as u64,
            first_index: first.index,
            part: first.part,
        })
    };
    damages.chunk_by(|a, b| a.organisation == b.organisation).filter_map(of_log).collect()
}
